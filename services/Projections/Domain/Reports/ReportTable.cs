using System.Globalization;

namespace Ledger.Projections.Domain.Reports;

/// <summary>What a column of a report holds.</summary>
public enum CellKind
{
    /// <summary>Text, also where it looks like a number or a formula.</summary>
    Text,

    /// <summary>A whole number.</summary>
    Whole,

    /// <summary>A number with the digits that its line has: points whole, money with those of the currency.</summary>
    Amount,

    /// <summary>Money, with the digits of the program's currency.</summary>
    Money,

    /// <summary>A share from 0 to 1, with up to six digits after the point; a spreadsheet shows it as a percentage.</summary>
    Share,

    /// <summary>A day of the calendar.</summary>
    Day,

    /// <summary>An instant, shown in UTC to the second.</summary>
    Instant,
}

/// <summary>A column of a report.</summary>
/// <param name="Name">The column's name: in the first line of CSV and of a sheet, and of the member in JSON.</param>
/// <param name="Of">Gets the line's value: a text, a decimal, a day or an instant; null: none.</param>
public sealed record ReportColumn<TLine>(string Name, CellKind Kind, Func<TLine, object?> Of);

/// <summary>
/// The columns of a report. CSV, spreadsheets and the table form are derived from them, and JSON has the same values, so a report is
/// defined in one place.
/// </summary>
/// <typeparam name="TLine">A line, whose amounts have the digits with which they are shown (<see cref="ValueFormat.Scaled"/>).</typeparam>
public sealed class ReportTable<TLine>
{
    private readonly ReportColumn<TLine>[] columns;

    /// <summary>Creates a report without columns; the methods below add them in order.</summary>
    /// <param name="name">
    /// The name of its files, without an ending, and of its sheet; at most 31 characters, the limit of spreadsheets.
    /// </param>
    public ReportTable(string name)
        : this(name, [])
    {
    }

    private ReportTable(string name, ReportColumn<TLine>[] columns)
    {
        Name = name;
        this.columns = columns;
    }

    /// <summary>The name of its files and its sheet.</summary>
    public string Name { get; }

    /// <summary>In the order in which they are shown.</summary>
    public IReadOnlyList<ReportColumn<TLine>> Columns => columns;

    /// <summary>The first line of CSV.</summary>
    public string Header => string.Join(',', columns.Select(column => column.Name));

    /// <summary>Adds a column of texts.</summary>
    public ReportTable<TLine> Text(string name, Func<TLine, string?> of) => With(name, CellKind.Text, of);

    /// <summary>Adds a column of whole numbers.</summary>
    public ReportTable<TLine> Whole(string name, Func<TLine, decimal?> of) => With(name, CellKind.Whole, line => of(line));

    /// <summary>Adds a column of points or money, whose digits the line says.</summary>
    public ReportTable<TLine> Amount(string name, Func<TLine, decimal?> of) => With(name, CellKind.Amount, line => of(line));

    /// <summary>Adds a column of money.</summary>
    public ReportTable<TLine> Money(string name, Func<TLine, decimal?> of) => With(name, CellKind.Money, line => of(line));

    /// <summary>Adds a column of shares.</summary>
    public ReportTable<TLine> Share(string name, Func<TLine, decimal?> of) => With(name, CellKind.Share, line => of(line));

    /// <summary>Adds a column of days.</summary>
    public ReportTable<TLine> Day(string name, Func<TLine, DateOnly?> of) => With(name, CellKind.Day, line => of(line));

    /// <summary>Adds a column of instants.</summary>
    public ReportTable<TLine> Instant(string name, Func<TLine, DateTimeOffset?> of) => With(name, CellKind.Instant, line => of(line));

    /// <summary>The fields of a line in CSV.</summary>
    public string[] Fields(TLine line) => Array.ConvertAll(columns, column => FieldOf(column.Of(line)));

    private ReportTable<TLine> With(string name, CellKind kind, Func<TLine, object?> of) =>
        new(Name, [.. columns, new ReportColumn<TLine>(name, kind, of)]);

    private static string FieldOf(object? value) => value switch
    {
        null => "",
        decimal number => number.ToString(CultureInfo.InvariantCulture),
        DateOnly day => ValueFormat.Day(day),
        DateTimeOffset at => ValueFormat.Time(at),
        _ => (string)value,
    };
}
