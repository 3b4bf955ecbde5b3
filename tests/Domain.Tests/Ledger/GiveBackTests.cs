using System.Globalization;
using Ledger.Contracts.V1;
using Ledger.Domain.Accounts;
using Ledger.Domain.Deciding;
using Ledger.Domain.Orders;
using NUnit.Framework;

namespace Ledger.DomainTests.Ledger;

/// <summary>
/// When the net of an order that was paid with points falls, floor(redeemed × (N − n) ÷ N) points are given back in total; N is its net
/// when it was paid for, n its net now (domain.md §4 redemption).
/// </summary>
public sealed class GiveBackTests
{
    private static readonly WalletKey Points = new("account", "points");
    private LedgerInMemory ledger = null!;
    private long revision;
    private int made;

    /// <summary>1,000 points to spend, worth 0.1 each, and an order of 10 × 10.</summary>
    [SetUp]
    public void Open() => Open("restore");

    [Test]
    public void An_amendment_gives_back_as_a_return_does_and_a_rise_takes_nothing_again()
    {
        Pay("p", 101);

        Amend(7);
        Assert.That(Restored("p"), Is.EqualTo(30m), "101 × (100 − 70) ÷ 100 = 30.3");
        var reversed = ledger.Events.OfType<RedemptionReversed>().Single();
        var cause = reversed.Cause;
        Assert.That((cause.Kind, cause.Revision, reversed.Amount, reversed.RedemptionId), Is.EqualTo(("amendment", (long?)2, 30m, "p")));

        Return(2);
        Assert.That(Restored("p"), Is.EqualTo(50m), "101 × (100 − 50) ÷ 100 = 50.5");

        Amend(14);
        Assert.That(Restored("p"), Is.EqualTo(50m), "12 of 14 remain, a net of 120: nothing is due, and nothing is taken");

        Amend(8);
        Assert.That(Restored("p"), Is.EqualTo(50m), "a net of 60: 40 are due in total");

        Amend(5);
        Assert.That(Restored("p"), Is.EqualTo(70m), "a net of 30: 70.7");

        Cancel();
        Assert.That(Restored("p"), Is.EqualTo(101m), "all of it when nothing remains");
        Assert.That(ledger.Account("A").Wallet(Points).Redeemed, Is.Zero);
    }

    [Test]
    public void What_was_returned_before_paying_does_not_count()
    {
        Return(4);
        Pay("p", 101);

        Return(3);
        Assert.That(Restored("p"), Is.EqualTo(50m), "101 × (60 − 30) ÷ 60 = 50.5");

        Return(3);
        Assert.That(Restored("p"), Is.EqualTo(101m));
    }

    [Test]
    public void An_order_that_rose_after_paying_gives_back_once_it_falls_below_what_it_was()
    {
        Pay("p", 101);
        Amend(20);
        Return(9);
        Assert.That(Restored("p"), Is.Zero, "11 remain");
        Return(2);
        Assert.That(Restored("p"), Is.EqualTo(10m), "9 remain: 10.1");
    }

    [Test]
    public void A_hold_counts_with_the_net_at_its_capture()
    {
        Do(new HoldPoints(LedgerInMemory.ProgramId, "h", "A", 10_080, 150, Source: "shop", OrderId: "2", At: At("2011-03-03")));
        Amend(8);
        Do(new CaptureHold(LedgerInMemory.ProgramId, "p", "h", 101, At: At("2011-03-03")));
        Assert.That(ledger.Events.OfType<HoldCaptured>().Single().OrderNet, Is.EqualTo((Exact)80));

        Amend(6);
        Assert.That(Restored("p"), Is.EqualTo(25m), "101 × (80 − 60) ÷ 80 = 25.25");
    }

    [Test]
    public void A_hold_that_is_captured_when_nothing_of_its_order_remains_is_spent_all_the_same()
    {
        Do(new HoldPoints(LedgerInMemory.ProgramId, "h", "A", 10_080, 150, Source: "shop", OrderId: "2", At: At("2011-03-03")));
        Return(10);
        Do(new CaptureHold(LedgerInMemory.ProgramId, "p", "h", At: At("2011-03-03")));
        Assert.That((Restored("p"), ledger.Events.OfType<HoldCaptured>().Single().OrderNet), Is.EqualTo((0m, (Exact?)Exact.Zero)));

        Amend(12);
        Assert.That(Restored("p"), Is.Zero, "a net of 20 is not below the 0 of the capture");
    }

    [Test]
    public void Each_redemption_counts_with_its_own_net_and_the_sum_is_rounded_once()
    {
        Pay("first", 50);
        Amend(20);
        Pay("second", 61);

        Amend(7);
        Assert.That((Restored("first"), Restored("second")), Is.EqualTo((0m, 54m)), "50 × 30 ÷ 100 + 61 × 130 ÷ 200 = 54.65, latest first");

        Amend(1);
        Assert.That((Restored("first"), Restored("second")), Is.EqualTo((41m, 61m)), "50 × 90 ÷ 100 + 61 × 190 ÷ 200 = 102.95");
    }

    [Test]
    public void What_was_reversed_by_hand_counts()
    {
        Pay("p", 101);
        Do(new ReverseRedemption(LedgerInMemory.ProgramId, "v", "p", 40));

        Amend(7);
        Assert.That(Restored("p"), Is.EqualTo(40m), "30 are due");

        Amend(5);
        Assert.That(Restored("p"), Is.EqualTo(50m));
    }

    [Test]
    public void What_comes_back_of_a_redemption_after_it_became_arrears_is_not_owed_again()
    {
        // 100 points that run out on 1 April; 90 of them pay for order 2, which earns nothing. Then the order that earned them falls.
        ledger = new LedgerInMemory($$"""
            {
              "program": "{{LedgerInMemory.ProgramId}}", "version": 1, "effectiveFrom": "2009-01-01T00:00:00Z",
              "currency": "GBP", "timeZone": "UTC", "pointValue": 0.1,
              "scopes": { "teas": { "skus": ["tea"] } }, "earning": [ { "id": "e", "points": 1, "per": 1, "scope": "teas" } ],
              "points": { "activation": { "on": "placed" }, "expiry": { "afterMonths": 1, "at": "exact" }, "negative": "arrears" }
            }
            """);
        Take(Order("1", "A", 100, 1));
        Take(Order("2", "A", 10, 10) with { Lines = [new OrderLine("L1", "cup", 10, 10)] });
        Pay("p", 90);
        Take(Order("1", "A", 20, 1) with { Revision = 2, AmendedAt = At("2011-03-04") });
        Assert.That(Owed(), Is.EqualTo(70m), "80 less the 10 that were left");

        // The order's lot has expired: all 90 that come back expire at once and pay no arrears.
        Take(new OrderCancelled(LedgerInMemory.ProgramId, "shop", "2", At("2011-04-02")));
        Assert.That((Restored("p"), Owed(), ledger.Account("A").Wallet(Points).Expired), Is.EqualTo((90m, 70m, 90m)));

        // 1,000 more in a new lot, of which 70 pay the arrears; then all of order 1 goes.
        Take(Order("1", "A", 1020, 1) with { Revision = 3, AmendedAt = At("2011-04-03") });
        Assert.That((Owed(), ledger.Account("A").Wallet(Points).Unheld), Is.EqualTo((0m, 930m)));
        Take(new OrderCancelled(LedgerInMemory.ProgramId, "shop", "1", At("2011-04-04")));

        Assert.That(
            (Owed(), ledger.Account("A").Wallet(Points).Unheld), Is.EqualTo((0m, 0m)), "70 were spent in all, and 70 were paid for");
    }

    [Test]
    public void Where_the_program_says_by_hand_nothing_comes_back_by_itself()
    {
        Open("manual");
        Pay("p", 101);
        Amend(5);
        Return(5);
        Assert.That(Restored("p"), Is.Zero);
        Assert.That(ledger.Events.OfType<RedemptionReversed>(), Is.Empty);
    }

    [Test]
    public void A_merge_keeps_the_net_that_was_paid_for()
    {
        Return(4);
        Pay("p", 101);
        ledger.Take(Order("b", "B", 100, 1));
        Assert.That(ledger.Merge("A", "B", At("2011-03-05")).Outcome, Is.EqualTo(Outcome.Recorded));

        Return(3);
        Assert.That(ledger.Account("B").Spending.Redemptions["p"].Restored, Is.EqualTo(50m));
    }

    [Test]
    public void Of_a_redemption_in_an_older_log_it_is_counted_from_the_snapshot_in_force()
    {
        ledger.Decide = (state, command, evaluated) =>
        {
            var decision = Decisions.Decide(state, command, evaluated);
            return command is HandleCommand && decision is Decision.Events events
                ? events with { After = events.After with { Account = Older(events.After.Account!) } }
                : decision;
        };
        Return(4);
        Pay("p", 101);

        Return(1);
        Assert.That(Restored("p"), Is.EqualTo(50m), "101 × (100 − 50) ÷ 100");
    }

    private static Account Older(Account account) =>
        account with { Spending = account.Spending.Set(account.Spending.Redemptions["p"] with { OrderNet = null }) };

    private static DateTimeOffset At(string day) => DateTimeOffset.Parse(day + "T00:00:00Z", CultureInfo.InvariantCulture);

    private static OrderPlaced Order(string id, string account, decimal price, decimal quantity) => new(
        LedgerInMemory.ProgramId, "shop", id, account, At(id == "2" ? "2011-03-02" : "2011-03-01"), "GBP",
        [new OrderLine("L1", "tea", quantity, price)]);

    private void Open(string onReturn)
    {
        (revision, made) = (1, 0);
        ledger = new LedgerInMemory($$"""
            {
              "program": "{{LedgerInMemory.ProgramId}}", "version": 1, "effectiveFrom": "2009-01-01T00:00:00Z",
              "currency": "GBP", "timeZone": "UTC", "pointValue": 0.1,
              "earning": [ { "id": "e", "points": 1, "per": 1 } ], "redemption": { "onReturn": "{{onReturn}}" },
              "points": { "redeemOn": "future", "activation": { "on": "placed", "delayDays": 0 }, "negative": "arrears" }
            }
            """);
        ledger.TakeAll([Order("1", "A", 1000, 1), Order("2", "A", 10, 10)]);
    }

    private decimal Owed() => ledger.Account("A").Wallet(Points).Arrears;

    private decimal Restored(string redemption) => ledger.Account("A").Spending.Redemptions[redemption].Restored;

    private void Pay(string key, decimal amount) => Do(new RedeemPoints(
        LedgerInMemory.ProgramId, key, "A", "order", amount, Source: "shop", OrderId: "2", At: At("2011-03-03")));

    private void Amend(decimal quantity) =>
        Take(Order("2", "A", 10, quantity) with { Revision = ++revision, AmendedAt = At("2011-03-04") });

    private void Return(decimal quantity) => Take(new OrderReturned(
        LedgerInMemory.ProgramId, "shop", "2", $"r{++made}", At("2011-03-06"), [new ReturnedLine("L1", quantity)]));

    private void Cancel() => Take(new OrderCancelled(LedgerInMemory.ProgramId, "shop", "2", At("2011-03-07")));

    private void Take(IOrderFact fact) => Assert.That(ledger.Take(fact), Is.EqualTo(Outcome.Recorded));

    private void Do(ISpendingCommand command) => Assert.That(ledger.Do(command, "A").Outcome, Is.EqualTo(Outcome.Recorded));
}
