using System.Text.Json;
using Ledger.Contracts.V1;
using Ledger.Projections.Domain;

namespace Ledger.Projections.Host;

/// <summary>Reads any movement of value, of which there are more than of all other events.</summary>
internal static class EntryReader
{
    public static SeenEntry Read(ref Utf8JsonReader reader)
    {
        string? accountId = null, owner = null, unit = null;
        long? sequence = null;
        DateTimeOffset? effectiveAt = null;
        IReadOnlyList<LotMove>? moves = null;
        LotOpened? opened = null;
        SeenCause? cause = null;
        while (Json.Next(ref reader))
        {
            if (reader.ValueTextEquals("accountId"u8)) accountId = Json.Text(ref reader);
            else if (reader.ValueTextEquals("cause"u8)) cause = Cause(ref reader);
            else if (reader.ValueTextEquals("effectiveAt"u8)) effectiveAt = Json.Instant(ref reader);
            else if (reader.ValueTextEquals("moves"u8)) moves = Json.List(ref reader, Move);
            else if (reader.ValueTextEquals("opened"u8)) opened = Opened(ref reader);
            else if (reader.ValueTextEquals("owner"u8)) owner = Json.Text(ref reader);
            else if (reader.ValueTextEquals("sequence"u8)) sequence = Json.Int64(ref reader);
            else if (reader.ValueTextEquals("unit"u8)) unit = Json.Text(ref reader);
            else Json.Pass(ref reader);
        }

        return new SeenEntry
        {
            AccountId = Json.Required(accountId, "accountId"),
            EffectiveAt = Json.Required(effectiveAt, "effectiveAt"),
            Sequence = Json.Required(sequence, "sequence"),
            Owner = Json.Required(owner, "owner"),
            Unit = Json.Required(unit, "unit"),
            Moves = Json.Required(moves, "moves"),
            Opened = opened,
            Cause = Json.Required(cause, "cause"),
        };
    }

    private static SeenCause? Cause(ref Utf8JsonReader reader)
    {
        if (!Json.Enter(ref reader)) return null;
        string? source = null, orderId = null;
        while (Json.Next(ref reader))
        {
            if (reader.ValueTextEquals("source"u8)) source = Json.Text(ref reader);
            else if (reader.ValueTextEquals("orderId"u8)) orderId = Json.Text(ref reader);
            else Json.Pass(ref reader);
        }

        return source is null && orderId is null ? SeenCause.None : new SeenCause { Source = source, OrderId = orderId };
    }

    private static LotMove Move(ref Utf8JsonReader reader)
    {
        var (lot, amount) = (0L, 0m);
        string? from = null, to = null;
        while (Json.Next(ref reader))
        {
            if (reader.ValueTextEquals("amount"u8)) amount = Json.Decimal(ref reader);
            else if (reader.ValueTextEquals("from"u8)) from = Json.Text(ref reader);
            else if (reader.ValueTextEquals("lot"u8)) lot = Json.Int64(ref reader);
            else if (reader.ValueTextEquals("to"u8)) to = Json.Text(ref reader);
            else Json.Pass(ref reader);
        }

        return new LotMove(lot, Json.Required(from, "from"), Json.Required(to, "to"), amount);
    }

    private static LotOpened? Opened(ref Utf8JsonReader reader)
    {
        if (!Json.Enter(ref reader)) return null;
        var lot = 0L;
        DateTimeOffset? activatesAt = null, expiresAt = null;
        string? order = null, rebate = null;
        while (Json.Next(ref reader))
        {
            if (reader.ValueTextEquals("activatesAt"u8)) activatesAt = Json.InstantOrNull(ref reader);
            else if (reader.ValueTextEquals("expiresAt"u8)) expiresAt = Json.InstantOrNull(ref reader);
            else if (reader.ValueTextEquals("lot"u8)) lot = Json.Int64(ref reader);
            else if (reader.ValueTextEquals("order"u8)) order = Json.Text(ref reader);
            else if (reader.ValueTextEquals("rebate"u8)) rebate = Json.Text(ref reader);
            else Json.Pass(ref reader);
        }

        return new LotOpened(lot, activatesAt, expiresAt, order, rebate);
    }
}
