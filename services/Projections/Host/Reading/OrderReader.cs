using Ledger.Projections.Domain.Reading;

namespace Ledger.Projections.Host.Reading;

/// <summary>Reads the record of an order; skips its lines.</summary>
internal static class OrderReader
{
    public static OrderData Read(ref JsonCursor json)
    {
        string? accountId = null, source = null, orderId = null;
        DateTimeOffset? effectiveAt = null, placedAt = null;
        int? programVersion = null;
        while (json.Next())
        {
            if (json.Is("accountId"u8)) accountId = json.Text();
            else if (json.Is("effectiveAt"u8)) effectiveAt = json.Instant();
            else if (json.Is("orderId"u8)) orderId = json.Text();
            else if (json.Is("placedAt"u8)) placedAt = json.Instant();
            else if (json.Is("programVersion"u8)) programVersion = json.Int32();
            else if (json.Is("source"u8)) source = json.Text();
            else json.Pass();
        }

        return new OrderData
        {
            AccountId = Required.Of(accountId, "accountId"),
            EffectiveAt = Required.Of(effectiveAt, "effectiveAt"),
            Source = Required.Of(source, "source"),
            OrderId = Required.Of(orderId, "orderId"),
            PlacedAt = Required.Of(placedAt, "placedAt"),
            ProgramVersion = Required.Of(programVersion, "programVersion"),
        };
    }
}
