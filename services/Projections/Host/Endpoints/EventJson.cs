using System.Text.Json.Nodes;
using Ledger.Contracts.V1;
using Ledger.Projections.Domain.Views;
using Ledger.Projections.Host.Queries;
using Ledger.Projections.Host.Statements;

namespace Ledger.Projections.Host.Endpoints;

/// <summary>Events as answers show them: the stored members, with id, position and type.</summary>
internal static class EventJson
{
    /// <summary>An entry as JSON: the movement's own members, with id, position and type.</summary>
    public static JsonObject Entry(LogRow row)
    {
        var entry = JsonNode.Parse(row.Data)!.AsObject();
        entry["id"] = row.Id;
        entry["position"] = row.Position;
        entry["type"] = row.Type;
        return entry;
    }

    /// <summary>
    /// The same, with the fund whose money it moves, and the partner who funds it or with whom it is redeemed, if there is one.
    /// </summary>
    public static JsonObject Entry(LogRow row, Movement entry, EntryFunds funds)
    {
        var shown = Entry(row);
        if (funds.Of(entry) is { } fund) shown["fund"] = fund;
        if (PartnerView.PartnerOf(entry.Moves) is { } partner) shown["partner"] = partner;
        return shown;
    }
}
