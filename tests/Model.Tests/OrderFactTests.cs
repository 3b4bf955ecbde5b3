using NUnit.Framework;
using M = Ledger.Model;

namespace Ledger.ModelTests;

/// <summary>Early orders and amended orders in the model, worked out by hand (the section is named at each test).</summary>
public sealed class OrderFactTests : MechanicsFixture
{
    [Test]
    public void A_fact_ahead_of_time_waits_for_its_time()
    {
        Publish("");
        var now = At("2011-01-05");
        var till = Snapshot("a", "A", "2011-01-05", 10) with { PlacedAt = now.AddHours(23) };
        Assert.That(Ledger.Apply(new M.OrderPlaced(till), now).Result, Is.EqualTo(M.Result.Parked));
        var soon = Snapshot("b", "A", "2011-01-05", 5) with { PlacedAt = now.AddSeconds(60) };
        Recorded(Ledger.Apply(new M.OrderPlaced(soon), now));
        Assert.That(Points("A"), Is.EqualTo("5 of 5"), "domain.md §2");
        Ledger.PassTime(Id, now.AddHours(23));
        Assert.That(Points("A"), Is.EqualTo("15 of 15"));
        var tomorrow = till with { OrderId = "c", PlacedAt = now.AddHours(25) };
        Assert.That(Ledger.Apply(new M.OrderPlaced(tomorrow), now).Code, Is.EqualTo("dated_in_future"));
    }

    [Test]
    public void A_lower_amendment_gives_back_what_paid_for_it_and_a_rise_takes_nothing()
    {
        Publish("");
        Order("a", "A", "2011-01-05", 100);
        Order("b", "A", "2011-01-06", 50);
        Recorded(Ledger.Do(new M.RedeemOnOrder(Id, "r", null, "A", null, "points", 30, "shop", "b")));
        Assert.That(Points("A"), Is.EqualTo("120 of 150"));
        Recorded(Ledger.Apply(new M.OrderAmended(Snapshot("b", "A", "2011-01-06", 40) with { Revision = 2 })));
        Assert.That(Points("A"), Is.EqualTo("116 of 150"), "domain.md §4: 10 of the order's points go, floor(30 × 10 ÷ 50) come back");
        Recorded(Ledger.Apply(new M.OrderAmended(Snapshot("b", "A", "2011-01-06", 50) with { Revision = 3 })));
        Assert.That(Points("A"), Is.EqualTo("126 of 160"), "and nothing of it is taken again");
    }

    [Test]
    public void An_amendment_changes_the_contact_and_leaves_the_wallets()
    {
        Publish(""" "earning": [ { "id": "c", "points": 1, "per": 1, "scope": "goods", "owner": "contact" } ] """);
        Recorded(Ledger.Apply(new M.OrderPlaced(Snapshot("a", "A", "2011-01-05", 10) with { ContactId = "c" })));
        Recorded(Ledger.Apply(new M.OrderAmended(Snapshot("a", "A", "2011-01-05", 12) with { ContactId = "d", Revision = 2 })));
        Assert.That(Owners(), Is.EqualTo(new[] { "c 12" }), "§1");
    }
}
