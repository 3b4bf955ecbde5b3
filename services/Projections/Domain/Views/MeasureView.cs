using Ledger.Contracts.V1;
using Ledger.Projections.Domain.Reading;

namespace Ledger.Projections.Domain.Views;

/// <summary>The sums of one month and scope of an account.</summary>
public sealed record MeasureRow(Exact Net, long Orders)
{
    public static MeasureRow Empty { get; } = new(Exact.Zero, 0);
}

/// <summary>What an event adds to one month and scope.</summary>
public readonly record struct MeasureChange(string Scope, int Month, Exact Net, long Orders);

/// <summary>An account's measures by scope and month, from which windows and metrics are computed.</summary>
public static class MeasureView
{
    /// <summary>
    /// An evaluation adds its difference to the evaluation it replaces. The order itself is counted with its first evaluation only.
    /// </summary>
    public static IEnumerable<MeasureChange> Changes(EvaluationData seen)
    {
        foreach (var scope in seen.Evaluation.Measures.Scopes)
        {
            var before = Find(seen.Previous, scope.Scope);
            var net = before is null ? scope.Net : scope.Net - before.Net;
            var orders = scope.Counts && seen.Previous is null ? 1 : 0;
            if (!net.IsZero || orders != 0) yield return new MeasureChange(scope.Scope, seen.Month, net, orders);
        }
    }

    /// <summary>The evaluation's points less those of the evaluation it replaces.</summary>
    public static long Points(EvaluationData seen) => seen.Evaluation.Measures.Points - (seen.Previous?.Points ?? 0);

    public static IEnumerable<MeasureChange> Changes(ScopeData seen) =>
        seen.Months.Select(month => new MeasureChange(seen.Scope, month.Month, month.Net, month.Orders));

    public static IEnumerable<MeasureChange> Changes(StandingMovedData seen) =>
        seen.Scopes.SelectMany(scope => scope.Months.Select(month => new MeasureChange(scope.Scope, month.Month, month.Net, month.Orders)));

    public static MeasureRow Apply(MeasureRow row, MeasureChange change) => new(row.Net + change.Net, row.Orders + change.Orders);

    private static ScopeMeasure? Find(OrderMeasures? measures, string scope)
    {
        if (measures is null) return null;
        foreach (var measure in measures.Scopes)
        {
            if (measure.Scope == scope) return measure;
        }

        return null;
    }
}
