using System.Globalization;

namespace Ledger.Model;

/// <summary>
/// Programs from a seed: with every policy that domain.md leaves to a program, in time zones with summer time in either half of the year,
/// without it, and on both sides of the date line.
/// </summary>
public static partial class RandomProgram
{
    public const string Id = "random";

    /// <summary>The second of them skipped a day in 2011, the third one in 1995.</summary>
    private static readonly string[] Zones =
    [
        "Europe/London",
        "Pacific/Apia",
        "Pacific/Kiritimati",
        "Pacific/Honolulu",
        "Australia/Lord_Howe",
        "Africa/Casablanca",
        "Asia/Kathmandu",
        "America/St_Johns",
        "Australia/Sydney",
        "Asia/Amman",
        "America/Sao_Paulo",
        "Pacific/Chatham",
        "America/New_York",
        "UTC",
    ];

    /// <summary>
    /// Beginnings in leap years and others, before days that zones skipped, and in years in which countries changed their summer time.
    /// </summary>
    private static readonly string[] Starts =
    [
        "2009-12-20",
        "2011-11-25",
        "1994-11-25",
        "2012-02-10",
        "2010-01-28",
        "2018-09-20",
        "2020-01-25",
        "2023-02-01",
        "2015-10-01",
        "2011-01-20",
    ];

    public static string Zone(int seed) => Zones[seed % Zones.Length];

    /// <summary>When the seed's history begins.</summary>
    public static DateTimeOffset Start(int seed)
    {
        var day = Zone(seed) switch
        {
            "Pacific/Apia" when seed % 4 != 0 => Starts[1],
            "Pacific/Kiritimati" when seed % 4 != 0 => Starts[2],
            _ => Starts[seed / Zones.Length % Starts.Length],
        };
        return DateTimeOffset.Parse(day + "T00:00:00Z", CultureInfo.InvariantCulture);
    }

    public static string Currency(int seed) => (seed / 2 % 3) switch
    {
        0 => "GBP",
        1 => "JPY",
        _ => "TND",
    };

    public static int Digits(string currency) => currency == "JPY" ? 0 : currency == "TND" ? 3 : 2;

    /// <summary>The versions of a seed's program; every third has a second one that takes effect in the midst of the history.</summary>
    public static IReadOnlyList<string> Versions(int seed)
    {
        if (seed % 3 != 0)
        {
            return [Version(seed, 1, DateTimeOffset.Parse("1990-01-01T00:00:00Z", CultureInfo.InvariantCulture))];
        }
        var later = Start(seed).AddDays(20 + (seed % 90)).AddMinutes(seed % 1440);
        return [Version(seed, 1, DateTimeOffset.Parse("1990-01-01T00:00:00Z", CultureInfo.InvariantCulture)), Version(seed, 2, later)];
    }

    /// <summary>
    /// For every fifth seed with one version: a second version, published in the middle of the history but in force from its beginning on.
    /// It equals the first, except that its rebates of the same names have other scopes.
    /// </summary>
    public static string? Late(int seed) => seed % 5 != 0 || seed % 3 == 0
            ? null
            : Version(seed, 1, Start(seed).AddDays(-10), """[ "s0", "s2" ]""", "some")
                .Replace("\"version\": 1", "\"version\": 2", StringComparison.Ordinal);

    private static string Version(int seed, int number, DateTimeOffset from, string some = """[ "s0", "s1" ]""", string monthly = "goods")
    {
        var r = new Random(unchecked((seed * 7919) + (number - 1)));
        string Pick(params string[] all) => all[r.Next(all.Length)];
        var window = Pick(
            """{"kind":"rolling-months","months":1}""", """{"kind":"rolling-months","months":3}""", """{"kind":"calendar-year"}""",
            """{"kind":"lifetime"}""");
        var expiry = r.Next(4) == 0 ? "" : $$""","expiry":{"afterMonths":{{r.Next(1, 4)}},"at":"{{Pick("exact", "end-of-month")}}"} """;
        var pay = Pick("\"credit\"", "\"credit\"", "\"voucher\",\"voucherValidMonths\":1", "\"voucher\",\"voucherValidMonths\":2");
        return $$"""
            {
              "program": "{{Id}}", "version": {{number}},
                "effectiveFrom": "{{from.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)}}",
              "currency": "{{Currency(seed)}}", "timeZone": "{{Zone(seed)}}", "pointValue": {{Pick("0.01", "0.3", "1")}},
              "rounding": { "points": "{{Pick("floor", "half-up", "half-even")}}", "money": "{{Pick("floor", "half-up", "half-even")}}" },
              "scopes": { "goods": { }, "some": { "skus": {{some}} }, "not": { "excludeSkus": ["s1"] } },
              "qualification": { "metric": "{{Pick("spend", "orders", "points-accrued")}}", "scope": "goods", "window": {{window}} },
              "tiers": [ { "id": "a", "from": 0 }, { "id": "b", "from": 3, "pointsMultiplier": 1.1 }, { "id": "c", "from": 150.5,
                "pointsMultiplier": 1.5 }, { "id": "d", "from": 600, "pointsMultiplier": 2 } ],
              "tierReview": { "every": "{{Pick("month", "month", "year", "never")}}", "graceMonths": {{r.Next(3)}},
                "maxSteps": {{r.Next(1, 3)}} },
              "discounts": [
                { "id": "t", "group": "t", "kind": "tier", "scope": "goods", "percentByTier": { "b": 0.7, "c": 2.5, "d": 5 } },
                { "id": "v", "group": "v", "kind": "cumulative", "scope": "some", "window": {{window}},
                  "includesCurrentOrder": {{Pick("true", "false")}}, "steps": [ { "from": 20, "percent": 1.1 }, { "from": 200,
                    "percent": 4 } ] },
                { "id": "s", "group": "v", "kind": "order-total", "scope": "goods", "steps": [ { "from": 40, "percent": 1.1 },
                  { "from": 120, "percent": 3.3 } ] } ],
              "discountPolicy": { "combine": "{{Pick("sum", "best", "compound")}}", "maxPercent": {{Pick("3", "7", "100")}} },
              "earning": [
                { "id": "e", "points": 1, "per": {{Pick("0.3", "0.7", "1", "7")}}, "scope": "goods", "tierMultiplier": true },
                { "id": "c", "points": 1, "per": 3, "scope": "not", "owner": "contact", "when": { "ordersAtLeast": 1 } } ],
              "points": { "redeemOn": "future", "activation": { "on": "{{Pick("placed", "placed", "paid", "shipped", "delivered")}}",
                "delayDays": {{r.Next(5)}} }{{expiry}}, "negative": "{{Pick("arrears", "arrears", "within-balance", "pending-only")}}" },
              "redemption": { "minPoints": {{r.Next(1, 6)}}, "maxOrderSharePercent": {{Pick("50", "100", "12.5")}},
                "restoreGraceDays": {{r.Next(2) * 3}}, "onReturn": "{{Pick("restore", "restore", "manual")}}" },
              "adjustments": { "approvalAbove": { "points": 60, "money": 3 } },
                "transfers": "{{Pick("anywhere", "anywhere", "within-account", "none")}}",
              "rewards": [ { "id": "mug", "unit": "points", "cost": 30, "kind": "item", "tierIn": ["b", "c", "d"] }, { "id": "cup",
                "unit": "points", "cost": 8, "kind": "item", "stock": 3 } ],
              "rebates": [
                { "id": "m", "period": "month", "scope": "{{monthly}}", "mode": "slab-whole", "payAfterDays": {{r.Next(10)}},
                  "payAs": {{pay}}, "steps": [ { "from": 30, "percent": 2 }, { "from": 150, "percent": 5 } ] },
                { "id": "q", "period": "quarter", "scope": "some", "mode": "slab-marginal", "payAfterDays": 0, "payAs": "credit",
                  "steps": [ { "from": 0, "percent": 0.5 }, { "from": 100, "percent": 3 } ] } ],
              "funds": [ { "id": "f", "percent": 1.5, "scope": "goods", "expiry": { "afterMonths": 1, "at": "exact" } } ],
              "wallets": { "contactMaxSharePercent": {{Pick("10", "30", "100")}} }
            }
            """;
    }
}
