using Ledger.Contracts.V1;
using Ledger.Rules.Domain.Postings;
using Ledger.Rules.Domain.Program;

namespace Ledger.Projections.Domain.Reports;

/// <summary>What is left of the lots of one unit that expire in one span of time (see <see cref="Expiring.Bounds"/>).</summary>
/// <param name="Span">
/// 0: overdue; 1 to <see cref="Expiring.Months"/>: that month; <see cref="Expiring.Months"/> + 1: later; null: never.
/// </param>
public readonly record struct ExpiringLots(string Unit, int? Span, decimal Pending, decimal Unheld, decimal Held);

/// <summary>A line of the report, in points or money, with the digits of its unit.</summary>
/// <param name="When">A local month like 2011-07, or overdue, later, never.</param>
/// <param name="Amount">Pending + available + held.</param>
/// <param name="Value">Its worth in money.</param>
public sealed record ExpiringLine(
    string Unit, string When, decimal Pending, decimal Unheld, decimal Held, decimal Amount, decimal Value);

/// <summary>
/// What is left of a program's lots by the local month in which they expire: the current month and the 23 after it. All lines of a unit sum
/// to its liability.
/// </summary>
public static class Expiring
{
    /// <summary>The number of months in the report.</summary>
    public const int Months = 24;

    /// <summary>
    /// Lots whose expiry is at or before now but that still have value: it is held, or the expiry is not carried out yet.
    /// </summary>
    public const string Overdue = "overdue";

    /// <summary>Lots that expire after the last month.</summary>
    public const string Later = "later";

    /// <summary>Lots without an expiry.</summary>
    public const string Never = "never";

    /// <summary>The columns of the report.</summary>
    public static ReportTable<ExpiringLine> Table { get; } = new ReportTable<ExpiringLine>("expiring")
        .Text("unit", line => line.Unit)
        .Text("month", line => line.When)
        .Amount(Books.Pending, line => line.Pending)
        .Amount(Books.Available, line => line.Unheld)
        .Amount(Books.Held, line => line.Held)
        .Amount("amount", line => line.Amount)
        .Money("value", line => line.Value);

    /// <summary>
    /// The instants at which the spans begin, ascending: the microsecond after now, then the beginnings of the following months. An expiry
    /// before the first bound is overdue; one at or after the last bound is later.
    /// </summary>
    public static IReadOnlyList<DateTimeOffset> Bounds(Calendar calendar, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(calendar);
        var month = calendar.MonthOf(now);

        // Times have microsecond precision; what expires exactly now counts as expired.
        var microsecond = now.UtcTicks / TimeSpan.TicksPerMicrosecond;
        var after = new DateTimeOffset((microsecond + 1) * TimeSpan.TicksPerMicrosecond, TimeSpan.Zero);
        return [after, .. Enumerable.Range(month + 1, Months).Select(calendar.StartOfMonth)];
    }

    /// <summary>For each unit, in ordinal order, the lines overdue, each month, later and never, including lines with nothing.</summary>
    /// <param name="version">The version whose point value and money rounding are used.</param>
    public static IReadOnlyList<ExpiringLine> Of(ProgramVersion version, DateTimeOffset now, IEnumerable<ExpiringLots> lots)
    {
        ArgumentNullException.ThrowIfNull(version);
        var first = version.Calendar.MonthOf(now);
        string[] names = [Overdue, .. Enumerable.Range(first, Months).Select(MonthText.Of), Later, Never];
        var lines = new List<ExpiringLine>();
        foreach (var unit in lots.GroupBy(one => one.Unit).OrderBy(unit => unit.Key, StringComparer.Ordinal))
        {
            // The input has at most one item per span, and none for a span in which nothing expires.
            var spans = unit.ToDictionary(one => one.Span ?? names.Length - 1);
            var sums = Enumerable.Range(0, names.Length).Select(span => spans.GetValueOrDefault(span)).ToList();
            var amounts = sums.ConvertAll(sum => sum.Pending + sum.Unheld + sum.Held);
            var values = LiabilityValue.Of(version, unit.Key, amounts);
            var digits = Units.DigitsOf(unit.Key, version.MinorDigits);
            lines.AddRange(sums.Select((sum, i) => new ExpiringLine(
                unit.Key, names[i], ValueFormat.Scaled(sum.Pending, digits), ValueFormat.Scaled(sum.Unheld, digits),
                ValueFormat.Scaled(sum.Held, digits), ValueFormat.Scaled(amounts[i], digits),
                ValueFormat.Scaled(values[i], version.MinorDigits))));
        }

        return lines;
    }
}
