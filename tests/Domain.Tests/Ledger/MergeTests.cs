using Ledger.Contracts.V1;
using Ledger.Domain.Due;
using Ledger.Domain.Orders;
using NUnit.Framework;

namespace Ledger.DomainTests.Ledger;

/// <summary>Two accounts become one (domain.md §4 merge): what moves, what stays, and what later facts about either do.</summary>
public sealed class MergeTests : MergeFixture
{
    [Test]
    public void Moved_lots_keep_their_dates_and_their_order_after_the_survivors_lots()
    {
        Ledger = new LedgerInMemory(Program(delayDays: 14));
        Order("a1", "A", "2011-01-05", 100);
        Order("b1", "B", "2011-01-20", 70);
        Order("a2", "A", "2011-02-10", 50);

        Merge("A", "B", "2011-02-15");

        var (a, b) = (Ledger.Account("A"), Ledger.Account("B"));
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
    public void A_merge_is_effective_at_the_later_of_the_two_clocks_after_all_work_due_by_then()
    {
        Order("a1", "A", "2011-01-05", 100);
        Order("b1", "B", "2012-03-01", 70);

        var end = Ledger.Merge("A", "B", At("2011-06-01"));

        Assert.That(end.Reply!.EffectiveAt, Is.EqualTo(At("2012-03-01")));
        Assert.That(
            (Ledger.Account("A").Clock, Ledger.Account("A").Wallet(Points).Expired), Is.EqualTo((At("2012-03-01"), 100m)),
            "its lot ran out before");
        Assert.That(Totals(Ledger.Account("B")), Is.EqualTo((0m, 70m, 70m, 0m)));
    }

    [TestCase("A", "B"), TestCase("B", "A")]
    public void The_arrears_of_one_account_are_paid_from_the_lots_of_the_other(string from, string into)
    {
        Order("a1", "A", "2011-01-05", 100);
        Spend("A", 100);
        Return("a1", "2011-01-07");
        Order("b1", "B", "2011-01-20", 70);
        Assert.That(Ledger.Account("A").Wallet(Points).Arrears, Is.EqualTo(100m));

        Merge(from, into, "2011-02-01");

        var wallet = Ledger.Account(into).Wallet(Points);
        Assert.That((wallet.Unheld, wallet.Arrears, wallet.Available), Is.EqualTo((0m, 30m, -30m)));
        Assert.That(
            (Ledger.Account(from).Wallet(Points).Arrears, Ledger.Account(from).Wallet(Points).Adjusted),
            Is.EqualTo((0m, from == "A" ? 100m : -70m)));
    }

    [Test]
    public void A_hold_a_redemption_and_a_waiting_adjustment_continue_in_the_survivor()
    {
        Order("a1", "A", "2011-01-05", 100);
        Order("b1", "B", "2011-01-06", 70);
        Do(new HoldPoints(LedgerInMemory.ProgramId, "h1", "A", 9000, 30), "A");
        Do(new RedeemPoints(LedgerInMemory.ProgramId, "r1", "A", "voucher", 40), "A");
        Do(new AdjustPoints(LedgerInMemory.ProgramId, "j1", "A", 60, "goodwill", Principal: "ann"), "A");

        Merge("A", "B", "2011-01-08");
        Assert.That((Ledger.Account("B").Wallet(Points).Held, Ledger.Account("A").Spending.Holds.Count), Is.EqualTo((30m, 0)));
        Do(new CaptureHold(LedgerInMemory.ProgramId, "c1", "h1"), "A");
        Do(new ReverseRedemption(LedgerInMemory.ProgramId, "v1", "r1"), "B");
        Do(new ApproveAdjustment(LedgerInMemory.ProgramId, "p1", "j1", Principal: "bob"), "A");

        var wallet = Ledger.Account("B").Wallet(Points);
        Assert.That(
            (wallet.Held, wallet.Unheld, wallet.Redeemed, wallet.Adjusted), Is.EqualTo((0m, 70m + 30 + 40 + 60, 30m - 40, 60m + 60)));
        Assert.That(Ledger.Account("B").Lots[2].Unheld, Is.EqualTo(70m), "back in the lot that it was taken from");
    }

    [Test]
    public void A_moved_hold_ends_by_time()
    {
        Order("a1", "A", "2011-01-05", 100);
        Order("b1", "B", "2011-01-06", 70);
        Do(new HoldPoints(LedgerInMemory.ProgramId, "h1", "A", 60, 30, At: At("2011-01-08")), "A");
        Merge("A", "B", "2011-01-08");

        Ledger.Sweep("B", At("2011-01-09"));

        Assert.That((Ledger.Account("B").Wallet(Points).Held, Ledger.Account("B").Wallet(Points).Unheld), Is.EqualTo((0m, 170m)));
        Assert.That(
            DueWork.NextAt(Ledger.Program.Catalog, Ledger.Account("A"), DateTimeOffset.MinValue), Is.Null,
            "nothing ever falls due for an alias");
    }

    [Test]
    public void A_return_of_a_moved_order_takes_its_points_from_the_survivor()
    {
        Order("a1", "A", "2011-01-05", 100);
        Order("b1", "B", "2011-01-06", 70);
        Merge("A", "B", "2011-01-08");

        Assert.That(Return("a1", "2011-01-09"), Is.EqualTo(Outcome.Recorded));

        Assert.That(Totals(Ledger.Account("B")), Is.EqualTo((0m, 70m, 70m, 100m)));
        Assert.That((Ledger.Account("B").Wallet(Points).Reversed, Ledger.Account("A").Wallet(Points).Reversed), Is.EqualTo((100m, 0m)));
        Assert.That(Ledger.Events.OfType<ReturnRecorded>().Single().AccountId, Is.EqualTo("B"));
    }

    [TestCase("A"), TestCase("B")]
    public void An_amendment_may_name_either_account(string named)
    {
        Order("a1", "A", "2011-01-05", 100);
        Order("b1", "B", "2011-01-06", 70);
        Merge("A", "B", "2011-01-08");

        var outcome = Ledger.Take(Placed("a1", named, "2011-01-05", 150) with { Revision = 2 });
        var other = Ledger.Take(Placed("a1", "X", "2011-01-05", 160) with { Revision = 3 });

        Assert.That((outcome, other.Code), Is.EqualTo((Outcome.Recorded, "amendment_changes_identity")));
        Assert.That(Ledger.Account("B").Wallet(Points).Unheld, Is.EqualTo(220m));
    }

    [Test]
    public void The_higher_tier_stays_with_its_own_dates_and_the_next_order_sees_the_sum()
    {
        Order("a1", "A", "2011-01-05", 600);
        Order("b1", "B", "2011-01-06", 450);
        Merge("A", "B", "2011-01-08");
        var b = Ledger.Account("B");
        Assert.That((b.Tier, b.TierSince, Ledger.Account("A").Tier), Is.EqualTo(("silver", At("2011-01-05"), (string?)null)));

        Order("b2", "A", "2011-01-09", 1);

        b = Ledger.Account("B");
        Assert.That((b.Tier, b.TierSince), Is.EqualTo(("gold", At("2011-01-09"))), "1051 in all reaches it, but only an order does");
    }

    [Test]
    public void Of_two_equal_tiers_the_survivor_keeps_its_dates()
    {
        Order("a1", "A", "2011-01-05", 600);
        Order("b1", "B", "2011-01-07", 600);
        Merge("A", "B", "2011-01-08");
        Assert.That((Ledger.Account("B").Tier, Ledger.Account("B").TierSince), Is.EqualTo(("silver", At("2011-01-07"))));
    }

    [Test]
    public void Many_lots_are_moved_in_several_events_and_none_is_lost()
    {
        const int Many = 1100;
        const int Spent = 20;
        Order("b1", "B", "2011-01-05", 70);
        for (var n = 1; n <= Many; n++) Order($"a{n}", "A", "2011-01-06", 2);
        for (var n = 1; n <= Spent; n++) Do(new RedeemPoints(LedgerInMemory.ProgramId, $"v{n}", "A", "voucher", 1), "A");

        Merge("A", "B", "2011-01-08");

        var parts = Ledger.Events.OfType<HoldingsMoved>().ToList();
        Assert.That(
            parts.Select(part => (part.Lots.Count, part.Redemptions.Count, part.Vouchers.Count)),
            Is.EqualTo(new[] { (1000, Spent, Spent), (100, 0, 0) }));
        var b = Ledger.Account("B");
        Assert.That(
            (b.Lots.Count, b.LotsOpened, b.Spending.Redemptions.Count, b.Wallet(Points).Unheld),
            Is.EqualTo((Many + 1, Many + 1L, Spent, 70m + (2 * Many) - Spent)));
        Do(new ReverseRedemption(LedgerInMemory.ProgramId, "r", $"v{Spent}"), "A");
    }

    [Test]
    public void A_merge_that_is_not_possible_is_refused_and_changes_nothing()
    {
        Order("a1", "A", "2011-01-05", 100);
        Order("b1", "B", "2011-01-06", 70);
        Order("c1", "C", "2011-01-06", 70);
        Assert.That(Ledger.Merge("X", "B").Outcome.Code, Is.EqualTo("unknown_account"));
        Assert.That(Ledger.Merge("A", "X").Outcome.Code, Is.EqualTo("unknown_account"));
        Assert.That(Ledger.Merge("A", "A").Outcome.Code, Is.EqualTo("same_account"));
        Merge("A", "B", "2011-01-08");
        var events = Ledger.Events.Count;
        Assert.That(Ledger.Merge("B", "A").Outcome.Code, Is.EqualTo("same_account"), "A is B by now");
        Merge("B", "C", "2011-01-09");
        var again = Ledger.Merge("A", "C").Outcome;
        Assert.That((again.Code, again.MergedInto), Is.EqualTo(("already_merged", "C")));
        Assert.That(
            Ledger.Events.Skip(events).OfType<AccountsMerged>().Select(merged => (merged.MergedAccountId, merged.SurvivorId)).Distinct(),
            Is.EqualTo(new[] { ("B", "C") }));
    }
}
