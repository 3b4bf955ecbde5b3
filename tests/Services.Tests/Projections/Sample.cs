using Ledger.Contracts.V1;

namespace Ledger.Services.Tests.Projections;

/// <summary>A program and a small history that touches every view.</summary>
internal static class Sample
{
    public const string Program = """
        {
          "program": "acme", "version": 1, "effectiveFrom": "2009-01-01T00:00:00Z", "currency": "GBP", "timeZone": "Europe/London",
          "rounding": { "points": "floor", "money": "half-even" },
          "scopes": { "goods": { "excludeSkus": ["POST"] } },
          "qualification": { "metric": "spend", "scope": "goods", "window": { "kind": "rolling-months", "months": 12 } },
          "tiers": [ { "id": "bronze", "from": 0 }, { "id": "silver", "from": 100 }, { "id": "gold", "from": 1000.005 } ],
          "tierReview": { "every": "month", "graceMonths": 1 },
          "earning": [ { "id": "base", "points": 1, "per": 1.00, "scope": "goods" } ],
          "points": { "activation": { "on": "placed", "delayDays": 14 }, "expiry": { "afterMonths": 12, "at": "end-of-month" } }
        }
        """;

    /// <summary>Account B with arrears, opened and paid; account A, whose id needs quoting, with an upgrade, a rebate and a contact's
    /// wallet.</summary>
    public static IEnumerable<ILedgerEvent> History(Given given)
    {
        const string a = "A,\"1\"";
        yield return given.Published(Program.Replace("\"acme\"", $"\"{given.Program}\"", StringComparison.Ordinal));

        yield return given.Order("B", "O1", Given.Day(0), lines: 2);
        var first = given.Evaluated("B", "O1", Given.Day(0), Exact.Ratio(251, 7), 35, lines: 2);
        yield return first;
        yield return given.Accrued("B", 1, 35, "O1", Given.Day(0));

        yield return given.Order(a, "O/2", Given.Day(1));
        yield return given.Evaluated(a, "O/2", Given.Day(1), 120.125m, 120);
        yield return given.Accrued(a, 1, 100, "O/2", Given.Day(1));
        yield return given.Accrued(a, 2, 20, "O/2", Given.Day(1), owner: "carl");
        yield return new TierUpgraded(
            given.Program, a, "bronze", "silver", 120.125m, 1, new Cause("order", "shop", "O/2"), Given.Day(1), Given.Day(1));

        yield return given.Activated("B", 1, 35, Given.Day(14));
        yield return given.Entry(
            "B", Given.Day(15), -35, Shape<PointsExpired>("points"), new LotMove(1, Books.Available, Books.Expired, 30));

        // All of it comes back: 5 are left, 30 become arrears; the next order's points pay them.
        yield return new ReturnRecorded(
            given.Program, "shop", "O1", "B", "R1", [new ReturnedLine("L1", 2), new ReturnedLine("L2", 2)], Given.Day(16), "h",
            Given.Day(16), Given.Day(16));
        yield return given.Evaluated("B", "O1", Given.Day(0), 0m, 0, previous: first) with
        {
            EffectiveAt = Given.Day(16),
            RecordedAt = Given.Day(16),
        };
        yield return given.Entry("B", Given.Day(16), -5, Reversal(), new LotMove(1, Books.Available, Books.Issuance, 5));
        yield return given.Entry(
            "B", Given.Day(16), -30, Shape<ArrearsOpened>("points"), new LotMove(0, Books.Arrears, Books.Issuance, 30));
        yield return given.Order("B", "O3", Given.Day(17));
        yield return given.Evaluated("B", "O3", Given.Day(17), 50m, 50);
        yield return given.Accrued("B", 2, 50, "O3", Given.Day(17));
        yield return given.Activated("B", 2, 50, Given.Day(31));
        yield return given.Entry(
            "B", Given.Day(31), -30, Shape<ArrearsCleared>("points"), new LotMove(2, Books.Available, Books.Arrears, 30));

        yield return new TierGraceStarted(given.Program, a, "silver", 0m, Given.Day(80), 1, Given.Day(40), Given.Day(40));
        yield return new RebateComputed(
            given.Program, a, "quarterly", "2011-Q1", new DateTimeOffset(2011, 1, 1, 0, 0, 0, TimeSpan.Zero), 1, 120.125m, 1.2m,
            Given.Day(80), Given.Day(80));
        yield return given.Accrued(a, 3, 1.2m, "O/2", Given.Day(80), unit: "cashback");
        yield return given.Clock(Given.Day(90));
    }

    public static T Shape<T>(string unit, string owner = "account")
        where T : Movement, new() => new T() with { Owner = owner, Unit = unit, Cause = new Cause("due"), ProgramVersion = 1 };

    private static AccrualReversed Reversal() => Shape<AccrualReversed>("points") with
    {
        WaivedLot = 1,
        Cause = new Cause("return", "shop", "O1", "R1"),
    };
}
