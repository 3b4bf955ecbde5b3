using Ledger.Contracts.V1;
using Ledger.Projections.Host.Publishing;
using NUnit.Framework;

namespace Ledger.Services.Tests.Publishing;

/// <summary>LEDGER_PUBLISH selects the event types that are published.</summary>
public sealed class PublishedTypesTests
{
    [Test]
    public void By_default_standing_merges_refusals_and_programs_go_out() =>
        Assert.That(PublishedTypes.Parse(null).Names, Is.EqualTo(new[]
        {
            "accounts_merged", "clock_advanced", "order_rejected", "period_closed", "program_published", "program_retired",
            "tier_downgraded", "tier_grace_started", "tier_retained", "tier_upgraded",
            "webhook_disabled",
        }));

    [Test]
    public void Off_is_nothing_and_all_is_everything()
    {
        Assert.That(PublishedTypes.Parse("off").Names, Is.Empty);
        Assert.That(PublishedTypes.Parse("all").Names, Is.EquivalentTo(EventNames.All.Keys));
    }

    [Test]
    public void Names_may_end_in_an_asterisk() =>
        Assert.That(
            PublishedTypes.Parse("points_a*, arrears_opened").Names,
            Is.EqualTo(new[] { "arrears_opened", "points_accrued", "points_activated", "points_adjusted" }));

    [Test]
    public void A_name_of_nothing_is_refused() =>
        Assert.That(() => PublishedTypes.Parse("tier_upgrade"), Throws.TypeOf<FormatException>().With.Message.Contains("tier_upgrade"));
}
