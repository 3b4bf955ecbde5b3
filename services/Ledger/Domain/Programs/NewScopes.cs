using Ledger.Contracts.V1;
using Ledger.Rules.Domain;

namespace Ledger.Ledger.Domain;

/// <summary>What orders of one account come to in a scope.</summary>
/// <param name="RecordedFor">The merged account that they were recorded for; null: the account itself.</param>
public sealed record ScopeMeasurement(string Scope, string? RecordedFor, IReadOnlyList<MonthMeasure> Months);

/// <summary>Scopes that a new version brings: the orders that are already there are measured in them, so that its windows see them too.</summary>
public static class NewScopes
{
    /// <summary>Scopes of <paramref name="after"/> that <paramref name="before"/> does not know.</summary>
    public static IReadOnlyList<ScopeDefinition> Between(ProgramCatalog before, ProgramCatalog after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        var known = before.Scopes.Select(scope => scope.Key).ToHashSet(StringComparer.Ordinal);
        return [.. after.Scopes.Where(scope => !known.Contains(scope.Key))];
    }

    /// <summary>By the account that they are of now: one measurement for each scope and each account that they were recorded for.</summary>
    /// <param name="merged">What each merged account was merged into.</param>
    public static IReadOnlyDictionary<string, IReadOnlyList<ScopeMeasurement>> Measure(
        ProgramCatalog catalog, IReadOnlyList<ScopeDefinition> scopes, IEnumerable<Order> orders, IReadOnlyDictionary<string, string> merged)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(scopes);
        ArgumentNullException.ThrowIfNull(merged);
        return orders.GroupBy(order => order.Snapshot!.AccountId, StringComparer.Ordinal).OrderBy(account => account.Key, StringComparer.Ordinal)
            .Select(account => (RecordedFor: account.Key, Now: SurvivorOf(account.Key), Orders: account.ToList())).GroupBy(account => account.Now, StringComparer.Ordinal)
            .ToDictionary(survivor => survivor.Key, survivor => (IReadOnlyList<ScopeMeasurement>)
            [
                .. survivor.SelectMany(account => scopes.Select(scope =>
                    new ScopeMeasurement(scope.Key, account.RecordedFor == account.Now ? null : account.RecordedFor, Months(catalog, scope, account.Orders)))),
            ], StringComparer.Ordinal);

        string SurvivorOf(string id)
        {
            while (merged.TryGetValue(id, out var into)) id = into;
            return id;
        }
    }

    private static IReadOnlyList<MonthMeasure> Months(ProgramCatalog catalog, ScopeDefinition scope, List<Order> orders)
    {
        var months = new SortedDictionary<int, MonthMeasure>();
        foreach (var order in orders)
        {
            var first = order.Snapshot!;
            var month = catalog.Version(first.ProgramVersion).Calendar.MonthOf(first.PlacedAt);
            var net = scope.Net(Evaluate.Lines(order.Lines, line => order.Returned.GetValueOrDefault(line)));
            var counts = scope.Counts(Evaluate.Lines(first.Lines, _ => 0)) ? 1 : 0;
            var cell = months.GetValueOrDefault(month) ?? new MonthMeasure(month, Exact.Zero, 0);
            months[month] = cell with { Net = cell.Net + net, Orders = cell.Orders + counts };
        }

        return [.. months.Values];
    }
}
