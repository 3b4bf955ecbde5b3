namespace Ledger.Projections.Domain.Reports;

/// <summary>The roll-forwards of several months, computed from one read of the flows.</summary>
public static class RollForwardMonths
{
    /// <summary>The columns, those of the roll-forward of one month.</summary>
    public static ReportTable<RollForwardRow> Table { get; } = RollForward.Columns("roll-forward-months");

    /// <summary>The lines of each month asked for, in order. Months before the first move and after the last one are left out.</summary>
    /// <param name="moved">The flows of each month, with their amounts in <see cref="BookFlow.Within"/>.</param>
    /// <param name="first">Local month: year × 12 + month − 1; null: from the beginning.</param>
    /// <param name="last">The last month, inclusive; null: to the end.</param>
    public static IReadOnlyList<(int Month, IReadOnlyList<RollForwardLine> Lines)> Of(
        IEnumerable<(int Month, BookFlow Flow)> moved, int? first, int? last)
    {
        var byMonth = moved.ToLookup(one => one.Month, one => one.Flow);
        if (byMonth.Count == 0) return [];
        var from = Math.Max(first ?? int.MinValue, byMonth.Min(month => month.Key));
        var to = Math.Min(last ?? int.MaxValue, byMonth.Max(month => month.Key));
        var before = byMonth.Where(month => month.Key < from).SelectMany(month => month)
            .GroupBy(Route, flow => flow.Within).ToDictionary(flows => flows.Key, flows => flows.Sum());
        var months = new List<(int, IReadOnlyList<RollForwardLine>)>();
        for (var month = from; month <= to; month++)
        {
            var within = byMonth[month].ToLookup(Route, flow => flow.Within);
            months.Add((month, RollForward.Of(before.Keys.Union(within.Select(flows => flows.Key)).Select(route => new BookFlow(
                route.Unit, route.From, route.To, before.GetValueOrDefault(route), within[route].Sum())))));
            foreach (var flows in within) before[flows.Key] = before.GetValueOrDefault(flows.Key) + flows.Sum();
        }

        return months;
    }

    private static (string Unit, string From, string To) Route(BookFlow flow) => (flow.Unit, flow.From, flow.To);
}
