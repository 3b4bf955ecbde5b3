using System.Globalization;
using Ledger.Contracts.V1;

namespace Ledger.DomainTests.Ledger;

/// <summary>
/// Programs and histories of facts from a seed, with few accounts and small numbers, so that steps, ties, dates and caps occur often.
/// </summary>
internal sealed class RandomLedger(int seed)
{
    private static readonly string[] Accounts = ["A", "B"];
    private static readonly string[] Skus = ["tea", "cup", "pot"];
    private readonly Random random = new(seed);
    private int made;

    public int Seed => seed;

    /// <summary>
    /// A random program. If <paramref name="withTime"/> is false, points neither activate nor expire in the years of the facts, and periods
    /// do not close.
    /// </summary>
    /// <param name="spending">Adds what commands need: transfers, approvals from 20 points on, and a point value.</param>
    public string Program(bool withTime, bool spending = false)
    {
        var spent = spending
            ? """ "transfers": "anywhere", "pointValue": 0.5, "adjustments": { "approvalAbove": { "points": 20, "money": 20 } }, """
            : "";
        var window = Pick("""{ "kind": "rolling-months", "months": 2 }""", """{ "kind": "calendar-year" }""", """{ "kind": "lifetime" }""");
        var activation = withTime
            ? $$"""{ "on": "{{Pick("placed", "placed", "paid", "shipped")}}", "delayDays": {{random.Next(0, 40)}} }"""
            : """{ "on": "delivered", "delayDays": 0 }""";
        var expiry =
            withTime && random.Next(3) > 0
                ? $$""", "expiry": { "afterMonths": {{random.Next(1, 4)}}, "at": "{{Pick("exact", "end-of-month")}}" }"""
                : "";
        return $$"""
            {
              {{spent}}
              "program": "{{LedgerInMemory.ProgramId}}", "version": 1, "effectiveFrom": "2009-01-01T00:00:00Z",
              "currency": "{{Currency}}", "timeZone": "{{Pick("UTC", "Europe/London", "Australia/Sydney", "America/St_Johns")}}",
              "rounding": { "points": "{{Pick("floor", "half-up", "half-even")}}", "money": "{{Pick("floor", "half-up", "half-even")}}" },
              "scopes": { "goods": {}, "some": { "skus": [ "tea", "cup" ] }, "not": { "excludeSkus": [ "cup" ] } },
              "qualification": { "metric": "{{Pick("spend", "orders", "points-accrued")}}", "scope": "goods", "window": {{window}} },
              "tiers": [ { "id": "a", "from": 0 }, { "id": "b", "from": 3, "pointsMultiplier": 1.1 }, { "id": "c", "from": 60.5,
                "pointsMultiplier": 1.5 } ],
              "tierReview": { "every": "{{(withTime ? Pick("month", "month", "year") : "never")}}", "graceMonths": {{random.Next(3)}},
                "maxSteps": {{random.Next(1, 3)}} },
              "discounts": [
                { "id": "t", "group": "t", "kind": "tier", "scope": "goods", "percentByTier": { "b": 0.7, "c": 5 } },
                { "id": "v", "group": "v", "kind": "cumulative", "scope": "some", "window": {{window}},
                  "includesCurrentOrder": {{Pick("true", "false")}}, "steps": [ { "from": 20, "percent": 1.1 }, { "from": 90,
                    "percent": 4 } ] },
                { "id": "s", "group": "v", "kind": "order-total", "scope": "goods", "steps": [ { "from": 40, "percent": 1.1 },
                  { "from": 120, "percent": 3.3 } ] } ],
              "discountPolicy": { "combine": "{{Pick("sum", "best", "compound")}}", "maxPercent": {{Pick("3", "7", "100")}} },
              "earning": [
                { "id": "e", "points": 1, "per": {{Pick("0.3", "0.7", "1", "7")}}, "scope": "goods", "tierMultiplier": true },
                { "id": "c", "points": 1, "per": 3, "scope": "not", "owner": "contact", "when": { "ordersAtLeast": 1 } } ],
              "points": { "redeemOn": "future", "activation": {{activation}}{{expiry}},
                "negative": "{{Pick("arrears", "within-balance", "pending-only")}}" },
              "rebates": [
                { "id": "m", "period": "{{(withTime ? Pick("month", "quarter") : "year")}}", "scope": "goods",
                  "mode": "{{Pick("slab-whole", "slab-marginal")}}", "payAfterDays": {{random.Next(10)}}, "payAs": "credit",
                    "steps": [ { "from": 30, "percent": 2 }, { "from": 150, "percent": 5 } ] },
                { "id": "y", "period": "year", "scope": "some", "mode": "slab-marginal", "payAfterDays": 0, "payAs": "credit",
                  "steps": [ { "from": 0, "percent": 0.5 }, { "from": 100, "percent": 3 } ] } ]
            }
            """;
    }

    public string Currency { get; } = new[] { "GBP", "JPY", "TND" }[seed % 3];

    public OrderPlaced Order(DateTimeOffset at, string? account = null)
    {
        var id = $"o{++made}";
        return new OrderPlaced(
            LedgerInMemory.ProgramId, "shop", id, account ?? Accounts[random.Next(Accounts.Length)], at, Currency, Lines(),
            ContactId: random.Next(3) == 0 ? "ann" : null);
    }

    public OrderLine[] Lines() => [.. Enumerable.Range(1, random.Next(1, 7)).Select(Line)];

    /// <summary>Returns of everything in an order, in random parts and a random sequence.</summary>
    public IEnumerable<OrderReturned> ReturnInParts(OrderPlaced order, DateTimeOffset at)
    {
        var left = order.Lines.ToDictionary(line => line.LineId, line => line.Quantity);
        for (var n = 1; left.Count > 0; n++)
        {
            var lines = left.Keys.OrderBy(_ => random.Next()).Take(random.Next(1, left.Count + 1)).Select(line =>
            {
                var back = random.Next(3) == 0 ? left[line] : Math.Min(left[line], Math.Max(0.25m, Math.Floor(left[line] / 2)));
                left[line] -= back;
                if (left[line] == 0) left.Remove(line);
                return new ReturnedLine(line, back);
            }).ToList();
            yield return new OrderReturned(LedgerInMemory.ProgramId, "shop", order.OrderId, $"r{n}", at, lines);
        }
    }

    /// <summary>
    /// A random sequence of facts: mostly in time order, some late, some repeated, some before their order, some invalid.
    /// </summary>
    public List<IOrderFact> History(int count)
    {
        var facts = new List<IOrderFact>(count);
        var orders = new List<OrderPlaced>();
        var clock = new DateTimeOffset(2011, 1, 1, 0, 0, 0, TimeSpan.Zero);
        while (facts.Count < count)
        {
            clock = clock.AddMinutes(random.Next(8) == 0 ? random.Next(60_000) : random.Next(4_000));
            var at = random.Next(6) == 0 ? clock.AddHours(-random.Next(1500)) : clock;
            var order = orders.Count > 0 ? orders[Math.Max(0, orders.Count - 1 - random.Next(8))] : null;
            switch (random.Next(14))
            {
                case < 5:
                    orders.Add(Order(at));
                    facts.Add(orders[^1]);
                    break;
                case 5 or 6 or 7 when order is not null:
                    var line = order.Lines[random.Next(order.Lines.Count)];
                    facts.Add(new OrderReturned(
                            LedgerInMemory.ProgramId, "shop", order.OrderId, $"r{++made}", at,
                            [new ReturnedLine(line.LineId, random.Next(1, 4))]));
                    break;
                case 8 when order is not null:
                    facts.Add(order with { Lines = Lines(), Revision = random.Next(1, 6), AmendedAt = at });
                    break;
                case 9 when order is not null:
                    facts.Add(new OrderPaid(LedgerInMemory.ProgramId, "shop", order.OrderId, at));
                    break;
                case 10 when order is not null:
                    facts.Add(new OrderShipped(LedgerInMemory.ProgramId, "shop", order.OrderId, at, $"s{++made}"));
                    break;
                case 11 when order is not null && random.Next(3) == 0:
                    facts.Add(new OrderCancelled(LedgerInMemory.ProgramId, "shop", order.OrderId, at));
                    break;
                case 12:
                    // The order of this return comes later, or never.
                    var late = Order(at);
                    facts.Add(new OrderReturned(
                            LedgerInMemory.ProgramId, "shop", late.OrderId, "early", at.AddDays(1), [new ReturnedLine("L1", 0.25m)]));
                    if (random.Next(2) == 0) facts.Add(late);
                    break;
                case 13 when facts.Count > 0:
                    facts.Add(facts[random.Next(facts.Count)]);
                    break;
            }
        }

        return facts;
    }

    public int Next(int below) => random.Next(below);

    private OrderLine Line(int number)
    {
        var (quantity, price) = (random.Next(1, 8) * (random.Next(4) == 0 ? 0.25m : 1m), random.Next(0, 4000) / 100m);
        var discount = random.Next(3) == 0 ? Math.Min(quantity * price, Math.Round(quantity * price * random.Next(0, 101) / 100, 3)) : 0;
        return new OrderLine(
            $"L{number.ToString(CultureInfo.InvariantCulture)}", Pick(Skus), quantity, price, Discount: discount,
            Kind: random.Next(6) == 0 ? "shipping" : "merchandise");
    }

    private string Pick(params string[] from) => from[random.Next(from.Length)];
}
