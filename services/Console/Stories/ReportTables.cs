using System.Globalization;
using Ledger.Console.Charts;
using Ledger.Contracts.V1.Answers;

namespace Ledger.Console.Stories;

/// <summary>Reads cells of a report's table by the names of its columns.</summary>
public static class ReportTables
{
    /// <summary>A cell's text; empty where the report has no such column.</summary>
    public static string TextOf(this ReportTableAnswer table, IReadOnlyList<string> line, string column)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(line);
        for (var i = 0; i < table.Columns.Count; i++)
        {
            if (table.Columns[i].Name == column) return line[i];
        }

        return "";
    }

    /// <summary>A cell's number; 0 where there is none.</summary>
    public static decimal NumberOf(this ReportTableAnswer table, IReadOnlyList<string> line, string column) =>
        NumberOf(table.TextOf(line, column));

    /// <summary>A number as cells have it; 0 of an empty text.</summary>
    public static decimal NumberOf(string cell) => cell is "" ? 0 : decimal.Parse(cell, CultureInfo.InvariantCulture);

    /// <summary>Bars of a report's columns, grouped by another column, in the order of lines; each bar is a sum of lines.</summary>
    /// <param name="by">The column that names a group.</param>
    /// <param name="columns">The columns of numbers.</param>
    /// <param name="of">Chooses the lines that count.</param>
    public static IReadOnlyList<BarGroup> Bars(
        this ReportTableAnswer table, string by, IReadOnlyList<string> columns, Func<IReadOnlyList<string>, bool> of)
    {
        ArgumentNullException.ThrowIfNull(table);
        return
        [
            .. table.Lines.Where(of).GroupBy(line => table.TextOf(line, by)).Select(group => new BarGroup(
                group.Key, [.. columns.Select(column => group.Sum(line => table.NumberOf(line, column)))])),
        ];
    }
}
