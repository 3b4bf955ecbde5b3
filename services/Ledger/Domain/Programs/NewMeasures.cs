using Ledger.Contracts.V1;
using Ledger.Domain.Orders;
using Ledger.Rules.Domain.Evaluation;
using Ledger.Rules.Domain.Mechanics;
using Ledger.Rules.Domain.Program;

namespace Ledger.Domain.Programs;

/// <summary>The sums, by month, of one account's orders under one key (<see cref="OrderMeasuring"/>).</summary>
/// <param name="Scope">The key: that of a scope, in most cases.</param>
/// <param name="RecordedFor">The merged account that the orders were recorded for; null for the account itself.</param>
public sealed record ScopeMeasurement(string Scope, string? RecordedFor, IReadOnlyList<MonthMeasure> Months);

/// <summary>
/// What a new version measures orders by that no earlier version does: scopes, and the loyalty kind with the first version that judges
/// accounts. Orders recorded earlier are measured by it too, so that windows and judging count them.
/// </summary>
public static class NewMeasures
{
    /// <summary>Whether <paramref name="after"/> measures orders by anything that <paramref name="before"/> does not.</summary>
    public static bool Has(ProgramCatalog before, ProgramCatalog after) =>
        OrderMeasuring.CountOf(after, isClosed: false) > OrderMeasuring.CountOf(before, isClosed: false);

    /// <inheritdoc cref="MeasuringAgain.Result"/>
    /// <param name="before">What the orders are measured by already.</param>
    /// <param name="after">What they are to be measured by.</param>
    /// <param name="orders">All recorded orders, with their evaluations.</param>
    public static IReadOnlyDictionary<string, IReadOnlyList<ScopeMeasurement>> Measure(
        ProgramCatalog before, ProgramCatalog after, IEnumerable<Order> orders, IReadOnlyDictionary<string, string> merged)
    {
        ArgumentNullException.ThrowIfNull(orders);
        var measuring = new MeasuringAgain(before, after);
        if (!Has(before, after)) return measuring.Result(merged);
        foreach (var order in orders) measuring.Add(order);
        return measuring.Result(merged);
    }
}

/// <summary>Measures recorded orders by what a new version adds, one order after the other.</summary>
public sealed class MeasuringAgain
{
    private readonly ProgramCatalog catalog;
    private readonly HashSet<string> known;
    private readonly List<string> fresh;

    // By the account that the orders were recorded for, then by key: the sums of each month.
    private readonly Dictionary<string, OrderedDictionary<string, SortedDictionary<int, MonthMeasure>>> accounts = new(
        StringComparer.Ordinal);

    /// <param name="before">What the orders are measured by already.</param>
    /// <param name="after">What they are to be measured by.</param>
    public MeasuringAgain(ProgramCatalog before, ProgramCatalog after)
    {
        catalog = after;
        known = OrderMeasuring.KeysOf(before).ToHashSet(StringComparer.Ordinal);
        fresh = [.. OrderMeasuring.KeysOf(after).Where(key => !known.Contains(key))];
    }

    /// <summary>Adds an order as it now stands; its rate of exchange is in its evaluation.</summary>
    public void Add(Order order)
    {
        ArgumentNullException.ThrowIfNull(order);
        var first = order.Snapshot!;
        var version = catalog.Version(first.ProgramVersion);
        var month = version.Calendar.MonthOf(first.PlacedAt);
        var months = MonthsOf(first.AccountId);
        var measures = OrderMeasuring.Missing(
            catalog, Evaluate.Lines(order.Lines, line => order.Returned.GetValueOrDefault(line)), Evaluate.Lines(first.Lines, _ => 0),
            order.Evaluation!.Frozen.Rate, WindDownRules.EarningEnded(version, first.PlacedAt), known.Contains);
        foreach (var measure in measures)
        {
            if (!months.TryGetValue(measure.Scope, out var cells)) months.Add(measure.Scope, cells = []);
            var cell = cells.GetValueOrDefault(month) ?? new MonthMeasure(month, Exact.Zero, 0);
            cells[month] = cell with { Net = cell.Net + measure.Net, Orders = cell.Orders + (measure.Counts ? 1 : 0) };
        }
    }

    /// <summary>
    /// The measurements by the account that now has the orders: one for each key and each account that the orders were recorded for.
    /// </summary>
    /// <param name="merged">What each merged account was merged into.</param>
    public IReadOnlyDictionary<string, IReadOnlyList<ScopeMeasurement>> Result(IReadOnlyDictionary<string, string> merged)
    {
        ArgumentNullException.ThrowIfNull(merged);
        return accounts.OrderBy(account => account.Key, StringComparer.Ordinal)
            .GroupBy(account => SurvivorOf(account.Key), StringComparer.Ordinal)
            .ToDictionary(survivor => survivor.Key, survivor => (IReadOnlyList<ScopeMeasurement>)
            [
                .. survivor.SelectMany(account => account.Value.Select(key =>
                    new ScopeMeasurement(key.Key, account.Key == survivor.Key ? null : account.Key, [.. key.Value.Values]))),
            ], StringComparer.Ordinal);

        string SurvivorOf(string id)
        {
            while (merged.TryGetValue(id, out var into)) id = into;
            return id;
        }
    }

    // Every new key gets an entry, even where no order adds to it, so that it is known from now on.
    private OrderedDictionary<string, SortedDictionary<int, MonthMeasure>> MonthsOf(string account)
    {
        if (accounts.TryGetValue(account, out var months)) return months;
        accounts[account] = months = new OrderedDictionary<string, SortedDictionary<int, MonthMeasure>>(StringComparer.Ordinal);
        foreach (var key in fresh) months.Add(key, []);
        return months;
    }
}
