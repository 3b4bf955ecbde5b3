using System.Text.Json;
using Ledger.Projections.Domain;

namespace Ledger.Projections.Host;

/// <summary>Reads the record of an order; its lines are passed over as a whole.</summary>
internal static class OrderReader
{
    public static SeenOrder Read(ref Utf8JsonReader reader)
    {
        string? accountId = null, source = null, orderId = null;
        DateTimeOffset? effectiveAt = null, placedAt = null;
        int? programVersion = null;
        while (Json.Next(ref reader))
        {
            if (reader.ValueTextEquals("accountId"u8)) accountId = Json.Text(ref reader);
            else if (reader.ValueTextEquals("effectiveAt"u8)) effectiveAt = Json.Instant(ref reader);
            else if (reader.ValueTextEquals("orderId"u8)) orderId = Json.Text(ref reader);
            else if (reader.ValueTextEquals("placedAt"u8)) placedAt = Json.Instant(ref reader);
            else if (reader.ValueTextEquals("programVersion"u8)) programVersion = Json.Int32(ref reader);
            else if (reader.ValueTextEquals("source"u8)) source = Json.Text(ref reader);
            else Json.Pass(ref reader);
        }

        return new SeenOrder
        {
            AccountId = Json.Required(accountId, "accountId"),
            EffectiveAt = Json.Required(effectiveAt, "effectiveAt"),
            Source = Json.Required(source, "source"),
            OrderId = Json.Required(orderId, "orderId"),
            PlacedAt = Json.Required(placedAt, "placedAt"),
            ProgramVersion = Json.Required(programVersion, "programVersion"),
        };
    }
}
