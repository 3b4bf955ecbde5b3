using System.Globalization;
using Ledger.Contracts.V1;
using Ledger.Domain.Accounts;
using Ledger.Domain.Orders;
using Ledger.Rules.Domain.Postings;
using Ledger.Rules.Domain.States;
using NUnit.Framework;

namespace Ledger.DomainTests.Ledger;

/// <summary>
/// No total of a wallet exceeds 64 bits of its smallest unit, whatever the way in which value is credited (domain.md §1, §2 overflow).
/// </summary>
public sealed class WalletLimitTests
{
    private const decimal PointsMax = 9_223_372_036_854_775_807m;
    private const decimal MoneyMax = 92_233_720_368_547_758.07m;

    // The largest order at one point per pound earns this many points; the wallet can then take 5807 more.
    private const decimal Quantity = 922_337_203_685_477;
    private const decimal Large = Quantity * 10_000;
    private const decimal Room = PointsMax - Large;
    private static readonly WalletKey Points = new("account", "points");
    private static readonly WalletKey Cashback = new("account", "cashback");
    private LedgerInMemory ledger = null!;
    private int made;

    [SetUp]
    public void Open()
    {
        ledger = new LedgerInMemory(Program(rebatePercent: 0));
        Order("large", "A", "2011-01-05", Quantity, 10_000);
        Order("b1", "B", "2011-01-05", 6000);
        Assert.That((ledger.Account("A").Wallet(Points).Unheld, Room), Is.EqualTo((Large, 5807m)));
    }

    [Test]
    public void An_adjustment_may_fill_the_wallet_and_not_more()
    {
        IsOverflow(() => Adjust("A", "points", Room + 1), "A");
        Assert.That(Adjust("A", "points", Room), Is.EqualTo(Outcome.Recorded));
        Assert.That(
            (ledger.Account("A").Wallet(Points).Unheld, ledger.Account("A").Wallet(Points).Available), Is.EqualTo((PointsMax, PointsMax)));
        IsOverflow(() => Adjust("A", "points", 1), "A");
    }

    [Test]
    public void An_adjustment_that_waited_is_refused_when_it_is_approved()
    {
        ledger = new LedgerInMemory(Program(rebatePercent: 0)
                .Replace(
                    "\"transfers\"", "\"adjustments\": { \"approvalAbove\": { \"points\": 5000 } }, \"transfers\"",
                    StringComparison.Ordinal));
        Order("large", "A", "2011-01-05", Quantity, 10_000);
        Do(new AdjustPoints(LedgerInMemory.ProgramId, "j1", "A", 5808, "goodwill", Principal: "ann"), "A");

        IsOverflow(() => ledger.Do(new ApproveAdjustment(LedgerInMemory.ProgramId, "p1", "j1", Principal: "bob"), "A").Outcome, "A");

        Assert.That(ledger.Account("A").Spending.Adjustments["j1"].State, Is.EqualTo(AdjustmentState.AwaitingApproval));
    }

    [TestCase("B", "account"), TestCase("A", "ann")]
    public void A_transfer_may_not_overfill_the_other_wallet(string from, string owner)
    {
        if (owner != "account") Assert.That(Adjust(from, "points", 5800, owner), Is.EqualTo(Outcome.Recorded));
        Assert.That(Adjust("A", "points", 100), Is.EqualTo(Outcome.Recorded));

        IsOverflow(() => Transfer(from, owner, "A", "account", 5708), "A", from);
        Assert.That(Transfer(from, owner, "A", "account", 5707), Is.EqualTo(Outcome.Recorded));
        Assert.That(ledger.Account("A").Wallet(Points).Unheld, Is.EqualTo(PointsMax));
    }

    [TestCase("A", "C"), TestCase("C", "A")]
    public void A_merge_may_not_overfill_the_survivors_wallet(string from, string into)
    {
        Order("c1", "C", "2011-01-05", 5800);
        Assert.That(Adjust("A", "points", 8), Is.EqualTo(Outcome.Recorded));
        IsOverflow(() => ledger.Merge(from, into, At("2011-01-06")).Outcome, from, into);
        Assert.That(ledger.Account(from).MergedInto, Is.Null);

        Assert.That(Adjust("A", "points", -1), Is.EqualTo(Outcome.Recorded));
        Assert.That(ledger.Merge(from, into, At("2011-01-06")).Outcome, Is.EqualTo(Outcome.Recorded));
        Assert.That(ledger.Account(into).Wallet(Points).Unheld, Is.EqualTo(PointsMax));
    }

    [TestCase("A", "B"), TestCase("B", "A")]
    public void A_merge_may_not_add_up_to_more_accrued_points_than_can_be_counted(string from, string into) =>
        IsOverflow(() => ledger.Merge(from, into, At("2011-01-06")).Outcome, from, into);

    [Test]
    public void An_order_and_an_amendment_may_not_bring_more_than_was_ever_credited_at_most()
    {
        Assert.That(Return("large", "2011-01-06"), Is.EqualTo(Outcome.Recorded), "the points are gone, but they were credited");
        Order("small", "A", "2011-01-06", 5800);

        Refused(() => ledger.Take(Placed("next", "A", "2011-01-07", 1, 8)));
        Refused(() => ledger.Take(Placed("small", "A", "2011-01-06", 1, 5808) with { Revision = 2 }));
    }

    [Test]
    public void What_was_redeemed_makes_no_room_and_can_always_come_back()
    {
        Assert.That(Adjust("A", "points", Room), Is.EqualTo(Outcome.Recorded));
        Do(new RedeemPoints(LedgerInMemory.ProgramId, "r1", "A", "voucher", 6000), "A");
        IsOverflow(() => Adjust("A", "points", 1), "A");
        Do(new ReverseRedemption(LedgerInMemory.ProgramId, "v1", "r1"), "A");
        Assert.That(ledger.Account("A").Wallet(Points).Unheld, Is.EqualTo(PointsMax));
    }

    [Test]
    public void A_return_may_not_reverse_more_than_can_be_counted()
    {
        Order("t", "T", "2011-01-05", 1);
        Order("s", "S", "2011-01-05", 1);
        Order("large2", "A2", "2011-01-05", Quantity, 10_000);
        Assert.That(ledger.Merge("A", "S", At("2011-01-06")).Outcome, Is.EqualTo(Outcome.Recorded));
        Assert.That(Transfer("S", "account", "T", "account", Large), Is.EqualTo(Outcome.Recorded));
        Assert.That(Return("large", "2011-01-07"), Is.EqualTo(Outcome.Recorded));
        Assert.That(ledger.Merge("A2", "S", At("2011-01-08")).Outcome, Is.EqualTo(Outcome.Recorded), "it pays what the return left owing");
        Assert.That((ledger.Account("S").Wallet(Points).Reversed, ledger.Account("S").Wallet(Points).Arrears), Is.EqualTo((Large, 0m)));

        Refused(() => Return("large2", "2011-01-09"));
    }

    [Test]
    public void Money_is_held_to_64_bits_of_its_minor_unit()
    {
        IsOverflow(() => Adjust("B", "cashback", MoneyMax + 0.01m), "B");
        Assert.That(Adjust("B", "cashback", MoneyMax), Is.EqualTo(Outcome.Recorded));
        IsOverflow(() => Adjust("B", "cashback", 0.01m), "B");
        Assert.That(ledger.Account("B").Wallet(Cashback).Unheld, Is.EqualTo(MoneyMax));
    }

    [Test]
    public void A_change_to_a_closed_rebate_period_may_not_overfill_the_wallet()
    {
        ledger = new LedgerInMemory(Program(rebatePercent: 10));
        Order("a1", "A", "2011-01-05", 100);
        ledger.Sweep("A", At("2011-02-01"));
        Assert.That(Adjust("A", "cashback", MoneyMax - 10.50m), Is.EqualTo(Outcome.Recorded));
        Order("a2", "A", "2011-01-05", 5);

        Refused(() => ledger.Take(Placed("a3", "A", "2011-01-05", 1, 1)));
    }

    [TestCase(10, "92233720368547748.07", 10)]
    [TestCase(10, "92233720368547758.07", 10)]
    [TestCase(100, "0", 79_228_162_514_264)]
    public void A_rebate_that_falls_due_comes_to_what_the_wallet_has_room_for(int percent, string already, long quantity)
    {
        var adjusted = decimal.Parse(already, CultureInfo.InvariantCulture);
        // Due work cannot be refused, so the account must continue with a cut rebate.
        ledger = new LedgerInMemory(Program(percent));
        Order("a1", "A", "2011-01-05", 1);
        if (adjusted > 0) Assert.That(Adjust("A", "cashback", adjusted), Is.EqualTo(Outcome.Recorded));
        for (var n = 0; n < 12; n++)
        {
            Assert.That(
                ledger.Take(Placed($"n{n}", "A", "2011-01-06", quantity, 9_999_999_999_999, "untracked")), Is.EqualTo(Outcome.Recorded));
        }

        ledger.Sweep("A", At("2011-02-01"));
        Order("a9", "A", "2011-03-01", 1);

        var wallet = ledger.Account("A").Wallet(Cashback);
        Assert.That(wallet.Unheld, Is.EqualTo(MoneyMax));
        Assert.That(ledger.Events.OfType<RebateComputed>().First().Amount, Is.EqualTo(MoneyMax - adjusted));
        ledger.Sweep("A", At("2012-06-01"));
    }

    [Test]
    public void A_wallet_that_an_earlier_version_let_grow_further_can_still_be_spent_and_returned_to()
    {
        var wallet = new WalletTotals { Unheld = PointsMax + 10, Accrued = PointsMax, Adjusted = 10 };

        Assert.That(Outgrows(Books.Available, Books.Redeemed), Is.False);
        Assert.That(Outgrows(Books.Available, Books.Expired), Is.False);
        Assert.That(Outgrows(Books.Available, Books.Issuance), Is.False);
        Assert.That(Outgrows(Books.Adjustment, Books.Available), Is.True);
        Assert.That(WalletLimit.Room(wallet, PointsMax), Is.Zero);

        bool Outgrows(string from, string to) => WalletLimit.IsOutgrown(wallet, wallet.After([new LotMove(1, from, to, 5)]), PointsMax);
    }

    [
        TestCase("points", 2, "9223372036854775807"),
        TestCase("points", 0, "9223372036854775807"),
        TestCase("cashback", 2, "92233720368547758.07")
    ]
    [TestCase("fund", 3, "9223372036854775.807"), TestCase("cashback", 0, "9223372036854775807")]
    public void The_limit_is_64_bits_of_the_smallest_unit(string unit, int digits, string limit) =>
        Assert.That(WalletLimit.Of(unit, digits).ToString(CultureInfo.InvariantCulture), Is.EqualTo(limit));

    private static DateTimeOffset At(string day) => DateTimeOffset.Parse(day + "T00:00:00Z", CultureInfo.InvariantCulture);

    private static OrderPlaced Placed(string id, string account, string day, decimal quantity, decimal price, string sku = "tea") =>
        new(LedgerInMemory.ProgramId, "shop", id, account, At(day), "GBP", [new OrderLine("L1", sku, quantity, price)]);

    private static void Refused(Func<Outcome> act) => Assert.That(act().Code, Is.EqualTo("overflow"));

    private void IsOverflow(Func<Outcome> act, params string[] accounts)
    {
        var before = accounts.Select(Shown).ToList();

        Assert.That(act().Code, Is.EqualTo("overflow"));
        Assert.That(accounts.Select(Shown), Is.EqualTo(before));

        string Shown(string id) => string.Join(' ', ledger
                .Account(id)
                .Wallets.Values.OrderBy(one => one.Key.ToString(), StringComparer.Ordinal)
                .Select(one => $"{one.Key} {one.Totals.Pending} {one.Totals.Unheld} {one.Totals.Accrued} {one.Totals.Adjusted} "
                    + $"{ledger.Account(id).Entries}"));
    }

    private void Order(string id, string account, string day, decimal quantity, decimal price = 1) =>
        Assert.That(ledger.Take(Placed(id, account, day, quantity, price)), Is.EqualTo(Outcome.Recorded));

    private Outcome Return(string order, string day) => ledger.Take(new OrderReturned(
        LedgerInMemory.ProgramId, "shop", order, $"r{++made}", At(day), [new ReturnedLine("L1", ledger.Order(order).Lines[0].Quantity)]));

    private Outcome Adjust(string account, string unit, decimal amount, string owner = "account") =>
        ledger.Do(new AdjustPoints(LedgerInMemory.ProgramId, $"j{++made}", account, amount, "goodwill", owner, unit), account).Outcome;

    private Outcome Transfer(string from, string fromOwner, string to, string toOwner, decimal amount) =>
        ledger.Do(new TransferPoints(LedgerInMemory.ProgramId, $"t{++made}", from, to, amount, fromOwner, toOwner), from, to).Outcome;

    private void Do(ISpendingCommand command, string account)
    {
        var end = ledger.Do(command, account);
        Assert.That(end.Outcome, Is.EqualTo(Outcome.Recorded), end.Outcome.Message);
    }

    private static string Program(int rebatePercent) => $$"""
        {
          "program": "{{LedgerInMemory.ProgramId}}", "version": 1, "effectiveFrom": "2009-01-01T00:00:00Z", "currency": "GBP",
            "timeZone": "UTC", "pointValue": 0.01,
          "scopes": { "goods": {}, "tea": { "skus": [ "tea" ] } },
          "qualification": { "metric": "spend", "scope": "goods", "window": { "kind": "lifetime" } },
          "tiers": [ { "id": "bronze", "from": 0 } ],
          "earning": [ { "id": "base", "points": 1, "per": 1, "scope": "tea" } ],
          "points": { "redeemOn": "future", "activation": { "on": "placed", "delayDays": 0 } }, "transfers": "anywhere",
          "rebates": [ { "id": "m", "period": "month", "scope": "goods", "mode": "slab-whole", "payAfterDays": 0, "payAs": "credit",
            "steps": [ { "from": 0, "percent": {{rebatePercent}} } ] } ]
        }
        """;
}
