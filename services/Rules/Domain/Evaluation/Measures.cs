using Ledger.Contracts.V1;
using Ledger.Rules.Domain.Program;

namespace Ledger.Rules.Domain.Evaluation;

/// <summary>
/// Sums of an account's orders by scope and local month (domain.md §4.1). Mutable. Its size depends on the number of months with orders,
/// not on the number of orders; the cost of a copy depends on the number of scopes.
/// </summary>
public sealed class Measures
{
    // The place of each scope in the array. Copies share it until one of them learns of a new scope.
    private Dictionary<string, int> places;
    private bool sharesPlaces;
    private MonthCells[] months;
    private MonthCells points = MonthCells.None;
    private MonthCells pointsOfActivities = MonthCells.None;

    public Measures() => (places, months) = (new(StringComparer.Ordinal), []);

    private Measures(Measures other)
    {
        sharesPlaces = other.sharesPlaces = true;
        (places, months) = (other.places, [.. other.months]);
        (points, pointsOfActivities) = (other.points, other.pointsOfActivities);
    }

    /// <summary>Adds to one month of one scope. The scope is known afterwards.</summary>
    public void Add(string scopeKey, int month, Exact net, long orders)
    {
        ref var of = ref Of(scopeKey);
        of = of.Add(month, net, orders);
    }

    /// <summary>Adds months of one scope. The scope is known afterwards, even if no months are added.</summary>
    public void Add(string scopeKey, IReadOnlyList<MonthMeasure> months)
    {
        ArgumentNullException.ThrowIfNull(months);
        ref var of = ref Of(scopeKey);
        foreach (var month in months) of = of.Add(month.Month, month.Net, month.Orders);
    }

    /// <summary>Adds evaluated points of orders to one month.</summary>
    public void AddPoints(int month, long value) => points = points.Add(month, default, value);

    /// <summary>
    /// Adds points of activities to one month; they count in <see cref="Points"/> like those of orders (mechanics.md §2).
    /// </summary>
    public void AddPointsOfActivities(int month, long value) =>
        pointsOfActivities = pointsOfActivities.Add(month, default, value);

    public Exact Spend(string scopeKey, MonthRange range) =>
        places.TryGetValue(scopeKey, out var place) ? months[place].Net(range) : default;

    public long Orders(string scopeKey, MonthRange range) =>
        places.TryGetValue(scopeKey, out var place) ? months[place].OrdersOrPoints(range) : 0;

    /// <summary>points-accrued: evaluated points of orders and activities.</summary>
    public long Points(MonthRange range) => points.OrdersOrPoints(range) + pointsOfActivities.OrdersOrPoints(range);

    /// <summary>Evaluated points of orders alone, as challenges count them (mechanics.md §8).</summary>
    public long PointsOfOrders(MonthRange range) => points.OrdersOrPoints(range);

    /// <summary>Whether the account's orders are measured in this scope.</summary>
    public bool Knows(string scopeKey) => places.ContainsKey(scopeKey);

    /// <summary>Makes a scope known; a new one has no months yet.</summary>
    public void Know(string scopeKey) => Of(scopeKey);

    /// <summary>All months to which anything was ever added, by scope in the order in which scopes became known, then by month.</summary>
    public IEnumerable<(string Scope, MonthMeasure Measure)> Cells => places.SelectMany(scope =>
        MeasuresOf(months[scope.Value]).Select(measure => (scope.Key, measure)));

    /// <summary>The known scopes, in the order in which they became known.</summary>
    public IReadOnlyCollection<string> Scopes => places.Keys;

    /// <summary>The months of a known scope to which anything was ever added, in order.</summary>
    public MonthCells Months(string scopeKey) => months[places[scopeKey]];

    /// <summary>The months to which points of orders were ever added, in order.</summary>
    public MonthCells MonthsOfPoints => points;

    /// <summary>The months to which points of activities were ever added, in order.</summary>
    public MonthCells MonthsOfActivityPoints => pointsOfActivities;

    /// <summary><see cref="MonthsOfActivityPoints"/> in the form of a message.</summary>
    public IEnumerable<MonthPoints> PointMonthsOfActivities => PointsOf(pointsOfActivities);

    /// <summary><see cref="MonthsOfPoints"/> in the form of a message.</summary>
    public IEnumerable<MonthPoints> PointMonths => PointsOf(points);

    /// <summary>A copy. What is added to one of the two does not change the other.</summary>
    public Measures Clone() => new(this);

    /// <summary>The measures in the form of a message.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<MonthMeasure>> ToMessage() => places.ToDictionary(
        scope => scope.Key, scope => (IReadOnlyList<MonthMeasure>)[.. MeasuresOf(months[scope.Value])], StringComparer.Ordinal);

    public static Measures FromMessage(IReadOnlyDictionary<string, IReadOnlyList<MonthMeasure>> scopes, IReadOnlyList<MonthPoints> points)
    {
        ArgumentNullException.ThrowIfNull(scopes);
        ArgumentNullException.ThrowIfNull(points);
        var measures = new Measures();
        foreach (var (key, months) in scopes) measures.Add(key, months);
        foreach (var month in points) measures.AddPoints(month.Month, month.Points);
        return measures;
    }

    private static IEnumerable<MonthMeasure> MeasuresOf(MonthCells cells) =>
        cells.Select(cell => new MonthMeasure(cell.Month, cell.Net, cell.Count));

    private static IEnumerable<MonthPoints> PointsOf(MonthCells cells) => cells.Select(cell => new MonthPoints(cell.Month, cell.Count));

    // The months of a scope, to be replaced. The scope is known afterwards.
    private ref MonthCells Of(string scopeKey)
    {
        if (!places.TryGetValue(scopeKey, out var place))
        {
            if (sharesPlaces) (places, sharesPlaces) = (new(places, StringComparer.Ordinal), false);
            place = months.Length;
            places.Add(scopeKey, place);
            months = [.. months, MonthCells.None];
        }

        return ref months[place];
    }
}
