using System.Globalization;
using Ledger.Contracts.V1;
using Ledger.Domain.Accounts;
using Ledger.Domain.Orders;
using NUnit.Framework;

namespace Ledger.DomainTests.Ledger;

/// <summary>Rules of domain.md §2 and §4 redemption, with numbers worked by hand.</summary>
public sealed class SpendingRulesTests
{
    private static readonly WalletKey Points = new("account", "points");
    private LedgerInMemory ledger = null!;

    [Test]
    public void A_partial_capture_takes_from_the_holds_lots_in_the_order_in_which_they_expire_by_then()
    {
        Open("\"redemption\": { \"restoreGraceDays\": 30 }");
        Place("1", "2011-01-05", 100);
        Place("2", "2011-01-08", 50);
        Do(new RedeemPoints(LedgerInMemory.ProgramId, "r", "A", "voucher", 10, At: At("2011-04-01")));
        Do(new HoldPoints(LedgerInMemory.ProgramId, "h", "A", 10_080, 140, At: At("2011-04-04")));
        Assert.That(ledger.Account("A").Spending.Holds["h"].Lots, Is.EqualTo(new[] { new LotShare(1, 90), new LotShare(2, 50) }));

        // Lot 1 has expired by now, and the returned value extends it by 30 days: now lot 2 expires first.
        Do(new ReverseRedemption(LedgerInMemory.ProgramId, "v", "r", At: At("2011-04-06")));
        Do(new CaptureHold(LedgerInMemory.ProgramId, "c", "h", 60, At: At("2011-04-07")));

        var account = ledger.Account("A");
        var spent = account.Spending.Redemptions["c"].Lots.Select(part => (part.Lot, part.Amount));
        Assert.That(spent, Is.EqualTo(new[] { (2L, 50m), (1L, 10m) }));
        Assert.That((account.Lots[1].Unheld, account.Wallet(Points).Held), Is.EqualTo((90m, 0m)), "the rest is back in its lot");
    }

    [Test]
    public void A_payment_shipment_or_delivery_after_a_cancellation_is_recorded_and_has_no_effect()
    {
        Open("\"points\": { \"activation\": { \"on\": \"paid\" }, \"negative\": \"pending-only\" }");
        Place("1", "2011-01-05", 100);
        Assert.That(ledger.Take(new OrderCancelled(LedgerInMemory.ProgramId, "shop", "1", At("2011-01-06"))), Is.EqualTo(Outcome.Recorded));
        var events = ledger.Events.Count;

        IOrderFact[] late =
        [
            new OrderPaid(LedgerInMemory.ProgramId, "shop", "1", At("2011-01-07")),
            new OrderShipped(LedgerInMemory.ProgramId, "shop", "1", At("2011-01-07")),
            new OrderDelivered(LedgerInMemory.ProgramId, "shop", "1", At("2011-01-07")),
        ];
        foreach (var fact in late)
        {
            Assert.That(ledger.Take(fact), Is.EqualTo(Outcome.Recorded));
            Assert.That(ledger.Take(fact), Is.EqualTo(Outcome.Repeated));
        }

        Assert.That(ledger.Events.Skip(events).Count(), Is.EqualTo(late.Length));
        Assert.That(ledger.Events.Skip(events).OfType<OrderProgressed>().Count(one => !one.Triggers), Is.EqualTo(late.Length));
        Assert.That(ledger.Order("1").Triggers, Is.Empty);
        Assert.That(ledger.Account("A").Lots[1].ActivatesAt, Is.Null);
    }

    // Net 100 − 5 = 95; an entitlement of 10 leaves 90, one of 2 leaves 98: the buyer owes the smaller of the two.
    [TestCase(10, 45, Description = "half of min(95, 100 − 10)")]
    [TestCase(2, 47, Description = "half of min(95, 100 − 2), 47.50 rounded down to whole points of 1.00")]
    public void The_share_of_an_order_is_taken_of_the_smaller_of_its_net_and_its_gross_less_what_it_is_entitled_to(int percent, int most)
    {
        Open($$"""
            "pointValue": 1, "redemption": { "maxOrderSharePercent": 50 },
            "discounts": [ { "id": "d", "group": "g", "kind": "fixed", "percent": {{percent}} } ]
            """);
        Place("1", "2011-01-05", 1000);
        var order = Order("2", "2011-01-06", 100) with { Lines = [new OrderLine("L1", "tea", 1, 100, Discount: 5)] };
        Assert.That(ledger.Take(order), Is.EqualTo(Outcome.Recorded));

        Assert.That(Pay("above", most + 1).Code, Is.EqualTo("above_order_share"));
        Assert.That(Pay("most", most), Is.EqualTo(Outcome.Recorded));
    }

    private static DateTimeOffset At(string day) => DateTimeOffset.Parse(day + "T00:00:00Z", CultureInfo.InvariantCulture);

    private static OrderPlaced Order(string id, string day, decimal price) =>
        new(LedgerInMemory.ProgramId, "shop", id, "A", At(day), "GBP", [new OrderLine("L1", "tea", 1, price)]);

    private void Open(string members) => ledger = new LedgerInMemory(Rules.Programs.Merge(
        $$"""
        {
          "program": "{{LedgerInMemory.ProgramId}}", "version": 1, "effectiveFrom": "2009-01-01T00:00:00Z",
          "currency": "GBP", "timeZone": "UTC", "pointValue": 0.01, "earning": [ { "id": "e", "points": 1, "per": 1 } ],
          "points": { "activation": { "on": "placed" }, "expiry": { "afterMonths": 3, "at": "exact" } }
        }
        """, members));

    private void Place(string id, string day, decimal price) =>
        Assert.That(ledger.Take(Order(id, day, price)), Is.EqualTo(Outcome.Recorded));

    private Outcome Pay(string key, decimal amount)
    {
        var command = new RedeemPoints(
            LedgerInMemory.ProgramId, key, "A", "order", amount, Source: "shop", OrderId: "2", At: At("2011-01-07"));
        return ledger.Do(command, "A").Outcome;
    }

    private void Do(ISpendingCommand command) => Assert.That(ledger.Do(command, "A").Outcome, Is.EqualTo(Outcome.Recorded));
}
