using Ledger.Contracts.V1;
using Ledger.Projections.Domain.Reading;

namespace Ledger.Projections.Domain.Views;

/// <summary>The sums of one month and scope of an account.</summary>
public readonly record struct MeasureRow(Exact Net, long Orders);

/// <summary>What an event adds to one month and scope.</summary>
public readonly record struct MeasureChange(string Scope, int Month, Exact Net, long Orders);

/// <summary>An account's measures by scope and month, from which windows and metrics are computed.</summary>
public static class MeasureView
{
    /// <summary>
    /// Adds to a list what an evaluation adds: its difference to the evaluation it replaces. The order itself is counted with its first
    /// evaluation only.
    /// </summary>
    public static void AddChanges(EvaluationData seen, List<MeasureChange> changes)
    {
        var scopes = seen.Evaluation.Measures.Scopes;
        for (var i = 0; i < scopes.Count; i++)
        {
            var scope = scopes[i];
            var before = Find(seen.Previous, scope.Scope);
            var net = before is null ? scope.Net : scope.Net - before.Net;
            var orders = scope.Counts && seen.Previous is null ? 1 : 0;
            if (!net.IsZero || orders != 0) changes.Add(new MeasureChange(scope.Scope, seen.Month, net, orders));
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
        for (var i = 0; i < measures.Scopes.Count; i++)
        {
            if (measures.Scopes[i].Scope == scope) return measures.Scopes[i];
        }

        return null;
    }
}
