using System.Runtime.InteropServices;
using Ledger.Contracts.V1;
using Ledger.Rules.Domain.Program;

namespace Ledger.Rules.Domain.Evaluation;

/// <summary>
/// Sums of an account's orders by scope and local month (domain.md §4.1). Mutable, one per account. Its size and cost depend on the number
/// of months with orders, not on the number of orders.
/// </summary>
public sealed class Measures
{
    private readonly Dictionary<string, MonthCells> scopes;
    private MonthCells points;
    private MonthCells pointsOfActivities;

    public Measures() => (scopes, points, pointsOfActivities) = (new(StringComparer.Ordinal), new MonthCells(), new MonthCells());

    private Measures(Measures other)
    {
        scopes = new(other.scopes, StringComparer.Ordinal);
        foreach (var cells in scopes.Values) cells.Share();
        points = other.points.Share();
        pointsOfActivities = other.pointsOfActivities.Share();
    }

    /// <summary>Adds to one month of one scope. The scope is known afterwards.</summary>
    public void Add(string scopeKey, int month, Exact net, long orders) => Of(scopeKey).Add(month, net, orders);

    /// <summary>Adds months of one scope. The scope is known afterwards, even if no months are added.</summary>
    public void Add(string scopeKey, IReadOnlyList<MonthMeasure> months)
    {
        ArgumentNullException.ThrowIfNull(months);
        var cells = Of(scopeKey);
        foreach (var month in months) cells.Add(month.Month, month.Net, month.Orders);
    }

    /// <summary>Adds evaluated points of orders to one month.</summary>
    public void AddPoints(int month, long value) => (points = points.ToChange()).Add(month, default, value);

    /// <summary>
    /// Adds points of activities to one month; they count in <see cref="Points"/> like those of orders (mechanics.md §2).
    /// </summary>
    public void AddPointsOfActivities(int month, long value) =>
        (pointsOfActivities = pointsOfActivities.ToChange()).Add(month, default, value);

    public Exact Spend(string scopeKey, MonthRange range) => scopes.TryGetValue(scopeKey, out var cells) ? cells.Net(range) : default;

    public long Orders(string scopeKey, MonthRange range) => scopes.TryGetValue(scopeKey, out var cells) ? cells.Count(range) : 0;

    /// <summary>points-accrued: evaluated points of orders and activities.</summary>
    public long Points(MonthRange range) => points.Count(range) + pointsOfActivities.Count(range);

    /// <summary>Evaluated points of orders alone, as challenges count them (mechanics.md §8).</summary>
    public long PointsOfOrders(MonthRange range) => points.Count(range);

    /// <summary>Whether the account's orders are measured in this scope.</summary>
    public bool Knows(string scopeKey) => scopes.ContainsKey(scopeKey);

    /// <summary>Makes a scope known; a new one has no months yet.</summary>
    public void Know(string scopeKey)
    {
        if (!scopes.ContainsKey(scopeKey)) scopes.Add(scopeKey, new MonthCells());
    }

    /// <summary>All months to which anything was ever added, by scope in the order in which scopes became known, then by month.</summary>
    public IEnumerable<(string Scope, MonthMeasure Measure)> Cells =>
        scopes.SelectMany(scope => scope.Value.All.Select(cell => (scope.Key, new MonthMeasure(cell.Month, cell.Net, cell.Count))));

    /// <summary>The known scopes, in the order in which they became known.</summary>
    public IReadOnlyCollection<string> Scopes => scopes.Keys;

    /// <summary>The months of a known scope to which anything was ever added, in order; valid until the next change.</summary>
    public ReadOnlySpan<MonthCell> Months(string scopeKey) => scopes[scopeKey].Span;

    /// <summary>The months to which points of orders were ever added, in order; valid until the next change.</summary>
    public ReadOnlySpan<MonthCell> MonthsOfPoints => points.Span;

    /// <summary>The months to which points of activities were ever added, in order; valid until the next change.</summary>
    public ReadOnlySpan<MonthCell> MonthsOfActivityPoints => pointsOfActivities.Span;

    /// <summary>The months to which points of activities were ever added, in order.</summary>
    public IEnumerable<MonthPoints> PointMonthsOfActivities =>
        pointsOfActivities.All.Select(cell => new MonthPoints(cell.Month, cell.Count));

    public IEnumerable<MonthPoints> PointMonths => points.All.Select(cell => new MonthPoints(cell.Month, cell.Count));

    /// <summary>A copy to which can be added. It shares the months of a scope until either adds to that scope.</summary>
    public Measures Clone() => new(this);

    /// <summary>The measures in the form of a message.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<MonthMeasure>> ToMessage() => scopes.ToDictionary(
        scope => scope.Key,
        scope => (IReadOnlyList<MonthMeasure>)[.. scope.Value.All.Select(cell => new MonthMeasure(cell.Month, cell.Net, cell.Count))],
        StringComparer.Ordinal);

    public static Measures FromMessage(IReadOnlyDictionary<string, IReadOnlyList<MonthMeasure>> scopes, IReadOnlyList<MonthPoints> points)
    {
        ArgumentNullException.ThrowIfNull(scopes);
        ArgumentNullException.ThrowIfNull(points);
        var measures = new Measures();
        foreach (var (key, months) in scopes) measures.Add(key, months);
        foreach (var month in points) measures.AddPoints(month.Month, month.Points);
        return measures;
    }

    // The months of a scope, to be changed. The scope is known afterwards.
    private MonthCells Of(string scopeKey)
    {
        ref var cells = ref CollectionsMarshal.GetValueRefOrAddDefault(scopes, scopeKey, out _);
        return cells = cells?.ToChange() ?? new MonthCells();
    }
}
