using System.Globalization;
using Ledger.Console.Texts;
using Ledger.Contracts.V1.Answers;

namespace Ledger.Console.Stories;

/// <summary>A cell of a report as people read it.</summary>
/// <param name="Address">The page to which the cell links; null: none.</param>
public sealed record ReportCell(string Text, bool IsNumber, string? Address = null);

/// <summary>Formats a report's table for people: headings, the text of cells, and their links.</summary>
/// <param name="texts">The language.</param>
/// <param name="shown">Formats numbers and times.</param>
/// <param name="program">The program's id.</param>
/// <param name="unit">The unit for which the report was requested, in which lines of the journal are numbered; empty: all units.</param>
public sealed class ReportCells(Catalogue texts, Shown shown, string program, string unit = "")
{
    private const int IdDigits = 8;

    /// <summary>The heading of a column, with the currency for money.</summary>
    public string Title(ReportTableAnswer table, ReportTableColumn column)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(column);
        var title = TitleOf(texts, table.Report, column.Name);
        return column.Kind == "money" ? $"{title} ({table.Currency})" : title;
    }

    /// <summary>The heading of a column: the text for that report, or the general one.</summary>
    public static string TitleOf(Catalogue texts, string report, string column)
    {
        ArgumentNullException.ThrowIfNull(texts);
        var own = $"{report}.{column}";
        return texts.Word("column", own) is var word && word != own ? word : texts.Word("column", column);
    }

    /// <summary>Whether a column has numbers, which are aligned to the right.</summary>
    public static bool IsNumber(ReportTableColumn column) => column?.Kind is "whole" or "amount" or "money" or "share";

    /// <summary>Whether a line sums others of its table.</summary>
    public static bool IsTotal(ReportTableAnswer table, IReadOnlyList<string> line) => table.TextOf(line, "book") == "total";

    /// <summary>The cell of a line.</summary>
    public ReportCell Of(ReportTableAnswer table, IReadOnlyList<string> line, int index)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(line);
        var (column, text) = (table.Columns[index], line[index]);
        var isNumber = IsNumber(column);
        if (text.Length == 0) return new ReportCell(column.Name == "segment" ? texts["report.allsegments"] : "", isNumber);
        return new ReportCell(TextOf(column, text), isNumber, AddressOf(table, line, column.Name, text));
    }

    /// <summary>The sums of columns of money, null for other columns; only of lines that do not overlap. Null when no column is
    /// summed.</summary>
    public IReadOnlyList<string?>? Sums(ReportTableAnswer table)
    {
        ArgumentNullException.ThrowIfNull(table);
        var lines = table.Lines.Where(line => table.TextOf(line, "segment").Length == 0).ToList();
        if (lines.Count < 2 || table.Columns.All(column => column.Kind != "money")) return null;
        return
        [
            .. table.Columns.Select((column, i) =>
                column.Kind == "money" ? shown.Number(lines.Sum(line => ReportTables.NumberOf(line[i]))) : null),
        ];
    }

    private string TextOf(ReportTableColumn column, string text) => column.Kind switch
    {
        "whole" or "amount" or "money" => shown.Number(ReportTables.NumberOf(text)),
        "share" => shown.Percent(ReportTables.NumberOf(text) * 100),
        "instant" => shown.Instant(DateTimeOffset.Parse(text, CultureInfo.InvariantCulture)),
        "day" => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture)
            .ToString(texts.DateFormat, CultureInfo.InvariantCulture),
        _ => WordOf(column.Name, text),
    };

    private string WordOf(string column, string text) => column switch
    {
        "unit" => texts.Word("unit", text),
        "state" => texts.Word("state", text),
        "book" => BookOf(text),
        "cause" => texts.Word("posting", text) is var word && word != text ? word : texts.Word("column", text),
        "type" => texts.Word("entry", text),
        "month" => texts.Word("expiry", text),
        "owner" when text == "account" => texts["account"],
        "entryId" => $"{text[..Math.Min(IdDigits, text.Length)]}…",
        _ => text,
    };

    // A book like issuance:bank is a partner's.
    private string BookOf(string book)
    {
        var colon = book.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? texts.Word("book", book) : $"{texts.Word("book", book[..colon])} · {book[(colon + 1)..]}";
    }

    private string? AddressOf(ReportTableAnswer table, IReadOnlyList<string> line, string column, string text) => column switch
    {
        "accountId" => Addresses.Account(program, text),
        "orderId" => Addresses.Order(program, table.TextOf(line, "source"), text),
        "entryId" => Addresses.Of(program, $"entries/{Uri.EscapeDataString(text)}"),
        "adjustmentId" when table.TextOf(line, "state") == "awaiting_approval" => Addresses.Of(program, "adjustments"),
        "number" when table.TextOf(line, "entries") is not ("" or "0") => Addresses.Report(
            program, "journal-entries",
            $"period={Uri.EscapeDataString(table.TextOf(line, "period"))}&line={Uri.EscapeDataString(text)}"
            + (unit.Length > 0 ? $"&unit={Uri.EscapeDataString(unit)}" : "")),
        _ => null,
    };
}
