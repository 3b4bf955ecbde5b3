using Ledger.Contracts.V1;
using Ledger.Rules.Domain.Mechanics;
using Ledger.Rules.Domain.Program;
using NUnit.Framework;

namespace Ledger.DomainTests.Rules.Mechanics;

/// <summary>How many rewards of a milestone are due (mechanics.md §4).</summary>
[TestFixture]
public sealed class MilestoneRulesTests
{
    [TestCase("49.99", 0, null, 0)]
    [TestCase("50", 0, null, 1, Description = "Exactly at the boundary there is one, not two.")]
    [TestCase("99.99", 1, null, 0)]
    [TestCase("100", 1, null, 1)]
    [TestCase("260", 0, null, 5)]
    [TestCase("260", 0, 3, 3)]
    [TestCase("260", 2, 3, 1)]
    [TestCase("260", 3, 3, 0)]
    [TestCase("100", 4, null, 0, Description = "A drop takes nothing back and blocks until the total has passed it again.")]
    [TestCase("-10", 0, null, 0)]
    [TestCase("149999/1000", 2, null, 0)]
    [TestCase("150", 2, 2, 0, Description = "The maximum may come down with a later version.")]
    public void What_is_due_is_what_fits_less_what_was_issued(string total, long issued, int? max, long due) =>
        Assert.That(MilestoneRules.Due(new Milestone("stamp", 50, null, "mug", max), Exact.Parse(total), issued), Is.EqualTo(due));

    [Test]
    public void Fractions_are_exact() =>
        Assert.That(MilestoneRules.Due(new Milestone("m", Exact.Parse("0.1"), null, "r", null), Exact.Ratio(1, 3) * 3, 0), Is.EqualTo(10));

    [Test]
    public void The_total_is_the_scoped_net_of_all_orders()
    {
        var catalog = Programs.Catalog(
            "\"scopes\": { \"goods\": {} }, \"rewards\": [ { \"id\": \"mug\", \"cost\": 1 } ], "
            + "\"milestones\": [ { \"id\": \"m\", \"every\": 1, \"scope\": \"goods\", \"reward\": \"mug\" } ]");
        var measures = Orders.Standing("", 0, null, ("goods@1", 1, 10), ("goods@1", 24_000, 0.5m), ("*", 24_000, 100)).Measures;
        Assert.That(MilestoneRules.Total(catalog, catalog.Version(1), catalog.Version(1).Milestones[0], measures).ToString(),
            Is.EqualTo("10.5"));
    }

    [Test]
    public void Whatever_the_total_does_none_is_issued_twice_and_none_is_missing_at_its_height()
    {
        for (var seed = 0; seed < 1_000; seed++)
        {
            var random = new Random(seed);
            var milestone = new Milestone("m", random.Next(1, 50), null, "r", random.Next(2) == 0 ? null : random.Next(1, 8));
            var (issued, height) = (0L, Exact.Zero);
            for (var n = 0; n < 30; n++)
            {
                var total = (Exact)(random.Next(-2_000, 20_000) / 100m);
                height = Exact.Max(height, total);
                issued += MilestoneRules.Due(milestone, total, issued);
                Assert.That(MilestoneRules.Due(milestone, total, issued), Is.Zero, $"seed {seed}: once is enough");
                Assert.That(issued, Is.EqualTo(Math.Min((long)(height / milestone.Every).Floor(), milestone.Max ?? long.MaxValue)),
                    $"seed {seed}");
            }
        }
    }
}
