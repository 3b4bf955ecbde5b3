using System.Globalization;
using System.Text.Json;

namespace Ledger.Services.Tests.Running;

/// <summary>
/// A program that uses many sections, and orders for it from a seed: some amended, returned, paid or cancelled, some out of order.
/// </summary>
internal static class Sample
{
    public const string Program = "acme";

    /// <summary>Two scopes whose names differ in case only: they are two.</summary>
    public static string Document(int version = 1, string effectiveFrom = "2020-01-01T00:00:00Z") => $$"""
        {
          "program": "{{Program}}", "version": {{version}}, "effectiveFrom": "{{effectiveFrom}}",
          "currency": "GBP", "timeZone": "Europe/London", "pointValue": 0.01,
          "rounding": { "points": "floor", "money": "half-even" },
          "scopes": { "goods": { "kinds": ["merchandise"], "excludeSkus": ["POSTAGE"] }, "Goods": { "kinds": ["merchandise"],
            "categories": ["garden", "Garden"] } },
          "qualification": { "metric": "spend", "scope": "goods", "window": { "kind": "rolling-months", "months": 12 } },
          "tiers": [ { "id": "bronze", "from": 0, "pointsMultiplier": 1 }, { "id": "silver", "from": 600, "pointsMultiplier": 1.5 },
            { "id": "gold", "from": 2500, "pointsMultiplier": 2 } ],
          "tierReview": { "every": "month", "graceMonths": 1, "maxSteps": 1 },
          "discounts": [
            { "id": "card", "group": "base", "kind": "fixed", "percent": 1, "scope": "goods" },
            { "id": "volume", "group": "base", "kind": "cumulative", "scope": "Goods", "window": { "kind": "rolling-months", "months": 6 },
              "includesCurrentOrder": true, "steps": [ { "from": 100, "percent": 1.5 }, { "from": 500, "percent": 3 } ] },
            { "id": "status", "group": "status", "kind": "tier", "scope": "goods", "percentByTier": { "silver": 1, "gold": 2 } } ],
          "discountPolicy": { "combine": "sum", "maxPercent": 15 },
          "earning": [
            { "id": "base", "points": 1, "per": 0.7, "scope": "goods", "tierMultiplier": true },
            { "id": "regular", "points": 1, "per": 3, "scope": "Goods", "tierMultiplier": false, "when": { "ordersAtLeast": 2 } } ],
          "points": { "redeemOn": "future", "activation": { "on": "paid", "delayDays": 3 }, "expiry": { "afterMonths": 5,
            "at": "end-of-month" }, "negative": "arrears" },
          "rebates": [
            { "id": "quarterly", "period": "quarter", "scope": "goods", "mode": "slab-marginal", "payAfterDays": 30, "payAs": "credit",
              "steps": [ { "from": 0, "percent": 0.5 }, { "from": 500, "percent": 2 } ] } ]
        }
        """;

    /// <summary>Facts as lines, some for each of a few accounts.</summary>
    public static IEnumerable<string> Lines(int seed, int orders, int accounts = 12)
    {
        var random = new Random(seed);
        var at = new DateTimeOffset(2021, 1, 3, 9, 0, 0, TimeSpan.Zero);
        for (var n = 1; n <= orders; n++)
        {
            at = at.AddHours(random.Next(30));
            var (order, account) = ($"S{seed}-{n}", $"C{random.Next(accounts)}");
            var lines = Enumerable.Range(1, random.Next(1, 5)).Select(line => (Id: $"L{line}", Quantity: random.Next(1, 9))).ToList();
            var placed = Placed(order, account, at, lines, random);
            var later = at.AddHours(random.Next(-5, 300));
            if (random.Next(8) == 0) yield return Returned(order, later, lines[0], 1);
            yield return placed;
            if (random.Next(20) == 0) yield return placed;
            if (random.Next(3) > 0) yield return Fact("OrderPaid", order, new() { ["paidAt"] = later });
            if (random.Next(6) == 0) yield return Placed(order, account, at, lines, random, revision: 2);
            if (random.Next(7) == 0) yield return Returned(order, later, lines[^1], lines[^1].Quantity);
            if (random.Next(15) == 0) yield return Fact("OrderCancelled", order, new() { ["cancelledAt"] = later });
            if (random.Next(25) == 0)
            {
                yield return Placed(order + "-huge", account, at, [("L1", 1)], random, price: 999999999999999m, quantity: 999999999999999m);
            }
        }
    }

    public static string Placed(
        string order, string account, DateTimeOffset at, IEnumerable<(string Id, int Quantity)> lines, Random random, int revision = 1,
        decimal? price = null, decimal? quantity = null) =>
        Fact("OrderPlaced", order, new()
        {
            ["accountId"] = account,
            ["placedAt"] = at,
            ["currency"] = "GBP",
            ["revision"] = revision,
            ["contactId"] = random.Next(3) == 0 ? "P1" : null,
            ["tags"] = new Dictionary<string, string> { ["Channel"] = "web", ["channel"] = "shop" },
            ["lines"] = lines.Select(line => new Dictionary<string, object?>
            {
                ["lineId"] = line.Id,
                ["sku"] = random.Next(10) == 0 ? "POSTAGE" : $"SKU {random.Next(20)}",
                ["category"] = random.Next(2) == 0 ? "garden" : "house",
                ["quantity"] = quantity ?? line.Quantity,
                ["unitPrice"] = price ?? random.Next(1, 4000) / 100m,
                ["discount"] = random.Next(4) == 0 ? 0.01m : 0m,
            }),
        });

    private static string Returned(string order, DateTimeOffset at, (string Id, int Quantity) line, int quantity) => Fact(
            "OrderReturned",
            order,
            new()
            {
                ["returnId"] = string.Create(CultureInfo.InvariantCulture, $"R{line.Id}{quantity}"),
                ["returnedAt"] = at,
                ["lines"] = new[]
                {
                    new Dictionary<string, object?> { ["lineId"] = line.Id, ["quantity"] = quantity },
                },
            }
        );

    private static string Fact(string type, string order, Dictionary<string, object?> members)
    {
        members["type"] = type;
        members["source"] = "shop";
        members["orderId"] = order;
        return JsonSerializer.Serialize(members.Where(member => member.Value is not null).ToDictionary());
    }
}
