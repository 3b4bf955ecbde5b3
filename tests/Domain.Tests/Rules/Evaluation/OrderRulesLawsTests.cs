using System.Text.Json;
using Ledger.Contracts.V1;
using Ledger.Rules.Domain.Evaluation;
using Ledger.Rules.Domain.Numbers;
using NUnit.Framework;

namespace Ledger.DomainTests.Rules.Evaluation;

/// <summary>What holds for every program and order; each case is drawn from a seed that a failure names.</summary>
[TestFixture]
public sealed class OrderRulesLawsTests
{
    private const int CasesPerBlock = 250;

    private static IEnumerable<int> Blocks => Enumerable.Range(0, 4).Select(block => 1_000 * (block + 1));

    [TestCaseSource(nameof(Blocks))]
    public void The_engine_agrees_with_the_rules_read_line_by_line(int block) => ForEach(block, (drawn, what) =>
    {
        var first = OrderRules.Evaluate(drawn.Catalog, drawn.Order, drawn.Standing);
        Agrees(first, drawn, drawn.Order, what);
        foreach (var order in drawn.ReturnInParts())
        {
            Agrees(OrderRules.Evaluate(drawn.Catalog, order with { Frozen = first.Frozen }, null), drawn, order, what);
        }
    });

    [TestCaseSource(nameof(Blocks))]
    public void Shares_sum_to_what_is_shared(int block) => ForEach(block, (drawn, what) =>
    {
        var result = OrderRules.Evaluate(drawn.Catalog, drawn.Order, drawn.Standing);
        Assert.That(result.Lines.Sum(line => line.Entitled), Is.EqualTo(result.Entitled), what);
        Assert.That(result.Lines.Sum(line => line.Points), Is.EqualTo(result.Points), what);
        Assert.That(result.Owners.Sum(owner => owner.Points), Is.EqualTo(result.Points), what);
        Assert.That(result.Earning.Sum(outcome => outcome.Points), Is.EqualTo(result.Points), what);
        Assert.That(result.Owners.All(owner => owner.Points > 0), what);
        Assert.That(result.Lines.All(line =>
            line.Entitled >= 0 && line.Points >= 0 && line.Percent <= drawn.Version.DiscountPolicy.MaxPercent), what);
        Assert.That(result.Discounts.All(outcome => outcome.Applied == outcome.Reason is null), what);
        Assert.That(result.Earning.All(outcome => outcome.Applied == outcome.Reason is null), what);
        Assert.That(result.Discounts.Any(outcome => outcome.Applied), Is.EqualTo(Winners(result)), what);
    });

    [TestCaseSource(nameof(Blocks))]
    public void Returns_in_any_parts_end_where_one_return_ends_and_all_of_it_is_nothing(int block) => ForEach(block, (drawn, what) =>
    {
        var last = OrderRules.Evaluate(drawn.Catalog, drawn.Order, drawn.Standing);
        var first = last;
        foreach (var order in drawn.ReturnInParts())
        {
            last = OrderRules.Evaluate(drawn.Catalog, order with { Frozen = last.Frozen }, null);
            var atOnce = OrderRules.Evaluate(drawn.Catalog, order with { Frozen = first.Frozen }, null);
            Assert.That(Json(last), Is.EqualTo(Json(atOnce)), what);
        }

        Assert.That(
            (last.Gross.IsZero, last.Net.IsZero, last.Entitled, last.Variance, last.Points, last.Owners.Count, last.Lines.Count),
            Is.EqualTo((true, true, 0m, 0m, 0L, 0, 0)), what);
        Assert.That(last.Measures.Scopes.All(scope => scope.Net.IsZero), what);
        Assert.That(
            last.Measures.Scopes.Select(scope => (scope.Scope, scope.Counts)),
            Is.EqualTo(first.Measures.Scopes.Select(scope => (scope.Scope, scope.Counts))), what);
    });

    [TestCaseSource(nameof(Blocks))]
    public void Over_the_wire_the_answer_is_the_same_to_the_byte(int block) => ForEach(block, (drawn, what) =>
    {
        var here = OrderRules.Evaluate(drawn.Catalog, drawn.Order, drawn.Standing);
        var sent = JsonSerializer.Deserialize<EvaluateOrder>(
            Json(drawn.Order with { Standing = drawn.Standing.ToMessage() }), Wire.Options)!;
        var there = OrderRules.Evaluate(drawn.Catalog, sent, null);
        Assert.That(Json(there), Is.EqualTo(Json(here)), what);
        Assert.That(Json(JsonSerializer.Deserialize<OrderEvaluation>(Json(here), Wire.Options)!), Is.EqualTo(Json(here)), what);
    });

    [TestCaseSource(nameof(Blocks))]
    public void Raising_a_percent_never_lowers_the_entitlement(int block) => ForEach(block, (drawn, what) =>
    {
        var before = OrderRules.Evaluate(drawn.Catalog, drawn.Order, drawn.Standing).Entitled;
        foreach (var percent in new[] { "0,", "1,", "2.5,", "0 ", "1 ", "2.5 " })
        {
            var raised = drawn.Document.Replace("\"percent\": " + percent, "\"percent\": 6" + percent[^1], StringComparison.Ordinal);
            var after = OrderRules.Evaluate(Programs.Catalog(raised), drawn.Order, drawn.Standing).Entitled;
            Assert.That(after, Is.GreaterThanOrEqualTo(before), what + raised);
        }
    });

    private static bool Winners(OrderEvaluation result) => result.Discounts.Any(outcome =>
        outcome.Percent is { IsZero: false } && (outcome.Applied || outcome.Reason!.StartsWith("beaten-by:", StringComparison.Ordinal)));

    private static void Agrees(OrderEvaluation result, RandomCase drawn, EvaluateOrder order, string what)
    {
        var plain = PlainRules.Evaluate(drawn, order);
        Assert.That((result.Entitled, result.Points), Is.EqualTo((plain.Entitled, plain.Points)), what);
        var percents = order
            .Lines.Select((line, i) => (line, i))
            .Where(pair => pair.line.Remaining > 0)
            .Select(pair => plain.Percents[pair.i]);
        Assert.That(result.Lines.Select(line => line.Percent), Is.EqualTo(percents), what);
        var stated = order
            .Lines.Where(line => line.Kind == "merchandise")
            .Aggregate(Exact.Zero, (sum, line) => sum + ((Exact)line.Discount * line.Remaining / line.Quantity));
        Assert.That(
            result.Variance, Is.EqualTo(plain.Entitled - drawn.Version.MoneyRounding.Round(stated, drawn.Version.MinorDigits)), what);
    }

    private static void ForEach(int block, Action<RandomCase, string> law)
    {
        for (var seed = block; seed < block + CasesPerBlock; seed++)
        {
            var drawn = new RandomCase(seed);
            law(drawn, $"seed {seed}: {drawn.Document}");
        }
    }

    private static string Json<T>(T value) => JsonSerializer.Serialize(value, Wire.Options);
}
