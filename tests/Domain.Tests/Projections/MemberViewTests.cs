using Ledger.Projections.Domain.Reading;
using Ledger.Projections.Domain.Reports;
using Ledger.Projections.Domain.Views;
using NUnit.Framework;

namespace Ledger.DomainTests.Projections;

public sealed class MemberViewTests
{
    [Test]
    public void Segments_and_perks_are_in_ordinal_order_and_once()
    {
        var row = Fold(
            Entered("repeat"), Entered("Zoo"), Entered("big"), Entered("big"),
            new SegmentLeftData { AccountId = "A", EffectiveAt = default, Segment = "repeat" });
        Assert.That(row.Segments, Is.EqualTo(new[] { "Zoo", "big" }));

        row = Fold(Gained("lounge"), Gained("fast"), new PerkLostData { AccountId = "A", EffectiveAt = default, Perk = "hotline" });
        Assert.That(row.Perks, Is.EqualTo(new[] { "fast", "lounge" }));
    }

    [Test]
    public void Loyalty_is_none_before_it_was_judged_and_as_last_judged_after()
    {
        Assert.That(MemberRow.Empty.Loyalty, Is.EqualTo("none"));
        Assert.That(Fold(Loyal("latent"), Loyal("true")).Loyalty, Is.EqualTo("true"));
    }

    [Test]
    public void Lines_have_ids_joined_and_no_score_as_empty()
    {
        Assert.That(
            MemberReport.Row("A", new MemberRow(["a", "b"], [], "false"), ["plus", "pro"], 0),
            Is.EqualTo(new[] { "A", "a|b", "false", "", "plus|pro", "0" }));
        Assert.That(MemberReport.Row("B", MemberRow.Empty, [], null), Is.EqualTo(new[] { "B", "", "none", "", "", "" }));
    }

    private static MemberRow Fold(params AccountEventData[] events) => events.Aggregate(MemberRow.Empty, MemberView.Apply);

    private static SegmentEnteredData Entered(string segment) => new() { AccountId = "A", EffectiveAt = default, Segment = segment };

    private static PerkGainedData Gained(string perk) => new() { AccountId = "A", EffectiveAt = default, Perk = perk };

    private static LoyaltyData Loyal(string kind) => new() { AccountId = "A", EffectiveAt = default, Loyalty = kind };
}
