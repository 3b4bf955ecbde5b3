using Ledger.Contracts.V1;
using Ledger.Rules.Domain.Program;
using NUnit.Framework;

namespace Ledger.DomainTests.Rules.Program;

/// <summary>The parts of the format that mechanics.md describes are read with their defaults.</summary>
[TestFixture]
public sealed class MechanicsFormatTests
{
    [Test]
    public void Every_section_is_read()
    {
        var version = Programs.Version(ExamplePrograms.Mechanics);
        Assert.That(version.Tiers.Select(tier => string.Join('+', tier.Perks)), Is.EqualTo(new[] { "", "fast", "fast+lounge" }));

        var course = version.Activities[0];
        Assert.That(
            (course.Id, course.Activity, course.Points.ToString(), course.Owner, course.MaxPerContact, course.MaxPerAccount, course.Every),
            Is.EqualTo(("course", "training", "200", PointsOwner.Contact, (int?)1, (int?)null, CapPeriod.Year)));
        Assert.That((version.Activities[1].ScoreAtLeast!.Value.ToString(), version.Activities[1].Validity.When!.OrdersAtLeast),
            Is.EqualTo(("4.5", (long?)1)));
        Assert.That((version.Activities[2].Every, version.Activities[2].Owner, version.Activities[2].Validity),
            Is.EqualTo((CapPeriod.Ever, PointsOwner.Account, Validity.Always)));

        Assert.That(version.Memberships.Select(one => (one.Id, one.Fee.ToString(), one.Months, one.PointsMultiplier.ToString(),
            one.Perks.Count)), Is.EqualTo(new[]
        {
            ("plus", "120.5", 12, "1.25", 1), ("basic", "0", 1, "1", 0),
        }));
        Assert.That(version.Milestones.Select(one => (one.Id, one.Every.ToString(), one.Scope, one.Reward, one.Max)), Is.EqualTo(new[]
        {
            ("stamp", "500", "goods", "mug", (int?)6), ("coupon", "0.5", null, "voucher", null),
        }));
        Assert.That(version.Funds,
            Is.EqualTo(new[] { new Fund("mdf", 1, "goods", new Expiry(6, ExpiryAt.Exact), 30), new Fund("free", 2, null, null, null) }));
        Assert.That(version.Perks.Select(one => (one.Id, one.ActivationOn, one.Benefit, one.Kind, one.When?.TenureMonthsAtLeast)),
            Is.EqualTo(new[]
        {
            ("fast", (Trigger?)Trigger.Shipped, "points move when the goods do", "speed", (int?)2), ("lounge", null, null, null, null),
        }));
        Assert.That(version.Perks[0].When!.SegmentIn, Is.EquivalentTo(new[] { "repeat" }));
        Assert.That(version.Segments.Select(one => (one.Id, one.When.OrdersAtLeast, one.When.NpsAtLeast)),
            Is.EqualTo(new[] { ("repeat", (long?)2, (int?)null), ("happy", null, 9) }));
        Assert.That(version.Segments[1].When.MembershipIn, Is.EquivalentTo(new[] { "plus" }));
        Assert.That(version.Partners,
            Is.EqualTo(new[] { new Partner("bank", Exact.Parse("0.0085"), true, true), new Partner("mute", 1, false, false) }));
        Assert.That(version.ExpiryNoticeDays, Is.EqualTo(new[] { 30, 7 }));
        Assert.That(version.Budget, Is.EqualTo(new Budget(4000, BudgetPeriod.Quarter)));
        Assert.That(version.WindDown, Is.EqualTo(new WindDown(Orders.Time("2012-01-01T00:00:00Z"), Orders.Time("2012-06-01T00:00:00Z"))));
        Assert.That(version.Discounts[0].Validity.When!.PartnerIn.Concat(version.Discounts[0].Validity.When!.PerkIn),
            Is.EquivalentTo(new[] { "bank", "lounge" }));
    }

    [Test]
    public void Challenges_and_draws_are_read()
    {
        var version = Programs.Version(ExamplePrograms.Mechanics);
        var (turbo, annual) = (version.Challenges[0], version.Challenges[1]);
        Assert.That((turbo.Id, turbo.Period, turbo.Metric, turbo.Scope, turbo.SettleAfterDays),
            Is.EqualTo(("turbo", PeriodKind.Month, Metric.Spend, "goods", 3)));
        Assert.That(turbo.Validity.When!.TenureMonthsBelow, Is.EqualTo(4));
        Assert.That(turbo.Prizes, Is.EqualTo(new[]
        {
            new RankPrize(1, new Prize("cashback", 50.25m, null)), new RankPrize(2, new Prize("points", 1000, null)),
                new RankPrize(5, new Prize(null, 0, "mug")),
        }), "by rank");
        Assert.That((annual.SettleAfterDays, annual.Scope, annual.Prizes.Count, annual.Validity),
            Is.EqualTo((0, (string?)null, 0, Validity.Always)));
        Assert.That(version.Draws, Has.Count.EqualTo(1));
        var draw = version.Draws[0];
        Assert.That(
            (draw.Id, draw.At, draw.Prizes, draw.Prize, draw.AnnounceFrom, draw.Eligible!.OrdersAtLeast),
            Is.EqualTo(("midyear", Orders.Time("2011-06-15T02:00:00Z"), 3, new Prize(null, 0, "mug"),
            (DateTimeOffset?)Orders.Time("2011-05-15T02:00:00Z"), (long?)1)));
    }

    [Test]
    public void Rewards_may_be_vouchers_and_value() => Assert.That(
        Programs.Version(ExamplePrograms.Mechanics).Rewards.Select(one => (one.Id, one.Kind, one.Amount, one.VoucherValidMonths)),
        Is.EqualTo(new[]
        {
            ("mug", RewardKind.Item, 0m, (int?)null), ("voucher", RewardKind.Voucher, 20.5m, 6), ("bonus", RewardKind.Points, 250m, null),
                ("cash", RewardKind.Cashback, 15.5m, null),
        }));

    [Test]
    public void A_program_without_these_parts_has_none_of_them()
    {
        var version = Programs.Parse(Programs.Minimal).Version!;
        Assert.That(
            new[]
            {
                version.Activities.Count, version.Memberships.Count, version.Milestones.Count, version.Funds.Count, version.Perks.Count,
                    version.Segments.Count,
                version.Partners.Count, version.Challenges.Count, version.Draws.Count, version.ExpiryNoticeDays.Count,
            },
            Is.All.Zero);
        Assert.That((version.Budget, version.WindDown), Is.EqualTo(((Budget?)null, (WindDown?)null)));
    }

    [Test]
    public void Names_are_looked_up_by_their_id()
    {
        var version = Programs.Version(ExamplePrograms.Mechanics);
        Assert.That((version.RewardOf("cash")?.Amount, version.MembershipOf("plus")?.Months, version.PerkOf("fast")?.Kind,
            version.FundOf("free")?.Scope), Is.EqualTo((15.5m, 12, "speed", (string?)null)));
        Assert.That((version.RewardOf("cup"), version.PartnerOf(null), version.PartnerOf("bank")?.MayIssue),
            Is.EqualTo(((Reward?)null, (Partner?)null, true)));
    }
}
