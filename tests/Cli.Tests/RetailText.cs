using System.Buffers;
using System.Text;
using System.Text.Json;
using Ledger.Cli.Import;
using Ledger.Cli.Import.Retail;

namespace Ledger.Cli.Tests;

/// <summary>Small invoice files written out in tests.</summary>
internal static class RetailText
{
    public const string Header = "invoice,stock_code,description,quantity,invoice_date,unit_price,customer_id,country";

    /// <summary>A file of these lines below the header.</summary>
    public static RetailFacts Facts(params string[] lines) => FactsOf(string.Join('\n', [Header, .. lines]) + "\n");

    public static RetailFacts FactsOf(string text)
    {
        using var input = new MemoryStream(Encoding.UTF8.GetBytes(text));
        return RetailFacts.From(input, new RetailNaming("wholesale", "online-retail", "GBP"));
    }

    /// <summary>All facts as they are sent.</summary>
    public static List<JsonElement> Sent(IFacts facts)
    {
        var sent = new List<JsonElement>();
        using var feed = facts.Read();
        while (feed.MoveNext()) sent.Add(JsonElement.Parse(Written(feed)));
        return sent;
    }

    public static ReadOnlySpan<byte> Written(IFactFeed feed)
    {
        var output = new ArrayBufferWriter<byte>();
        feed.Write(output);
        return output.WrittenSpan;
    }

    /// <summary>A fact in few words, for example <c>536365 L1=6 L3=2</c> or <c>C1 of 536365: L1=2</c>.</summary>
    public static string Brief(JsonElement fact)
    {
        var order = fact.GetProperty("orderId").GetString();
        var lines = string.Join(' ', fact.GetProperty("lines")
                .EnumerateArray()
                .Select(line => $"{line.GetProperty("lineId").GetString()}={line.GetProperty("quantity")}"));
        return fact.TryGetProperty("returnId", out var returned) ? $"{returned.GetString()} of {order}: {lines}" : $"{order} {lines}";
    }
}
