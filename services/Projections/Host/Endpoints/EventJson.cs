using System.Text.Json;
using System.Text.Json.Nodes;

namespace Ledger.Projections.Host;

/// <summary>Events as answers show them: what is stored, with where it is stored.</summary>
internal static class EventJson
{
    /// <summary>An entry: the movement's own members, with id, position and type.</summary>
    public static JsonObject Entry(LogRow row)
    {
        var entry = JsonNode.Parse(row.Data)!.AsObject();
        entry["id"] = row.Id;
        entry["position"] = row.Position;
        entry["type"] = row.Type;
        return entry;
    }

    public static JsonElement Data(byte[] data)
    {
        using var document = JsonDocument.Parse(data);
        return document.RootElement.Clone();
    }
}
