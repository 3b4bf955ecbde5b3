using Ledger.Contracts.V1;

namespace Ledger.Services.Tests.Projections;

/// <summary>
/// A program with all sections of mechanics.md that views read, and a history with events of each. Account A begins with an activity, M
/// only buys a membership, O orders, Z is merged into O.
/// </summary>
internal static class MechanicsSample
{
    public const string Program = """
        {
          "program": "acme", "version": 1, "effectiveFrom": "2009-01-01T00:00:00Z", "currency": "GBP", "timeZone": "America/Los_Angeles",
            "pointValue": 0.01,
          "rounding": { "points": "floor", "money": "half-even" },
          "scopes": { "goods": { "excludeSkus": ["POST"] } },
          "qualification": { "metric": "points-accrued", "window": { "kind": "rolling-months", "months": 12 } },
          "tiers": [ { "id": "bronze", "from": 0 }, { "id": "silver", "from": 100 } ],
          "earning": [ { "id": "base", "points": 1, "per": 1.00, "scope": "goods" } ],
          "activities": [ { "id": "nps", "activity": "nps", "points": 40 }, { "id": "course", "activity": "training", "points": 50 } ],
          "points": { "activation": { "on": "placed", "delayDays": 14 }, "expiry": { "afterMonths": 12, "at": "end-of-month" } },
          "rewards": [ { "id": "mug", "unit": "points", "cost": 500, "kind": "item" } ],
          "milestones": [ { "id": "stamp", "every": 500, "scope": "goods", "reward": "mug" } ],
          "funds": [ { "id": "mdf", "percent": 1, "scope": "goods" } ],
          "memberships": [ { "id": "plus", "fee": 120, "months": 12 }, { "id": "pro", "fee": 300, "months": 6 } ],
          "segments": [ { "id": "repeat", "when": { "ordersAtLeast": 2 } }, { "id": "big", "when": { "ordersAtLeast": 1 } } ],
          "perks": [ { "id": "lounge" } ],
          "challenges": [ { "id": "turbo", "period": "month", "metric": "spend", "settleAfterDays": 2, "eligible": { "ordersAtLeast": 1 },
            "prizes": [ { "rank": 1, "unit": "cashback", "amount": 50 }, { "rank": 2, "unit": "points", "amount": 1000 }, { "rank": 3,
              "reward": "mug" } ] } ],
          "draws": [ { "id": "midyear", "at": "2011-06-15T02:00:00Z", "eligible": { "ordersAtLeast": 1 }, "prizes": 1, "reward": "mug" } ],
          "partners": [ { "id": "p-bank", "pointCost": 0.0085 }, { "id": "p-fuel", "pointCost": 0.012, "mayRedeem": false } ],
          "windDown": { "earnUntil": "2013-01-01T00:00:00Z", "redeemUntil": "2013-06-01T00:00:00Z" }
        }
        """;

    /// <summary>31 March 2011, 22:00 in the program's zone: it is April in UTC.</summary>
    public static readonly DateTimeOffset LateMarch = new(2011, 4, 1, 5, 0, 0, TimeSpan.Zero);

    public static IEnumerable<ILedgerEvent> History(Given given)
    {
        var program = given.Program;
        yield return given.Published(Program.Replace("\"acme\"", $"\"{program}\"", StringComparison.Ordinal));

        // A begins with an activity, dated before what the account's clock begins with.
        yield return Activity(given, "A", "a-1", "nps", Given.Day(0), 40, score: 7) with { EffectiveAt = Given.Day(1) };
        yield return given.Entry(
            "A", Given.Day(1), 40, Credit(new LotOpened(1, Given.Day(15), Activity: "a-1"), "activity", "a-1"),
            new LotMove(1, Books.IssuanceBy("p-bank"), Books.Pending, 40));
        yield return Activity(given, "A", "a-2", "nps", Given.Day(2), 40, score: 9);
        yield return Activity(given, "A", "a-3", "nps", Given.Day(2), 40, score: 8);
        yield return Activity(given, "A", "a-4", "training", Given.Day(3), 50);
        yield return new RevocationRecorded(program, "A", "a-3", "typed wrongly", Given.Day(4), "h", Given.Day(4), Given.Day(4));
        yield return new LoyaltyChanged(program, "A", "none", "latent", 1, Given.Day(4), Given.Day(4));

        // M only buys terms: the second begins where the first ends, and moves when that is refunded.
        yield return Term(given, "M", "b-1", "plus", Given.Day(0), Given.Day(0), Given.Day(365));
        yield return Term(given, "M", "b-2", "plus", Given.Day(10), Given.Day(365), Given.Day(730));
        yield return Term(given, "M", "b-3", "pro", Given.Day(11), Given.Day(11), Given.Day(190));
        yield return new RefundRecorded(
            program, "M", "b-1", "moved away", Given.Day(20),
            [new TermMoved("b-1", Given.Day(0), Given.Day(20)), new TermMoved("b-2", Given.Day(20), Given.Day(385))], "h",
            Given.Day(20), Given.Day(20));
        yield return new PerkGained(program, "M", "lounge", 1, Given.Day(20), Given.Day(20));

        // O and Z order; O's points are a partner's, some are taken back, some are redeemed with a partner and come back in part.
        yield return given.Order("O", "O1", LateMarch);
        yield return given.Evaluated("O", "O1", LateMarch, 700.5m, 700);
        yield return given.Entry(
            "O", LateMarch, 700, Credit(new LotOpened(1, Order: "shop/O1"), "order"),
            new LotMove(1, Books.IssuanceBy("p-bank"), Books.Available, 700));
        yield return new SegmentEntered(program, "O", "repeat", 1, LateMarch, LateMarch);
        yield return new SegmentEntered(program, "O", "big", 1, LateMarch, LateMarch);
        yield return new GrantIssued(program, "O", "stamp-O-1", "stamp", 1, "mug", "granted", 1, LateMarch, LateMarch);
        yield return given.Entry(
            "O", LateMarch, 7, Shape<CashbackAccrued>("fund") with { Opened = new LotOpened(2, Fund: "mdf") },
            new LotMove(2, Books.Issuance, Books.Available, 7));
        var april = LateMarch.AddHours(3);
        yield return given.Entry(
            "O", april, -100, Shape<AccrualReversed>("points"), new LotMove(1, Books.Available, Books.IssuanceBy("p-bank"), 100));
        yield return given.Entry(
            "O", april, -30, Shape<ArrearsOpened>("points"), new LotMove(1, Books.Arrears, Books.IssuanceBy("p-bank"), 30));
        yield return given.Entry(
            "O", april, -60, Shape<PointsRedeemed>("points") with { PartnerId = "p-bank" },
            new LotMove(1, Books.Available, Books.RedeemedWith("p-bank"), 60));
        yield return given.Entry(
            "O", april, 20, Shape<RedemptionReversed>("points"), new LotMove(1, Books.RedeemedWith("p-bank"), Books.Available, 20));
        yield return new ClaimRequested(
            program, "O", "claim-1", "mdf", 5.5m, "fair", [], "stand at a fair", "ann", april, april, april.AddDays(30));
        yield return new ClaimProofsAdded(program, "O", "claim-1", [new ClaimProof("bill", new string('a', 64))], "ann", april, april);
        yield return new ClaimApproved(program, "O", "claim-1", 5m, "bob", april, april);
        yield return new ClaimRequested(program, "O", "claim-2", "mdf", 1m, "flyers", [], "flyers", "ann", april, april);
        yield return given.Order("Z", "O2", april);
        yield return given.Evaluated("Z", "O2", april, 900m, 900);
        yield return Activity(given, "Z", "z-1", "nps", april, 40, score: 10);
        yield return new GrantIssued(program, "Z", "stamp-Z-1", "stamp", 1, "mug", "granted", 1, april, april);

        var may = april.AddDays(34);
        yield return new ChallengeClosed(
            program, "turbo", "2011-03", new DateTimeOffset(2011, 3, 1, 8, 0, 0, TimeSpan.Zero),
            new DateTimeOffset(2011, 4, 1, 7, 0, 0, TimeSpan.Zero), 1,
            [
                new ChallengeRank(1, "O", 700.505m, "cashback", 50), new ChallengeRank(2, "Z", 2, "points", 1000),
                new ChallengeRank(3, "A", 1, Reward: "mug"), new ChallengeRank(4, "M", 1),
            ],
            3,
            may, may);
        yield return new GrantIssued(program, "A", "turbo-2011-03-3", "turbo", 3, "mug", "granted", 1, may, may, "2011-03");
        yield return new GrantFulfilled(program, "A", "turbo-2011-03-3", "shop", may, may, "parcel 7");
        yield return new DrawAnnounced(
            program, "midyear", new DateTimeOffset(2011, 6, 15, 2, 0, 0, TimeSpan.Zero), new string('b', 64), 1, may, may);

        // Z becomes O: what it has comes with it.
        var june = may.AddDays(30);
        yield return new AccountsMerged(program, "Z", "m-1", "Z", "O", june, june);
        yield return new AccountsMerged(program, "O", "m-1", "Z", "O", june, june);
        yield return new StandingMoved(
            program, "O", "Z", 1,
            [
                new ScopeMonths("*", [new MonthMeasure(Month(2011, 4), 900m, 1)]),
                new ScopeMonths("goods@1", [new MonthMeasure(Month(2011, 4), 900m, 1)]),
            ],

            [new MonthPoints(Month(2011, 4), 900)], [], [], [new AccountAlias("Z", "O", [])], june, june, april);
        yield return new MechanicsMoved(
            program, "O", "Z",
            [new ActivityMoved("z-1", "nps", april, Month(2011, 4), 1, 1, [new OwnerPoints("account", 40)], ["nps"], false, Score: 10)], [],
            [new GrantMoved("stamp-Z-1", "stamp", 1, "mug", "granted")], [], [new MilestoneCount("stamp", 1)],
            [new MonthPoints(Month(2011, 4), 40)], june, june);
        yield return new SegmentLeft(program, "O", "big", 1, june, june);
        yield return new GrantCancelled(program, "O", "stamp-Z-1", "had two", "shop", june, june);
        yield return given.Clock(june);
    }

    public static int Month(int year, int month) => (year * 12) + month - 1;

    public static ActivityRecorded Activity(
        Given given, string account, string id, string activity, DateTimeOffset at, long points, decimal? score = null) => new(
        given.Program, account, id, activity, at, (at.Year * 12) + at.Month - 1,
        new ActivityEvaluation(
            1, points, [new OwnerPoints("account", points)],
            [new ActivityOutcome(activity, true, "account", points)]), "h", at, at, Score: score);

    private static MembershipRecorded Term(
        Given given, string account, string id, string membership, DateTimeOffset purchasedAt, DateTimeOffset start,
        DateTimeOffset end) => new(
        given.Program, account, id, membership, purchasedAt, 12, start, end, 1, "h", purchasedAt, purchasedAt, 100m, "GBP", "order 7", -20);

    private static PointsAccrued Credit(LotOpened opened, string kind, string? activity = null) =>
        Shape<PointsAccrued>("points") with { Opened = opened, Cause = new Cause(kind, Activity: activity) };

    private static T Shape<T>(string unit)
        where T : Movement, new() => Sample.Shape<T>(unit);
}
