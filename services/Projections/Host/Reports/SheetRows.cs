using System.Globalization;
using Ledger.Projections.Domain.Reports;
using MiniExcelLibs;

namespace Ledger.Projections.Host.Reports;

/// <summary>A report's lines as MiniExcel reads them: streamed one by one.</summary>
/// <param name="linesMax">The most lines that are read.</param>
internal sealed class SheetRows<TLine>(ReportTable<TLine> table, IAsyncEnumerable<TLine> lines, int linesMax, CancellationToken ct)
    : MiniExcelDataReaderBase
{
    private const int DigitsMax = 15;

    /// <summary>The first date that spreadsheets number correctly: they take 1900 for a leap year.</summary>
    private static readonly DateTime FirstDate = new(1900, 3, 1);

    private readonly IAsyncEnumerator<TLine> line = lines.GetAsyncEnumerator(ct);
    private int count;

    /// <summary>Whether there were more lines than were read.</summary>
    public bool AreMore { get; private set; }

    public override int FieldCount => table.Columns.Count;

    public override string GetName(int i) => table.Columns[i].Name;

    public override object GetValue(int i) => table.Columns[i].Of(line.Current) switch
    {
        decimal number when DigitsOf(number) > DigitsMax => number.ToString(CultureInfo.InvariantCulture),
        DateOnly day when day.ToDateTime(default) < FirstDate => ValueFormat.Day(day),
        DateOnly day => day.ToDateTime(default),
        DateTimeOffset at when at.UtcDateTime < FirstDate => ValueFormat.Time(at),
        DateTimeOffset at => WholeSecond(at.UtcDateTime),
        { } value => value,
        null => DBNull.Value,
    };

    public override bool Read()
    {
        if (!line.MoveNextAsync().AsTask().GetAwaiter().GetResult()) return false;
        AreMore = ++count > linesMax;
        return !AreMore;
    }

    public override async ValueTask DisposeAsync()
    {
        await line.DisposeAsync();
        await base.DisposeAsync();
    }

    // The number of significant digits.
    private static int DigitsOf(decimal number) =>
        number.ToString("0.############################", CultureInfo.InvariantCulture).Replace(".", "", StringComparison.Ordinal)
            .Trim('-').Trim('0').Length;

    // Cut to the second, as in CSV.
    private static DateTime WholeSecond(DateTime at) => new(at.Ticks - (at.Ticks % TimeSpan.TicksPerSecond), DateTimeKind.Utc);
}
