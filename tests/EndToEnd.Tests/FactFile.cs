using Ledger.Contracts.V1;
using Ledger.TestSupport;

namespace Ledger.EndToEnd.Tests;

/// <summary>
/// Files of facts from a seed: orders, payments, returns and amendments of many accounts over a year, in time order; none is to be refused.
/// </summary>
internal static class FactFile
{
    /// <summary>The members of a program with tiers that rise and fall, activation, expiry and rebates.</summary>
    public const string Members = """
        "qualification": { "metric": "spend", "scope": "goods", "window": { "kind": "rolling-months", "months": 3 } },
        "tiers": [ { "id": "bronze", "from": 0 }, { "id": "silver", "from": 400, "pointsMultiplier": 1.5 }, { "id": "gold", "from": 900,
          "pointsMultiplier": 2 } ],
        "tierReview": { "every": "month", "graceMonths": 1, "maxSteps": 1 },
        "discounts": [ { "id": "volume", "group": "base", "kind": "cumulative", "scope": "goods", "window": { "kind": "lifetime" },
          "includesCurrentOrder": true, "steps": [ { "from": 300, "percent": 1.5 }, { "from": 900, "percent": 3 } ] } ],
        "earning": [ { "id": "base", "points": 1, "per": 0.7, "scope": "goods", "tierMultiplier": true } ],
        "points": { "redeemOn": "future", "activation": { "on": "paid", "delayDays": 3 }, "expiry": { "afterMonths": 2,
          "at": "end-of-month" } },
        "rebates": [ { "id": "m", "period": "month", "scope": "goods", "mode": "slab-marginal", "payAfterDays": 10, "payAs": "credit",
          "steps": [ { "from": 0, "percent": 0.5 }, { "from": 200, "percent": 2 } ] } ]
        """;

    public static IReadOnlyList<IOrderFact> Facts(Shop shop, int orders, int accounts, int seed)
    {
        var random = new Random(seed);
        var facts = new List<(DateTimeOffset At, IOrderFact Fact)>();
        var start = Shop.At("2011-01-01T08:00:00Z");
        for (var n = 0; n < orders; n++)
        {
            var at = start.AddMinutes(random.Next(365 * 24 * 60));
            var lines = Enumerable
                .Range(1, random.Next(1, 5))
                .Select(line => Shop.Line($"L{line}", random.Next(1, 5000) / 100m, random.Next(1, 6)))
                .ToArray();
            var order = shop.Order($"{n}", $"A{random.Next(accounts)}") with { PlacedAt = at, Lines = lines };
            facts.Add((at, order));
            if (random.Next(10) > 0) facts.Add((at = at.AddHours(random.Next(1, 300)), shop.Paid(order.OrderId) with { PaidAt = at }));
            if (random.Next(4) == 0)
            {
                facts.Add(
                    (
                        at = at.AddHours(random.Next(1, 900)),
                        new OrderReturned(shop.Program, Shop.Source, order.OrderId, "r", at, [new ReturnedLine("L1", 1)]))
                );
            }
            if (random.Next(12) == 0)
            {
                facts.Add(
                    (
                        at = at.AddHours(random.Next(1, 900)),
                        order with
                        {
                            Revision = 2,
                            AmendedAt = at,
                            Lines = [.. lines, Shop.Line("more", 12.5m)],
                        }
                    )
                );
            }
        }

        return [.. facts.OrderBy(one => one.At).Select(one => one.Fact)];
    }

    /// <summary>Writes facts as lines; returns the file's path.</summary>
    public static async Task<string> WriteAsync(string folder, string name, IEnumerable<IOrderFact> facts)
    {
        var path = Path.Combine(folder, name);
        await File.WriteAllLinesAsync(path, facts.Select(LedgerApi.Line));
        return path;
    }
}
