using System.Globalization;
using System.Text.Json.Nodes;
using Ledger.Contracts.V1;

namespace Ledger.TestSupport;

/// <summary>A shop's facts for one program.</summary>
public sealed class Shop(string program, string currency = "GBP")
{
    public const string Source = "shop";

    public string Program { get; } = program;

    /// <summary>A program that no other test uses.</summary>
    public static string NewProgram() => $"p-{Guid.NewGuid():N}";

    /// <summary>A small program with these members set; the text holds the members of an object.</summary>
    public string Document(string members = "", int version = 1)
    {
        var root = JsonNode.Parse($$"""
            {
              "program": "{{Program}}", "version": {{version}}, "effectiveFrom": "2009-01-01T00:00:00Z", "currency": "{{currency}}",
                "timeZone": "Europe/London",
              "scopes": { "goods": {} },
              "earning": [ { "id": "base", "points": 1, "per": 1, "scope": "goods" } ],
              "points": { "redeemOn": "future", "activation": { "on": "placed", "delayDays": 14 } }
            }
            """)!.AsObject();
        foreach (var (name, value) in JsonNode.Parse("{" + members + "}")!.AsObject()) root[name] = value?.DeepClone();
        return root.ToJsonString();
    }

    /// <summary>An order; without lines it has one of 100.</summary>
    public OrderPlaced Order(string id, string account = "A", string at = "2011-03-01T10:00:00Z", params OrderLine[] lines) =>
        new(Program, Source, id, account, At(at), currency, lines is { Length: > 0 } ? lines : [Line("L1", 100)]);

    public static OrderLine Line(string id, decimal unitPrice, decimal quantity = 1, string sku = "tea", decimal discount = 0) =>
        new(id, sku, quantity, unitPrice, Discount: discount);

    public OrderReturned Return(
        string order, string id, string at = "2011-03-02T10:00:00Z", params (string Line, decimal Quantity)[] lines) =>
        new(
            Program, Source, order, id, At(at),
            [.. (lines is { Length: > 0 } ? lines : [("L1", 1)]).Select(line => new ReturnedLine(line.Line, line.Quantity))]);

    public OrderPaid Paid(string order, string at = "2011-03-02T10:00:00Z", string? id = null) => new(Program, Source, order, At(at), id);

    public OrderShipped Shipped(string order, string at = "2011-03-02T10:00:00Z", string? id = null) =>
        new(Program, Source, order, At(at), id);

    public OrderDelivered Delivered(string order, string at = "2011-03-02T10:00:00Z", string? id = null) =>
        new(Program, Source, order, At(at), id);

    public OrderCancelled Cancelled(string order, string at = "2011-03-02T10:00:00Z") => new(Program, Source, order, At(at));

    public static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
