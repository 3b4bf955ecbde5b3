using Ledger.Projections.Domain.Reading;
using Ledger.Projections.Domain.Views;
using NUnit.Framework;

namespace Ledger.DomainTests.Projections;

public sealed class AccountViewTests
{
    private static readonly DateTimeOffset Noon = new(2011, 3, 8, 12, 0, 0, TimeSpan.Zero);

    [Test]
    public void The_clock_never_goes_back()
    {
        var row = new AccountRow(1, Noon);

        Assert.That(
            AccountView.Tick(row, new AccountEventData { AccountId = "A", EffectiveAt = Noon.AddHours(-1) }).Clock, Is.EqualTo(Noon));
        Assert.That(
            AccountView.Tick(row, new AccountEventData { AccountId = "A", EffectiveAt = Noon.AddHours(1) }).Clock,
            Is.EqualTo(Noon.AddHours(1)));
    }

    [Test]
    public void The_first_order_is_the_earliest_even_when_it_comes_late()
    {
        var row = AccountView.Apply(AccountView.Apply(new AccountRow(1, Noon), Order(Noon)), Order(Noon.AddDays(-1)));

        Assert.That((row.Orders, row.FirstOrderAt), Is.EqualTo((2L, Noon.AddDays(-1))));
    }

    [Test]
    public void An_upgrade_clears_the_grace_and_a_downgrade_may_start_one()
    {
        var row = AccountView.Apply(new AccountRow(1, Noon, Tier: "gold", GraceUntil: Noon), Change("gold", null));
        Assert.That((row.Tier, row.Since, row.GraceUntil), Is.EqualTo(("gold", Noon, (DateTimeOffset?)null)));

        row = AccountView.Apply(row, Change("silver", Noon.AddDays(30)));
        Assert.That((row.Tier, row.GraceUntil), Is.EqualTo(("silver", Noon.AddDays(30))));
    }

    [Test]
    public void The_first_fact_says_since_when_an_account_has_the_lowest_tier_and_the_first_order_says_which_it_is()
    {
        var row = AccountView.Begin(AccountView.Begin(new AccountRow(1, Noon), Noon.AddDays(-3)), Noon.AddDays(-5));
        Assert.That((row.Tier, row.Since), Is.EqualTo(((string?)null, Noon.AddDays(-3))));

        row = AccountView.Apply(row, MeasureViewTests.Evaluated("bronze"), Noon);
        Assert.That((row.Tier, row.Since), Is.EqualTo(("bronze", Noon.AddDays(-3))));
        Assert.That(AccountView.Apply(new AccountRow(1, Noon), MeasureViewTests.Evaluated("bronze"), Noon).Since, Is.EqualTo(Noon));
    }

    private static OrderData Order(DateTimeOffset at) => new()
    {
        AccountId = "A",
        EffectiveAt = at,
        Source = "s",
        OrderId = "o",
        PlacedAt = at,
        ProgramVersion = 1,
    };

    private static TierChangeData Change(string tier, DateTimeOffset? grace) =>
        new() { AccountId = "A", EffectiveAt = Noon, FromTier = "bronze", Tier = tier, GraceUntil = grace };
}
