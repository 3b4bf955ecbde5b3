using System.Globalization;
using Ledger.Contracts.V1;
using Ledger.Rules.Domain.Evaluation;
using Ledger.Rules.Domain.Program;
using NUnit.Framework;

namespace Ledger.DomainTests.Rules.Evaluation;

/// <summary>Every kind of discount, how they combine, and what is said about each (domain.md §4.2).</summary>
[TestFixture]
public sealed class DiscountTests
{
    private const string Scopes = "\"scopes\": { \"goods\": { \"excludeSkus\": [ \"POST\" ] }, \"bags\": { \"skus\": [ \"BAG\" ] }, "
        + "\"post\": { \"kinds\": [ \"shipping\" ] } }";

    private const string Tiers = """
        "tiers": [ { "id": "bronze", "from": 0 }, { "id": "silver", "from": 2000 }, { "id": "gold", "from": 10000 } ],
        "qualification": { "metric": "spend", "window": { "kind": "lifetime" } }
        """;

    private static readonly int March = Orders.Month(2011, 3);

    private static string Rule(string id, string group, string rest) => $"{{ \"id\": \"{id}\", \"group\": \"{group}\", {rest} }}";

    private static ProgramCatalog Program(string discounts, string more = "\"rounding\": {}") =>
        Programs.Catalog($"{Scopes}, {Tiers}, \"discounts\": [ {discounts} ], {more}");

    private static OrderEvaluation Evaluate(ProgramCatalog catalog, Standing? standing = null, params EvaluatedLine[] lines) =>
        OrderRules.Evaluate(catalog, Orders.Of(lines), standing);

    [TestCase("\"kind\": \"fixed\", \"percent\": 2.5, \"scope\": \"goods\"", "2.50")]
    [TestCase("\"kind\": \"fixed\", \"percent\": 2.5, \"scope\": \"bags\"", "1.00")]
    [TestCase("\"kind\": \"fixed\", \"percent\": 2.5", "3.00", Description = "No scope: all merchandise, POST included.")]
    [TestCase("\"kind\": \"fixed\", \"percent\": 10, \"scope\": \"post\"", "0.70", Description = "A scope may name other kinds.")]
    [TestCase("\"kind\": \"promotion\", \"percent\": 10, \"scope\": \"goods\"", "10.00")]
    [TestCase("\"kind\": \"tier\", \"scope\": \"goods\", \"percentByTier\": { \"silver\": 1, \"gold\": 2 }", "1.00")]
    [TestCase("\"kind\": \"order-total\", \"scope\": \"goods\", \"steps\": [ { \"from\": 100, \"percent\": 3 }, { \"from\": 100.01, "
        + "\"percent\": 4 } ]", "3.00")]
    [TestCase("\"kind\": \"order-total\", \"scope\": \"bags\", \"steps\": [ { \"from\": 40.01, \"percent\": 3 } ]", "0.00")]
    [TestCase("\"kind\": \"cumulative\", \"scope\": \"goods\", \"window\": { \"kind\": \"rolling-months\", \"months\": 2 }, "
        + "\"steps\": [ { \"from\": 500, \"percent\": 1 }, { \"from\": 501, \"percent\": 2 } ]", "1.00")]
    [TestCase("\"kind\": \"cumulative\", \"scope\": \"goods\", \"window\": { \"kind\": \"rolling-months\", \"months\": 1 }, "
        + "\"steps\": [ { \"from\": 500, \"percent\": 1 } ]", "0.00")]
    [TestCase("\"kind\": \"cumulative\", \"scope\": \"goods\", \"window\": { \"kind\": \"calendar-year\" }, \"steps\": [ { \"from\": "
        + "500, \"percent\": 1 } ]", "1.00")]
    [TestCase("\"kind\": \"cumulative\", \"scope\": \"goods\", \"window\": { \"kind\": \"lifetime\" }, \"steps\": [ { \"from\": 1500, "
        + "\"percent\": 5 } ]", "5.00")]
    [TestCase("\"kind\": \"cumulative\", \"scope\": \"goods\", \"window\": { \"kind\": \"lifetime\" }, \"includesCurrentOrder\": "
        + "true, \"steps\": [ { \"from\": 1590, \"percent\": 6 } ]", "6.00", Description = "The order's own net, not its gross, is added.")]
    [TestCase("\"kind\": \"cumulative\", \"scope\": \"goods\", \"window\": { \"kind\": \"lifetime\" }, \"includesCurrentOrder\": "
        + "true, \"steps\": [ { \"from\": 1590.01, \"percent\": 6 } ]", "0.00")]
    [TestCase("\"kind\": \"cumulative\", \"scope\": \"bags\", \"window\": { \"kind\": \"lifetime\" }, \"steps\": [ { \"from\": 0, "
        + "\"percent\": 10 } ]", "4.00", Description = "A step from 0 is reached by everyone.")]
    public void Each_kind_gives_its_percent_on_the_gross_in_scope(string rule, string entitled)
    {
        var standing = Orders.Standing("silver", 5, "2010-01-01T00:00:00Z", ("goods@1", March - 1, 500), ("goods@1", March - 12, 1000));
        var result = Evaluate(
            Program(Rule("d", "g", rule)), standing, Orders.Line("BAG", 20, 2), Orders.Line("CUP", 60, discount: 10),
            Orders.Line("POST", 20), Orders.Line("DHL", 7, kind: "shipping"));
        Assert.That(result.Entitled.ToString(CultureInfo.InvariantCulture), Is.EqualTo(entitled));
        Assert.That(result.Lines.Sum(line => line.Entitled), Is.EqualTo(result.Entitled));
        Assert.That(
            (result.Gross.ToString(), result.Net.ToString(), result.Stated.ToString()), Is.EqualTo(("120", "110", "10")),
            "merchandise only");
        Assert.That(result.Variance, Is.EqualTo(result.Entitled - 10));
    }

    [TestCase("sum", 100, "6", "3.00")]
    [TestCase("sum", 5.5, "5.5", "2.75")]
    [TestCase("sum", 0, "0", "0.00")]
    [TestCase("compound", 100, "5.8906", "2.95")]
    [TestCase("compound", 4, "4", "2.00")]
    [TestCase("best", 100, "3", "1.50")]
    [TestCase("best", 2, "2", "1.00")]
    public void Groups_combine_and_are_capped(string combine, decimal max, string percent, string entitled)
    {
        var rules = string.Join(
            ", ", Rule("a", "one", "\"kind\": \"fixed\", \"percent\": 1"), Rule("b", "two", "\"kind\": \"fixed\", \"percent\": 2"),
            Rule("c", "three", "\"kind\": \"fixed\", \"percent\": 3"));
        var policy = string.Create(
            CultureInfo.InvariantCulture, $"\"discountPolicy\": {{ \"combine\": \"{combine}\", \"maxPercent\": {max} }}");
        var result = Evaluate(Program(rules, policy), null, Orders.Line("CUP", 50));
        Assert.That(result.Lines.Single().Percent.ToString(), Is.EqualTo(percent));
        Assert.That(result.Entitled.ToString(CultureInfo.InvariantCulture), Is.EqualTo(entitled));
    }

    [Test]
    public void More_than_everything_is_everything()
    {
        var rules =
            Rule("a", "one", "\"kind\": \"fixed\", \"percent\": 60") + ", " + Rule("b", "two", "\"kind\": \"fixed\", \"percent\": 60");
        Assert.That(Evaluate(Program(rules), null, Orders.Line("CUP", 9.99m)).Entitled, Is.EqualTo(9.99m));
    }

    [Test]
    public void Within_a_group_the_highest_wins_each_line_and_the_first_of_equals()
    {
        var rules = string.Join(", ",
            Rule("low", "g", "\"kind\": \"fixed\", \"percent\": 1"),
            Rule("bags", "g", "\"kind\": \"fixed\", \"percent\": 4, \"scope\": \"bags\""),
            Rule("same", "g", "\"kind\": \"fixed\", \"percent\": 1"),
            Rule("never", "g", "\"kind\": \"fixed\", \"percent\": 0.5"));
        var result = Evaluate(Program(rules), null, Orders.Line("BAG", 100), Orders.Line("CUP", 100));
        Assert.That(result.Lines.Select(line => line.Percent.ToString()), Is.EqualTo(new[] { "4", "1" }));
        Assert.That(
            result.Discounts.Select(Describe),
            Is.EqualTo(new[] { "low 1 applied", "bags 4 applied", "same 1 beaten-by:bags", "never 0.5 beaten-by:bags" }));
    }

    [Test]
    public void Under_best_only_the_best_group_wins_and_the_first_of_equals()
    {
        var rules = string.Join(", ",
            Rule("a", "one", "\"kind\": \"fixed\", \"percent\": 2"),
            Rule("b", "two", "\"kind\": \"fixed\", \"percent\": 3"),
            Rule("c", "three", "\"kind\": \"fixed\", \"percent\": 3"),
            Rule("d", "one", "\"kind\": \"fixed\", \"percent\": 3"));
        var result = Evaluate(Program(rules, "\"discountPolicy\": { \"combine\": \"best\" }"), null, Orders.Line("CUP", 100));
        Assert.That(
            result.Discounts.Select(Describe),
            Is.EqualTo(new[] { "a 2 beaten-by:b", "b 3 applied", "c 3 beaten-by:b", "d 3 beaten-by:b" }));
        Assert.That(result.Entitled, Is.EqualTo(3m));
    }

    [TestCase("\"kind\": \"fixed\", \"percent\": 5, \"validFrom\": \"2011-03-10T12:00:01Z\"", "not-yet-valid", null, null)]
    [TestCase("\"kind\": \"fixed\", \"percent\": 5, \"validFrom\": \"2011-03-10T12:00:00Z\"", null, "5", null)]
    [TestCase("\"kind\": \"fixed\", \"percent\": 5, \"validUntil\": \"2011-03-10T12:00:00Z\"", "no-longer-valid", null, null)]
    [TestCase("\"kind\": \"fixed\", \"percent\": 5, \"validUntil\": \"2011-03-10T12:00:01Z\"", null, "5", null)]
    [TestCase("\"kind\": \"fixed\", \"percent\": 5, \"when\": { \"ordersAtLeast\": 9 }", "when.ordersAtLeast", null, null)]
    [TestCase("\"kind\": \"fixed\", \"percent\": 5, \"scope\": \"bags\"", "no-line-in-scope", null, null)]
    [TestCase("\"kind\": \"fixed\", \"percent\": 0", "zero-percent", "0", null)]
    [TestCase("\"kind\": \"tier\", \"percentByTier\": { \"gold\": 5 }", "zero-percent", "0", null)]
    [TestCase("\"kind\": \"order-total\", \"steps\": [ { \"from\": 100.5, \"percent\": 1 } ]", "below-first-step", null, "100")]
    [TestCase("\"kind\": \"order-total\", \"steps\": [ { \"from\": 0, \"percent\": 0 } ]", "zero-percent", "0", "100")]
    [TestCase(
        "\"kind\": \"cumulative\", \"window\": { \"kind\": \"lifetime\" }, \"steps\": [ { \"from\": 1, \"percent\": 1 } ]",
        "below-first-step", null, "0")]
    [TestCase("\"kind\": \"cumulative\", \"window\": { \"kind\": \"lifetime\" }, \"includesCurrentOrder\": true, \"steps\": [ { "
        + "\"from\": 1, \"percent\": 1 } ]", null, "1", "100")]
    public void Each_rule_says_what_it_did_and_why_not(string rule, string? reason, string? percent, string? metric)
    {
        var outcome = Evaluate(Program(Rule("d", "g", rule)), null, Orders.Line("CUP", 100)).Discounts.Single();
        Assert.That(
            (outcome.Applied, outcome.Reason, outcome.Percent?.ToString(), outcome.Metric?.ToString()),
            Is.EqualTo((reason is null, reason, percent, metric)));
    }

    [TestCase("floor", "0.33", "0.33")]
    [TestCase("half-up", "0.34", "0.34")]
    [TestCase("half-even", "0.34", "0.34")]
    public void Entitlement_and_stated_discount_are_rounded_once_each(string rounding, string entitled, string stated)
    {
        var catalog = Program(Rule("d", "g", "\"kind\": \"fixed\", \"percent\": 1"), $"\"rounding\": {{ \"money\": \"{rounding}\" }}");
        var result = Evaluate(catalog, null, Orders.Line("A", 16.75m, discount: 0.1675m), Orders.Line("B", 16.75m, discount: 0.1675m));
        Assert.That(result.Entitled.ToString(CultureInfo.InvariantCulture), Is.EqualTo(entitled), "0.335 in all, not twice 0.1675");
        Assert.That((result.Entitled - result.Variance).ToString(CultureInfo.InvariantCulture), Is.EqualTo(stated));
        Assert.That(result.Lines.Sum(line => line.Entitled), Is.EqualTo(result.Entitled));
    }

    [Test]
    public void Odd_units_go_to_the_earlier_of_equal_lines()
    {
        var catalog = Program(Rule("d", "g", "\"kind\": \"fixed\", \"percent\": 1"));
        var result = Evaluate(catalog, null, Orders.Line("A", 33.33m), Orders.Line("B", 33.33m), Orders.Line("C", 33.34m));
        Assert.That(result.Lines.Select(line => line.Entitled), Is.EqualTo(new[] { 0.33m, 0.33m, 0.34m }));
    }

    [TestCase("JPY", "1000", "13")]
    [TestCase("TND", "1.000", "0.013")]
    public void Money_has_the_currencys_digits(string currency, string price, string entitled)
    {
        var catalog = Program(
            Rule("d", "g", "\"kind\": \"fixed\", \"percent\": 1.25"),
            $"\"currency\": \"{currency}\", \"rounding\": {{ \"money\": \"half-up\" }}");
        var result = Evaluate(catalog, null, Orders.Line("A", decimal.Parse(price, CultureInfo.InvariantCulture)));
        Assert.That(result.Entitled.ToString(CultureInfo.InvariantCulture), Is.EqualTo(entitled));
    }

    [Test]
    public void Very_many_kinds_of_lines_are_judged_like_few()
    {
        var names = Enumerable.Range(0, 80).Select(i => "s" + i).ToArray();
        var scopes = "\"scopes\": { " + string.Join(", ", names.Select(name => $"\"{name}\": {{ \"skus\": [ \"{name}\" ] }}")) + " }";
        var rules = string.Join(
            ", ", names.Select((name, i) => Rule("d" + i, name, $"\"kind\": \"fixed\", \"percent\": {i % 7}, \"scope\": \"{name}\"")));
        var result = Evaluate(
            Programs.Catalog($"{scopes}, \"discounts\": [ {rules} ]"), null,
            [.. names.Select(name => Orders.Line(name, 100)), .. names.Select(name => Orders.Line(name, 100, id: name + "b"))]);
        Assert.That(
            result.Lines.Select(line => line.Percent.ToString()),
            Is.EqualTo(names.Concat(names).Select((_, i) => (i % 80 % 7).ToString(CultureInfo.InvariantCulture))));
        Assert.That(result.Entitled, Is.EqualTo(2m * names.Select((_, i) => i % 7).Sum()));
    }

    private static string Describe(DiscountOutcome outcome) =>
        $"{outcome.Rule} {outcome.Percent} {outcome.Reason ?? (outcome.Applied ? "applied" : "?")}";
}
