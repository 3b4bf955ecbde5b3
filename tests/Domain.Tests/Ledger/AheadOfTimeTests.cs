using Ledger.Contracts.V1;
using Ledger.Domain.Accounts;
using Ledger.Domain.Orders;
using NUnit.Framework;

namespace Ledger.DomainTests.Ledger;

/// <summary>A fact dated more than 60 s after the server's clock waits for its time (domain.md §2).</summary>
public sealed class AheadOfTimeTests
{
    private static readonly DateTimeOffset Now = LedgerInMemory.Now;
    private LedgerInMemory ledger = null!;

    [SetUp]
    public void Open() => ledger = new LedgerInMemory("""
        {
          "program": "acme", "version": 1, "effectiveFrom": "2020-01-01T00:00:00Z", "currency": "GBP", "timeZone": "UTC",
          "earning": [ { "id": "base", "points": 1, "per": 1 } ],
          "points": { "redeemOn": "future", "activation": { "on": "placed", "delayDays": 0 } }
        }
        """);

    [TestCase(-1, OutcomeKind.Recorded)]
    [TestCase(60, OutcomeKind.Recorded)]
    [TestCase(60.000001, OutcomeKind.Parked)]
    [TestCase(86_400, OutcomeKind.Parked)]
    [TestCase(86_400.000001, OutcomeKind.Rejected)]
    public void It_is_parked_from_sixty_seconds_on_and_refused_beyond_a_day(double seconds, OutcomeKind expected)
    {
        Assert.That(ledger.Take(Order("1", Now.AddSeconds(seconds))).Kind, Is.EqualTo(expected));
    }

    [Test]
    public void While_it_waits_it_moves_no_clock_binds_no_key_and_is_kept_once()
    {
        ledger.Take(Order("0", Now.AddDays(-1)));
        ledger.Take(Order("1", Now.AddHours(1)));
        ledger.Take(Order("1", Now.AddHours(1)));

        Assert.That(ledger.Account("A").Clock, Is.EqualTo(Now.AddDays(-1)));
        Assert.That(ledger.Order("1").Keys.Find(FactKeys.Revision(1)), Is.Null);
        var parked = ledger.Order("1").Parked.Single();
        Assert.That((parked.FactType, parked.EffectiveAt), Is.EqualTo((nameof(OrderPlaced), Now.AddHours(1))));
    }

    [Test]
    public void Once_its_time_has_come_it_is_recorded_and_waits_no_more()
    {
        ledger.Take(Order("1", Now.AddHours(1)));

        Assert.That(ledger.Take(Order("1", Now.AddHours(1)), Now.AddHours(1)).Kind, Is.EqualTo(OutcomeKind.Recorded));

        Assert.That(ledger.Order("1").Parked, Is.Empty);
        var again = ledger.Take(Order("1", Now.AddHours(1)), Now);
        Assert.That(again.Kind, Is.EqualTo(OutcomeKind.Repeated), "known by its content, whatever the clock says");
    }

    [Test]
    public void What_waits_for_its_order_and_its_time_waits_for_both()
    {
        ledger.Take(new OrderReturned("acme", "shop", "1", "r", Now.AddHours(2), [new ReturnedLine("1", 1)]));
        ledger.Take(new OrderPaid("acme", "shop", "1", Now.AddHours(-1)));

        ledger.Take(Order("1", Now.AddHours(-2)));

        Assert.That(ledger.Order("1").Parked.Select(parked => parked.FactType), Is.EqualTo(new[] { nameof(OrderReturned) }));
        Assert.That(ledger.Order("1").Triggers.Keys, Is.EqualTo(new[] { "paid" }));
        Assert.That(ledger.Account("A").Wallet(new WalletKey("account", "points")).Reversed, Is.Zero);
    }

    [Test]
    public void An_amendment_that_is_ahead_leaves_the_order_as_it_is()
    {
        ledger.Take(Order("1", Now.AddHours(-2)));
        var amendment = Order("1", Now.AddHours(-2)) with { Revision = 2, AmendedAt = Now.AddHours(1) };
        Assert.That(ledger.Take(amendment).Kind, Is.EqualTo(OutcomeKind.Parked));
        Assert.That((ledger.Order("1").Revision, ledger.Order("1").IsRecorded), Is.EqualTo((1L, true)));
    }

    [Test]
    public void An_order_that_waits_for_its_time_is_not_given_up_when_another_snapshot_of_it_is_refused()
    {
        ledger.Take(new OrderPaid("acme", "shop", "1", Now.AddHours(-1)));
        var refused = Order("1", Now.AddYears(-10));
        Assert.That(ledger.Take(refused).Code, Is.EqualTo(Refusals.NoVersionEffective));
        var outcome = Outcome.Reject(Refusals.NoVersionEffective, "No version.");
        Assert.That(Parking.Refused(ledger.Order("1"), refused, outcome, null, Now).Refused, Has.Count.EqualTo(1));

        ledger.Take(Order("1", Now.AddHours(1)));

        Assert.That(Parking.Refused(ledger.Order("1"), refused, outcome, null, Now).Refused, Is.Empty);
    }

    private static OrderPlaced Order(string id, DateTimeOffset at) =>
        new("acme", "shop", id, "A", at, "GBP", [new OrderLine("1", "X", 1, 100)]);
}
