using Ledger.Contracts.V1;
using Ledger.Projections.Domain.Reading;
using Ledger.Projections.Domain.Views;
using NUnit.Framework;

namespace Ledger.DomainTests.Projections;

public sealed class MeasureViewTests
{
    [Test]
    public void A_first_evaluation_adds_its_net_and_counts_the_order_where_it_counts() => Assert.That(
        Changes(Evaluation(null, ("*", 10m, true), ("goods@1", 4m, true), ("toys@1", 0m, false))),
        Is.EqualTo(new[] { new MeasureChange("*", 24134, 10m, 1), new MeasureChange("goods@1", 24134, 4m, 1) }));

    [Test]
    public void A_later_one_adds_the_difference_and_counts_nothing()
    {
        var previous = new OrderMeasures(7, [new ScopeMeasure("*", Exact.Ratio(10, 3), true), new ScopeMeasure("goods@1", 4m, true)]);
        var seen = Evaluation(previous, ("*", Exact.Ratio(1, 3), true), ("goods@1", 4m, true));

        Assert.That(Changes(seen), Is.EqualTo(new[] { new MeasureChange("*", 24134, -3, 0) }));
        Assert.That(MeasureView.Points(seen), Is.EqualTo(-2));
    }

    private static List<MeasureChange> Changes(EvaluationData seen)
    {
        var changes = new List<MeasureChange>();
        MeasureView.AddChanges(seen, changes);
        return changes;
    }

    internal static EvaluationData Evaluated(string tier)
    {
        var seen = Evaluation(null);
        return seen with { Evaluation = seen.Evaluation with { Frozen = new FrozenData { Tier = tier } } };
    }

    private static EvaluationData Evaluation(OrderMeasures? previous, params (string Scope, Exact Net, bool Counts)[] scopes) => new()
    {
        AccountId = "A",
        EffectiveAt = default,
        Source = "s",
        OrderId = "o",
        ProgramVersion = 1,
        Month = 24134,
        Previous = previous,
        Evaluation = new ResultData
        {
            Gross = "0",
            Net = "0",
            Entitled = 0,
            Stated = "0",
            Variance = 0,
            Points = 5,
            Measures = new OrderMeasures(5, [.. scopes.Select(scope => new ScopeMeasure(scope.Scope, scope.Net, scope.Counts))]),
            Frozen = new FrozenData { Tier = "bronze" },
        },
    };
}
