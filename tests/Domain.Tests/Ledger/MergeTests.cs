using System.Globalization;
using Ledger.Contracts.V1;
using Ledger.Domain.Accounts;
using Ledger.Domain.Due;
using Ledger.Domain.Orders;
using NUnit.Framework;

namespace Ledger.DomainTests.Ledger;

/// <summary>Two accounts become one (domain.md §4 merge): what moves, what stays, and what later facts about either do.</summary>
public sealed class MergeTests
{
    private static readonly WalletKey Points = new("account", "points");
    private static readonly WalletKey Cashback = new("account", "cashback");
    private LedgerInMemory ledger = null!;
    private int made;

    [SetUp]
    public void Open() => ledger = new LedgerInMemory(Program(delayDays: 0));

    [Test]
    public void Lots_keep_their_dates_and_their_order_behind_the_survivors()
    {
        ledger = new LedgerInMemory(Program(delayDays: 14));
        Order("a1", "A", "2011-01-05", 100);
        Order("b1", "B", "2011-01-20", 70);
        Order("a2", "A", "2011-02-10", 50);

        Merge("A", "B", "2011-02-15");

        var (a, b) = (ledger.Account("A"), ledger.Account("B"));
        Assert.That(b.Lots.All.Where(lot => lot.Wallet == Points)
                .OrderBy(lot => lot.Number)
                .Select(lot => (lot.Number, lot.Order, lot.Pending, lot.Unheld, lot.ActivatesAt, lot.ExpiresAt)), Is.EqualTo(new[]
        {
            (1L, "shop/b1", 0m, 70m, (DateTimeOffset?)At("2011-02-03"), (DateTimeOffset?)At("2012-01-20")),
            (3L, "shop/a1", 0m, 100m, At("2011-01-19"), At("2012-01-05")),
            (5L, "shop/a2", 50m, 0m, At("2011-02-24"), At("2012-02-10")),
        }));
        Assert.That(
            b.Lots.All.Where(lot => lot.Wallet == Cashback).Select(lot => (lot.Number, lot.Rebate, lot.Unheld)),
            Is.EqualTo(new[] { (2L, "m/2011-01", 0.70m), (4L, "m/2011-01 A", 1.00m) }));
        Assert.That(Totals(a), Is.EqualTo((Pending: 0m, Available: 0m, Accrued: 150m, Adjusted: -150m)));
        Assert.That(Totals(b), Is.EqualTo((Pending: 50m, Available: 170m, Accrued: 70m, Adjusted: 150m)));
        Assert.That(
            (a.MergedInto, a.Orders, a.FirstOrderAt, b.Orders, b.FirstOrderAt),
            Is.EqualTo(("B", 0L, (DateTimeOffset?)null, 3L, (DateTimeOffset?)At("2011-01-05"))));
        Assert.That(b.Measures.Spend("*", new(24132, 24133)), Is.EqualTo((Exact)220));
        Assert.That(a.Measures.Cells, Is.Empty);
    }

    [Test]
    public void It_is_effective_at_the_later_clock_after_all_that_was_due_by_then()
    {
        Order("a1", "A", "2011-01-05", 100);
        Order("b1", "B", "2012-03-01", 70);

        var end = ledger.Merge("A", "B", At("2011-06-01"));

        Assert.That(end.Reply!.EffectiveAt, Is.EqualTo(At("2012-03-01")));
        Assert.That(
            (ledger.Account("A").Clock, ledger.Account("A").Wallet(Points).Expired), Is.EqualTo((At("2012-03-01"), 100m)),
            "its lot ran out before");
        Assert.That(Totals(ledger.Account("B")), Is.EqualTo((0m, 70m, 70m, 0m)));
    }

    [TestCase("A", "B"), TestCase("B", "A")]
    public void What_one_owes_is_paid_by_what_the_other_has(string from, string into)
    {
        Order("a1", "A", "2011-01-05", 100);
        Spend("A", 100);
        Return("a1", "2011-01-07");
        Order("b1", "B", "2011-01-20", 70);
        Assert.That(ledger.Account("A").Wallet(Points).Arrears, Is.EqualTo(100m));

        Merge(from, into, "2011-02-01");

        var wallet = ledger.Account(into).Wallet(Points);
        Assert.That((wallet.Unheld, wallet.Arrears, wallet.Available), Is.EqualTo((0m, 30m, -30m)));
        Assert.That(
            (ledger.Account(from).Wallet(Points).Arrears, ledger.Account(from).Wallet(Points).Adjusted),
            Is.EqualTo((0m, from == "A" ? 100m : -70m)));
    }

    [Test]
    public void A_hold_a_redemption_and_a_waiting_adjustment_work_on_in_the_survivor()
    {
        Order("a1", "A", "2011-01-05", 100);
        Order("b1", "B", "2011-01-06", 70);
        Do(new HoldPoints(LedgerInMemory.ProgramId, "h1", "A", 9000, 30), "A");
        Do(new RedeemPoints(LedgerInMemory.ProgramId, "r1", "A", "voucher", 40), "A");
        Do(new AdjustPoints(LedgerInMemory.ProgramId, "j1", "A", 60, "goodwill", Principal: "ann"), "A");

        Merge("A", "B", "2011-01-08");
        Assert.That((ledger.Account("B").Wallet(Points).Held, ledger.Account("A").Spending.Holds.Count), Is.EqualTo((30m, 0)));
        Do(new CaptureHold(LedgerInMemory.ProgramId, "c1", "h1"), "A");
        Do(new ReverseRedemption(LedgerInMemory.ProgramId, "v1", "r1"), "B");
        Do(new ApproveAdjustment(LedgerInMemory.ProgramId, "p1", "j1", Principal: "bob"), "A");

        var wallet = ledger.Account("B").Wallet(Points);
        Assert.That(
            (wallet.Held, wallet.Unheld, wallet.Redeemed, wallet.Adjusted), Is.EqualTo((0m, 70m + 30 + 40 + 60, 30m - 40, 60m + 60)));
        Assert.That(ledger.Account("B").Lots[2].Unheld, Is.EqualTo(70m), "back in the lot that it was taken from");
    }

    [Test]
    public void A_hold_that_was_moved_ends_by_time()
    {
        Order("a1", "A", "2011-01-05", 100);
        Order("b1", "B", "2011-01-06", 70);
        Do(new HoldPoints(LedgerInMemory.ProgramId, "h1", "A", 60, 30, At: At("2011-01-08")), "A");
        Merge("A", "B", "2011-01-08");

        ledger.Sweep("B", At("2011-01-09"));

        Assert.That((ledger.Account("B").Wallet(Points).Held, ledger.Account("B").Wallet(Points).Unheld), Is.EqualTo((0m, 170m)));
        Assert.That(
            DueWork.NextAt(ledger.Program.Catalog, ledger.Account("A"), DateTimeOffset.MinValue), Is.Null,
            "nothing ever falls due for an alias");
    }

    [Test]
    public void A_return_of_an_order_that_moved_takes_back_from_the_survivor()
    {
        Order("a1", "A", "2011-01-05", 100);
        Order("b1", "B", "2011-01-06", 70);
        Merge("A", "B", "2011-01-08");

        Assert.That(Return("a1", "2011-01-09"), Is.EqualTo(Outcome.Recorded));

        Assert.That(Totals(ledger.Account("B")), Is.EqualTo((0m, 70m, 70m, 100m)));
        Assert.That((ledger.Account("B").Wallet(Points).Reversed, ledger.Account("A").Wallet(Points).Reversed), Is.EqualTo((100m, 0m)));
        Assert.That(ledger.Events.OfType<ReturnRecorded>().Single().AccountId, Is.EqualTo("B"));
    }

    [TestCase("A"), TestCase("B")]
    public void An_amendment_may_name_either(string named)
    {
        Order("a1", "A", "2011-01-05", 100);
        Order("b1", "B", "2011-01-06", 70);
        Merge("A", "B", "2011-01-08");

        var outcome = ledger.Take(Placed("a1", named, "2011-01-05", 150) with { Revision = 2 });
        var other = ledger.Take(Placed("a1", "X", "2011-01-05", 160) with { Revision = 3 });

        Assert.That((outcome, other.Code), Is.EqualTo((Outcome.Recorded, "amendment_changes_identity")));
        Assert.That(ledger.Account("B").Wallet(Points).Unheld, Is.EqualTo(220m));
    }

    [Test]
    public void The_higher_tier_stays_with_its_own_dates_and_the_next_order_sees_the_sum()
    {
        Order("a1", "A", "2011-01-05", 600);
        Order("b1", "B", "2011-01-06", 450);
        Merge("A", "B", "2011-01-08");
        var b = ledger.Account("B");
        Assert.That((b.Tier, b.TierSince, ledger.Account("A").Tier), Is.EqualTo(("silver", At("2011-01-05"), (string?)null)));

        Order("b2", "A", "2011-01-09", 1);

        b = ledger.Account("B");
        Assert.That((b.Tier, b.TierSince), Is.EqualTo(("gold", At("2011-01-09"))), "1051 in all reaches it, but only an order does");
    }

    [Test]
    public void Of_equal_tiers_the_survivors_dates_stay()
    {
        Order("a1", "A", "2011-01-05", 600);
        Order("b1", "B", "2011-01-07", 600);
        Merge("A", "B", "2011-01-08");
        Assert.That((ledger.Account("B").Tier, ledger.Account("B").TierSince), Is.EqualTo(("silver", At("2011-01-07"))));
    }

    [Test]
    public void A_period_that_was_open_is_closed_on_the_sum()
    {
        Order("a1", "A", "2011-01-05", 150);
        Order("b1", "B", "2011-01-06", 60);
        Merge("A", "B", "2011-01-08");
        ledger.Sweep("B", At("2011-02-01"));
        ledger.Sweep("A", At("2011-02-01"));

        var computed = ledger.Events.OfType<RebateComputed>().Single();
        Assert.That(
            (computed.AccountId, computed.Basis, computed.Amount, computed.ClosedBy), Is.EqualTo(("B", (Exact)210, 4.20m, (string?)null)));
    }

    [Test]
    public void A_closed_period_stays_with_who_closed_it_and_its_difference_goes_to_the_survivor()
    {
        Order("a1", "A", "2011-01-05", 300);
        Order("b1", "B", "2011-01-06", 400);
        ledger.Sweep("A", At("2011-02-01"));
        Merge("A", "B", "2011-02-02");
        Assert.That(ledger.Account("B").Wallet(Cashback).Unheld, Is.EqualTo(14.00m));

        Return("a1", "2011-02-03");
        Order("b2", "A", "2011-01-30", 100);

        var changes = ledger.Events.OfType<RebateComputed>().Skip(2).Select(one => (one.AccountId, one.ClosedBy, one.Basis, one.Amount));
        Assert.That(changes, Is.EqualTo(new[] { ("B", "A", Exact.Zero, 0m), ("B", (string?)null, (Exact)500, 10.00m) }));
        var wallet = ledger.Account("B").Wallet(Cashback);
        Assert.That((wallet.Unheld, wallet.Reversed, ledger.Account("A").Wallet(Cashback).Unheld), Is.EqualTo((10.00m, 6.00m, 0m)));
    }

    [Test]
    public void A_period_that_only_the_merged_account_had_closed_is_opened_for_the_survivors_own_orders()
    {
        Order("a1", "A", "2011-01-05", 300);
        Order("b1", "B", "2011-02-05", 10);
        Merge("A", "B", "2011-02-06");

        Order("b2", "B", "2011-01-20", 50);

        var last = ledger.Events.OfType<RebateComputed>().Last();
        Assert.That(
            (last.AccountId, last.Period, last.Basis, last.Amount, last.ClosedBy),
            Is.EqualTo(("B", "2011-01", (Exact)50, 0.50m, (string?)null)));
        Assert.That(ledger.Account("B").Wallet(Cashback).Unheld, Is.EqualTo(6.50m));
    }

    [Test]
    public void An_order_that_the_merged_account_has_settled_counts_nowhere_else_when_a_version_gives_another_scope()
    {
        Order("a1", "A", "2011-01-05", 300);
        Order("b0", "B", "2011-02-05", 10);
        ledger.Sweep("A", At("2011-02-01"));
        ledger.Publish(Teas);
        Order("b1", "B", "2011-01-06", 400);
        Merge("A", "B", "2011-02-06");

        Order("b2", "B", "2011-01-20", 50);
        Return("a1", "2011-02-07");

        Assert.That(Changes().Skip(1), Is.EqualTo(new[]
        {
            ("B", (string?)null, (Exact)400, 40.00m), ("B", null, (Exact)450, 45.00m), ("B", "A", Exact.Zero, 0m),
        }));
        Assert.That(ledger.Account("B").Wallet(Cashback).Unheld, Is.EqualTo(45.00m));
    }

    [Test]
    public void A_version_that_comes_after_the_merge_measures_apart_what_the_merged_account_has_settled()
    {
        Order("a1", "A", "2011-01-05", 300);
        Order("b0", "B", "2011-02-05", 10);
        Order("c1", "C", "2011-02-05", 10);
        Merge("A", "B", "2011-02-06");
        ledger.Publish(Teas);
        Order("b2", "B", "2011-01-20", 50);
        Merge("B", "C", "2011-02-07");

        Order("c2", "A", "2011-01-21", 70);
        Return("a1", "2011-02-08");
        Return("b2", "2011-02-08");

        Assert.That(Changes().Skip(1), Is.EqualTo(new[]
        {
            ("B", (string?)null, (Exact)50, 5.00m), ("C", null, (Exact)70, 7.00m), ("C", "A", Exact.Zero, 0m), ("C", "B", Exact.Zero, 0m),
        }));
    }

    [Test]
    public void A_rebate_that_a_back_dated_version_brings_is_the_survivors_for_all_orders()
    {
        Order("a1", "A", "2011-01-05", 300);
        Order("b0", "B", "2011-02-05", 10);
        ledger.Publish(Teas.Replace("\"id\": \"m\"", "\"id\": \"n\"", StringComparison.Ordinal));
        Merge("A", "B", "2011-02-06");

        Order("b1", "B", "2011-01-20", 50);
        Return("a1", "2011-02-07");

        Assert.That(
            ledger.Events.OfType<RebateComputed>().Where(one => one.Rebate == "n").Select(one => (one.AccountId, one.Basis)),
            Is.EqualTo(new[] { ("B", (Exact)350), ("B", (Exact)50) }));
    }

    [Test]
    public void Chains_end_at_the_last_and_remember_who_closed_what()
    {
        Order("a1", "A", "2011-01-05", 300);
        Order("b1", "B", "2011-01-06", 400);
        Order("c1", "C", "2011-02-06", 10);
        Merge("A", "B", "2011-02-07");
        Merge("B", "C", "2011-02-08");

        Order("c2", "A", "2011-02-09", 20);
        Return("a1", "2011-02-10");

        Assert.That(ledger.Events.OfType<OrderRecorded>().Last().AccountId, Is.EqualTo("C"));
        var last = ledger.Events.OfType<RebateComputed>().Last();
        Assert.That((last.AccountId, last.ClosedBy, last.Basis), Is.EqualTo(("C", "A", Exact.Zero)));
        Assert.That(Totals(ledger.Account("C")), Is.EqualTo((0m, 430m, 30m, 700m)));
        Assert.That(ledger.Account("C").Wallet(Cashback).Unheld, Is.EqualTo(8.00m));
        Assert.That(ledger.Account("C").Answers("A"), Is.True);
    }

    [Test]
    public void What_is_much_comes_in_several_events_and_all_of_it_comes()
    {
        const int Many = 1100;
        const int Spent = 20;
        Order("b1", "B", "2011-01-05", 70);
        for (var n = 1; n <= Many; n++) Order($"a{n}", "A", "2011-01-06", 2);
        for (var n = 1; n <= Spent; n++) Do(new RedeemPoints(LedgerInMemory.ProgramId, $"v{n}", "A", "voucher", 1), "A");

        Merge("A", "B", "2011-01-08");

        var parts = ledger.Events.OfType<HoldingsMoved>().ToList();
        Assert.That(
            parts.Select(part => (part.Lots.Count, part.Redemptions.Count, part.Vouchers.Count)),
            Is.EqualTo(new[] { (1000, Spent, Spent), (100, 0, 0) }));
        var b = ledger.Account("B");
        Assert.That(
            (b.Lots.Count, b.LotsOpened, b.Spending.Redemptions.Count, b.Wallet(Points).Unheld),
            Is.EqualTo((Many + 1, Many + 1L, Spent, 70m + (2 * Many) - Spent)));
        Do(new ReverseRedemption(LedgerInMemory.ProgramId, "r", $"v{Spent}"), "A");
    }

    [Test]
    public void What_cannot_be_merged_is_refused_and_changes_nothing()
    {
        Order("a1", "A", "2011-01-05", 100);
        Order("b1", "B", "2011-01-06", 70);
        Order("c1", "C", "2011-01-06", 70);
        Assert.That(ledger.Merge("X", "B").Outcome.Code, Is.EqualTo("unknown_account"));
        Assert.That(ledger.Merge("A", "X").Outcome.Code, Is.EqualTo("unknown_account"));
        Assert.That(ledger.Merge("A", "A").Outcome.Code, Is.EqualTo("same_account"));
        Merge("A", "B", "2011-01-08");
        var events = ledger.Events.Count;
        Assert.That(ledger.Merge("B", "A").Outcome.Code, Is.EqualTo("same_account"), "A is B by now");
        Merge("B", "C", "2011-01-09");
        var again = ledger.Merge("A", "C").Outcome;
        Assert.That((again.Code, again.MergedInto), Is.EqualTo(("already_merged", "C")));
        Assert.That(
            ledger.Events.Skip(events).OfType<AccountsMerged>().Select(merged => (merged.MergedAccountId, merged.SurvivorId)).Distinct(),
            Is.EqualTo(new[] { ("B", "C") }));
    }

    private static (decimal Pending, decimal Available, decimal Accrued, decimal Adjusted) Totals(Account account) =>
        (account.Wallet(Points).Pending, account.Wallet(Points).Available, account.Wallet(Points).Accrued, account.Wallet(Points).Adjusted);

    private static DateTimeOffset At(string day) => DateTimeOffset.Parse(day + "T00:00:00Z", CultureInfo.InvariantCulture);

    private static OrderPlaced Placed(string id, string account, string day, decimal price) =>
        new(LedgerInMemory.ProgramId, "shop", id, account, At(day), "GBP", [new OrderLine("L1", "tea", 1, price)]);

    private void Order(string id, string account, string day, decimal price) =>
        Assert.That(ledger.Take(Placed(id, account, day, price)), Is.EqualTo(Outcome.Recorded));

    private Outcome Return(string order, string day) =>
        ledger.Take(new OrderReturned(LedgerInMemory.ProgramId, "shop", order, $"r{++made}", At(day), [new ReturnedLine("L1", 1)]));

    private void Spend(string account, decimal amount) =>
        Do(new RedeemPoints(LedgerInMemory.ProgramId, $"s{++made}", account, "voucher", amount), account);

    private void Do(ISpendingCommand command, string account)
    {
        var end = ledger.Do(command, account);
        Assert.That(end.Outcome, Is.EqualTo(Outcome.Recorded), end.Outcome.Message);
    }

    private void Merge(string from, string into, string day)
    {
        var end = ledger.Merge(from, into, At(day));
        Assert.That((end.Outcome, end.Reply?.State), Is.EqualTo((Outcome.Recorded, "merged")), end.Outcome.Message);
    }

    private List<(string Account, string? ClosedBy, Exact Basis, decimal Amount)> Changes() =>
        [.. ledger
                .Events.OfType<RebateComputed>()
                .Where(one => one.Period == "2011-01")
                .Select(one => (one.AccountId, one.ClosedBy, one.Basis, one.Amount))];

    // A second version over the same time, whose rebate of the same id asks for 10 % of another scope.
    private static string Teas => Program(0)
        .Replace("\"version\": 1, \"effectiveFrom\": \"2009", "\"version\": 2, \"effectiveFrom\": \"2010", StringComparison.Ordinal)
        .Replace("\"goods\": {}", "\"goods\": { \"skus\": [ \"tea\" ] }", StringComparison.Ordinal)
        .Replace("\"percent\": 1 }, { \"from\": 200, \"percent\": 2 }", "\"percent\": 10 }", StringComparison.Ordinal);

    private static string Program(int delayDays) => $$"""
        {
          "program": "{{LedgerInMemory.ProgramId}}", "version": 1, "effectiveFrom": "2009-01-01T00:00:00Z", "currency": "GBP",
            "timeZone": "UTC", "pointValue": 0.01,
          "scopes": { "goods": {} },
          "qualification": { "metric": "spend", "scope": "goods", "window": { "kind": "lifetime" } },
          "tiers": [ { "id": "bronze", "from": 0 }, { "id": "silver", "from": 500 }, { "id": "gold", "from": 1050 } ],
          "earning": [ { "id": "base", "points": 1, "per": 1, "scope": "goods" } ],
          "points": { "redeemOn": "future", "activation": { "on": "placed", "delayDays": {{delayDays}} }, "expiry": { "afterMonths": 12,
            "at": "exact" } },
          "adjustments": { "approvalAbove": { "points": 50 } },
          "rebates": [ { "id": "m", "period": "month", "scope": "goods", "mode": "slab-whole", "payAfterDays": 0, "payAs": "credit",
            "steps": [ { "from": 0, "percent": 1 }, { "from": 200, "percent": 2 } ] } ]
        }
        """;
}
