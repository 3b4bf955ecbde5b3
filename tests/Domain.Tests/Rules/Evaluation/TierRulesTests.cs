using Ledger.Contracts.V1;
using Ledger.Rules.Domain.Evaluation;
using NUnit.Framework;

namespace Ledger.DomainTests.Rules.Evaluation;

/// <summary>Qualification metrics, entitled tiers, tiers that are gone (domain.md §3, §4.5).</summary>
[TestFixture]
public sealed class TierRulesTests
{
    private static readonly int March = Orders.Month(2011, 3);

    private static string Program(
        int version, string tiers, string qualification = "\"metric\": \"spend\", \"scope\": \"goods\"",
        string window = "\"kind\": \"lifetime\"") =>
        $"\"version\": {version}, \"scopes\": {{ \"goods\": {{ \"excludeSkus\": [ \"POST\" ] }} }}, \"tiers\": [ {tiers} ], "
        + $"\"qualification\": {{ {qualification}, \"window\": {{ {window} }} }}";

    private static string Tiers(params string[] tiers) =>
        string.Join(", ", tiers.Select(tier => tier.Split(':')).Select(tier => $"{{ \"id\": \"{tier[0]}\", \"from\": {tier[1]} }}"));

    [TestCase("\"metric\": \"spend\", \"scope\": \"goods\"", "\"kind\": \"lifetime\"", "60.5")]
    [TestCase("\"metric\": \"spend\"", "\"kind\": \"lifetime\"", "100")]
    [TestCase("\"metric\": \"spend\", \"scope\": \"goods\"", "\"kind\": \"calendar-year\"", "20")]
    [TestCase("\"metric\": \"spend\", \"scope\": \"goods\"", "\"kind\": \"rolling-months\", \"months\": 1", "20")]
    [TestCase("\"metric\": \"orders\", \"scope\": \"goods\"", "\"kind\": \"lifetime\"", "2")]
    [TestCase("\"metric\": \"orders\"", "\"kind\": \"lifetime\"", "1")]
    [TestCase("\"metric\": \"points-accrued\"", "\"kind\": \"rolling-months\", \"months\": 12", "7")]
    public void The_metric_is_read_over_the_window(string qualification, string window, string expected)
    {
        var catalog = Programs.Catalog(Program(1, Tiers("a:0", "b:5"), qualification, window));
        var measures = Orders
            .Standing("a", 0, null, ("goods@1", March, 20), ("goods@1", March - 11, 40.5m), ("*", March - 11, 100))
            .Measures;
        measures.AddPoints(March - 11, 7);
        measures.AddPoints(March - 12, 100);
        measures.AddPoints(March + 1, 1000);
        Assert.That(TierRules.Metric(catalog, catalog.Version(1), measures, March).ToString(), Is.EqualTo(expected));
    }

    [TestCase("-1", 0)]
    [TestCase("0", 0)]
    [TestCase("1999.99", 0)]
    [TestCase("2000", 1)]
    [TestCase("9999999999", 2)]
    public void A_tier_is_reached_from_its_amount_on(string metric, int expected) =>
        Assert.That(
            TierRules.EntitledIndex(Programs.Version(Program(1, Tiers("a:0", "b:2000", "c:10000"))), Exact.Parse(metric)),
            Is.EqualTo(expected));

    [TestCase(2, "silver", "silver", Description = "It still exists.")]
    [TestCase(2, "gold", "plus", Description = "1000, so the highest tier not above 1000.")]
    [TestCase(2, "bronze", "base")]
    [TestCase(2, "nobody-knows", "base")]
    [TestCase(2, "", "base")]
    [TestCase(3, "gold", "super", Description = "Looked up in version 1, the latest earlier one that has it.")]
    [TestCase(3, "plus", "top", Description = "900 in version 2; not what version 4 says.")]
    [TestCase(1, "super", "gold", Description = "A back-dated order: looked up in a later version.")]
    public void A_tier_that_is_gone_becomes_the_highest_not_above_it(int version, string tier, string expected)
    {
        var catalog = Programs.Catalog(
            Program(1, Tiers("bronze:0", "silver:500", "gold:1000")),
            Program(2, Tiers("base:0", "silver:700", "plus:900", "max:2000")),
            Program(3, Tiers("start:0", "top:800", "super:1000")),
            Program(4, Tiers("start:0", "plus:5000")));
        Assert.That(TierRules.InVersion(catalog, catalog.Version(version), tier), Is.EqualTo(expected));
    }
}
