using System.Text.Json;
using Ledger.Contracts.V1;

namespace Ledger.Ledger.Domain;

/// <summary>Reads the lines of an ordinary fact. False means that something is out of the ordinary, not what.</summary>
internal static class PlainLines
{
    [ThreadStatic]
    private static List<OrderLine>? gathered;

    [Flags]
    private enum Member
    {
        None = 0,
        LineId = 1,
        Sku = 2,
        Quantity = 4,
        UnitPrice = 8,
        Category = 16,
        Discount = 32,
        Kind = 64,
    }

    /// <summary>Reads the lines of an order.</summary>
    public static bool TryRead(ref Utf8JsonReader reader, out OrderLine[]? lines)
    {
        lines = null;
        if (reader.TokenType != JsonTokenType.StartArray) return false;
        // The lines are gathered where those of the last order were, so that only an array of the right length is made.
        var list = gathered ??= [];
        list.Clear();
        while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
        {
            if (!TryRead(ref reader, out OrderLine? line)) return false;
            list.Add(line!);
        }

        if (reader.TokenType != JsonTokenType.EndArray) return false;
        lines = [.. list];
        list.Clear();
        return true;
    }

    /// <summary>Reads the lines of a return.</summary>
    public static bool TryRead(ref Utf8JsonReader reader, out List<ReturnedLine>? lines)
    {
        lines = null;
        if (reader.TokenType != JsonTokenType.StartArray) return false;
        var list = new List<ReturnedLine>();
        while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
        {
            if (!TryRead(ref reader, out ReturnedLine? line)) return false;
            list.Add(line!);
        }

        if (reader.TokenType != JsonTokenType.EndArray) return false;
        lines = list;
        return true;
    }

    private static bool TryRead(ref Utf8JsonReader reader, out OrderLine? line)
    {
        line = null;
        string? lineId = null, sku = null, category = null, kind = OrderLine.Merchandise;
        decimal quantity = 0, unitPrice = 0, discount = 0;
        var seen = Member.None;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var member = Named(ref reader);
            if (member == Member.None || (seen & member) != 0 || !reader.Read()) return false;
            seen |= member;
            var isRead = member switch
            {
                Member.LineId => TryText(ref reader, out lineId),
                Member.Sku => TryText(ref reader, out sku),
                Member.Quantity => AmountJsonConverter.TryRead(ref reader, out quantity),
                Member.UnitPrice => AmountJsonConverter.TryRead(ref reader, out unitPrice),
                Member.Category => reader.TokenType == JsonTokenType.Null || TryText(ref reader, out category),
                Member.Discount => AmountJsonConverter.TryRead(ref reader, out discount),
                _ => TryText(ref reader, out kind),
            };
            if (!isRead) return false;
        }

        const Member Required = Member.LineId | Member.Sku | Member.Quantity | Member.UnitPrice;
        if (reader.TokenType != JsonTokenType.EndObject || (seen & Required) != Required) return false;
        line = new OrderLine(lineId!, sku!, quantity, unitPrice, category, discount, kind!);
        return true;
    }

    private static bool TryRead(ref Utf8JsonReader reader, out ReturnedLine? line)
    {
        line = null;
        string? lineId = null;
        decimal quantity = 0;
        var seen = Member.None;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var member = Named(ref reader);
            if ((seen & member) != 0 || !reader.Read()) return false;
            seen |= member;
            var isRead = member switch
            {
                Member.LineId => TryText(ref reader, out lineId),
                Member.Quantity => AmountJsonConverter.TryRead(ref reader, out quantity),
                _ => false,
            };
            if (!isRead) return false;
        }

        const Member Required = Member.LineId | Member.Quantity;
        if (reader.TokenType != JsonTokenType.EndObject || seen != Required) return false;
        line = new ReturnedLine(lineId!, quantity);
        return true;
    }

    private static Member Named(ref Utf8JsonReader reader)
    {
        // An escaped name holds a backslash and so is none of these.
        var name = reader.ValueSpan;
        switch (name.Length)
        {
            case 3: return name.SequenceEqual("sku"u8) ? Member.Sku : Member.None;
            case 4: return name.SequenceEqual("kind"u8) ? Member.Kind : Member.None;
            case 6: return name.SequenceEqual("lineId"u8) ? Member.LineId : Member.None;
            case 8:
                if (name.SequenceEqual("quantity"u8)) return Member.Quantity;
                if (name.SequenceEqual("category"u8)) return Member.Category;
                return name.SequenceEqual("discount"u8) ? Member.Discount : Member.None;
            case 9: return name.SequenceEqual("unitPrice"u8) ? Member.UnitPrice : Member.None;
            default: return Member.None;
        }
    }

    private static bool TryText(ref Utf8JsonReader reader, out string? text)
    {
        text = reader.TokenType == JsonTokenType.String ? RepeatedTexts.Read(ref reader) : null;
        return text is not null;
    }
}
