namespace Ledger.Contracts.V1;

/// <summary>Writes the events that hold an order's lines for <see cref="StoredJson"/>.</summary>
internal static class StoredOrders
{
    public static void Write(JsonBuilder json, OrderRecorded order)
    {
        json.Open('{');
        json.Member("accountId"u8, order.AccountId);
        json.Member("contactId"u8, order.ContactId);
        json.Member("contentHash"u8, order.ContentHash);
        json.Member("currency"u8, order.Currency);
        json.Member("effectiveAt"u8, order.EffectiveAt);
        json.Member("lines"u8, order.Lines, Write);
        json.Member("orderId"u8, order.OrderId);
        json.Member("partnerId"u8, order.PartnerId);
        json.Member("placedAt"u8, order.PlacedAt);
        json.Member("program"u8, order.Program);
        json.Member("programVersion"u8, order.ProgramVersion);
        json.Member("recordedAt"u8, order.RecordedAt);
        json.Member("revision"u8, order.Revision);
        json.Member("source"u8, order.Source);
        json.Member("tags"u8, order.Tags);
        json.Close('}');
    }

    public static void Write(JsonBuilder json, ReturnRecorded returned)
    {
        json.Open('{');
        json.Member("accountId"u8, returned.AccountId);
        json.Member("contentHash"u8, returned.ContentHash);
        json.Member("effectiveAt"u8, returned.EffectiveAt);
        json.Member("lines"u8, returned.Lines, Write);
        json.Member("occurredAt"u8, returned.OccurredAt);
        json.Member("orderId"u8, returned.OrderId);
        json.Member("program"u8, returned.Program);
        json.Member("recordedAt"u8, returned.RecordedAt);
        json.Member("returnId"u8, returned.ReturnId);
        json.Member("source"u8, returned.Source);
        json.Close('}');
    }

    private static void Write(JsonBuilder json, ReturnedLine line)
    {
        json.Open('{');
        json.Member("lineId"u8, line.LineId);
        json.Member("quantity"u8, line.Quantity);
        json.Close('}');
    }

    // The same form as OrderLinesJsonConverter writes.
    private static void Write(JsonBuilder json, OrderLine line)
    {
        var length = OrderLinesJsonConverter.LengthOf(line);
        json.Open('[');
        json.Text(line.LineId);
        json.Item();
        json.Text(line.Sku);
        json.Item();
        json.Number(line.Quantity);
        json.Item();
        json.Number(line.UnitPrice);
        if (length > 4)
        {
            json.Item();
            if (line.Category is { } category) json.Text(category);
            else json.Null();
        }

        if (length > 5)
        {
            json.Item();
            if (line.Discount == 0) json.Null();
            else json.Number(line.Discount);
        }

        if (length > 6)
        {
            json.Item();
            json.Text(line.Kind);
        }

        json.Close(']');
    }
}
