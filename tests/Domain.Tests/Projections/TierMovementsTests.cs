using Ledger.Contracts.V1;
using Ledger.Contracts.V1.Answers;
using Ledger.Projections.Domain.Reading;
using Ledger.Projections.Domain.Reports;
using Ledger.Projections.Domain.Views;
using NUnit.Framework;

namespace Ledger.DomainTests.Projections;

public sealed class TierMovementsTests
{
    private static readonly DateTimeOffset At = new(2011, 1, 10, 9, 30, 0, TimeSpan.Zero);
    private static readonly AccountRow Bronze = new(1, At, Tier: "bronze");
    private static readonly AccountRow Nobody = new(1, At);

    [Test]
    public void A_change_of_tier_is_one_movement_and_comes_from_nowhere_before() => Assert.Multiple(() =>
    {
        var change = new TierChangeData { AccountId = "A", EffectiveAt = At, FromTier = "bronze", Tier = "silver" };

        Assert.That(TierChangeView.Of(Bronze, change), Is.EqualTo(new[] { new TierChange("bronze", "silver") }));
        Assert.That(
            TierChangeView.Of(Nobody, change), Is.EqualTo(new[] { new TierChange(null, "bronze"), new TierChange("bronze", "silver") }));
    });

    [Test]
    public void A_merged_account_goes_nowhere_and_its_survivor_may_rise() => Assert.Multiple(() =>
    {
        Assert.That(TierChangeView.Of(Bronze, Merge("A")), Is.EqualTo(new[] { new TierChange("bronze", null) }));
        Assert.That(TierChangeView.Of(Nobody, Merge("A")), Is.Empty);
        Assert.That(TierChangeView.Of(Bronze, Merge("B")), Is.Empty, "the survivor keeps its own");
        Assert.That(TierChangeView.Of(Bronze, Moved("gold")), Is.EqualTo(new[] { new TierChange("bronze", "gold") }));
        Assert.That(TierChangeView.Of(Bronze, Moved("bronze")), Is.Empty);
        Assert.That(TierChangeView.Of(Bronze, Moved(null)), Is.Empty);
        Assert.That(TierChangeView.Of(Nobody, Moved("gold")), Is.EqualTo(new[] { new TierChange(null, "gold") }));

        MergeData Merge(string account) => new() { AccountId = account, EffectiveAt = At, MergedAccountId = "A", SurvivorId = "B" };

        StandingMovedData Moved(string? tier) => new()
        {
            AccountId = "B",
            EffectiveAt = At,
            Orders = 1,
            Scopes = [],
            Points = [],
            OpenPeriods = [],
            Tier = tier is null ? null : new TierHeld(tier, At),
        };
    });

    /// <summary>Ten came to bronze, of which four had risen before; two more rose and one was merged.</summary>
    [Test]
    public void Tiers_open_and_close_with_what_came_and_went()
    {
        string[] ladder = ["bronze", "silver", "gold"];
        TierFlow[] flows =
        [
            new(new TierChange("bronze", "silver"), 4, 2), new(new TierChange(null, "bronze"), 7, 3),
            new(new TierChange("silver", null), 0, 1),
            new(new TierChange("silver", "old"), 1, 0), new(new TierChange("silver", "bronze"), 0, 0),
        ];

        Assert.Multiple(() =>
        {
            Assert.That(TierMovements.Of(ladder, flows), Is.EqualTo(new[]
            {
                new TierMovement(3, null, "bronze"), new TierMovement(2, "bronze", "silver"), new TierMovement(1, "silver", null),
            }));
            Assert.That(TierMovements.Counted(ladder, flows), Is.EqualTo(new[]
            {
                new TierCounted("bronze", 3, 3, 2, 4), new TierCounted("silver", 3, 2, 1, 4), new TierCounted("gold", 0, 0, 0, 0),
                new TierCounted("old", 1, 0, 0, 1),
            }));
        });
    }

    [TestCase("1294651800000000 shop O1", true), TestCase("shop O1", false), TestCase("x shop O1", false)]
    [TestCase("99999999999999999999 shop O1", false), TestCase("9223372036854775807 shop O1", false), TestCase("", false)]
    public void A_cursor_of_orders_is_read_as_it_was_written(string text, bool isOne)
    {
        Assert.That(VarianceCursor.Parse(text)?.ToString(), Is.EqualTo(isOne ? text : null));
    }
}
