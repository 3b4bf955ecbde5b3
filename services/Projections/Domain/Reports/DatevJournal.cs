using System.Globalization;
using System.Text;
using Ledger.Contracts.V1;

namespace Ledger.Projections.Domain.Reports;

/// <summary>
/// The journal in the format of DATEV posting batches: a header that begins with EXTF, a line of column names, then one posting per line.
/// Fields are separated by semicolons, texts are quoted, amounts have a decimal comma, dates are day and month, lines end in CR LF. It
/// depends on the journal alone, so every run gives the same bytes.
/// </summary>
public static class DatevJournal
{
    private const string Names = "Umsatz;Soll/Haben;Konto;Gegenkonto;Belegdatum;Belegfeld 1;Buchungstext";
    private const int HeaderFields = 31;
    private const int AccountDigitsMin = 4;
    private const int AccountDigitsMax = 8;

    /// <summary>The first account that DATEV does not accept: one that is not 1 to 8 digits. Null when all are accepted.</summary>
    public static string? OddAccount(IEnumerable<JournalLine> lines) => lines.SelectMany(line => (string[])[line.Debit, line.Credit])
        .FirstOrDefault(account => account.Length > AccountDigitsMax || !account.All(char.IsAsciiDigit));

    /// <summary>The text of the file.</summary>
    /// <param name="lines">The lines; <see cref="OddAccount"/> finds no account in them.</param>
    /// <param name="month">Year × 12 + month − 1.</param>
    /// <param name="isClosed">Whether the month is closed; its postings are then marked as fixed.</param>
    public static string Text(
        string program, int month, string currency, int minorDigits, bool isClosed, AccountingDocument accounting,
        IReadOnlyList<JournalLine> lines)
    {
        ArgumentNullException.ThrowIfNull(accounting);
        ArgumentNullException.ThrowIfNull(lines);
        var text = new StringBuilder();
        text.AppendJoin(';', Header(program, month, currency, isClosed, accounting, lines)).Append("\r\n").Append(Names).Append("\r\n");
        for (var i = 0; i < lines.Count; i++)
        {
            var line = lines[i];
            text.AppendJoin(
                ';', ValueFormat.Money(line.Amount, minorDigits).Replace('.', ','), Quoted("S"), line.Debit, line.Credit,
                Of(Journal.DateOf(month), "ddMM"),
                Quoted(string.Create(CultureInfo.InvariantCulture, $"{MonthText.Of(month)}-{i + 1}")),
                Quoted($"{line.Unit} {line.Cause} {MonthText.Of(month)}")).Append("\r\n");
        }

        return text.ToString();
    }

    private static string[] Header(
        string program, int month, string currency, bool isClosed, AccountingDocument accounting, IReadOnlyList<JournalLine> lines)
    {
        var (first, last) = (new DateOnly(month / 12, (month % 12) + 1, 1), Journal.DateOf(month));
        var digits = lines.SelectMany(line => (string[])[line.Debit, line.Credit]).Select(account => account.Length)
            .DefaultIfEmpty(AccountDigitsMin).Max();
        string[] known =
        [
            Quoted("EXTF"), "700", "21", Quoted("Buchungsstapel"), "13", $"{Of(last, "yyyyMMdd")}000000000", "", Quoted("LG"), Quoted(""),
            Quoted(""), Number(accounting.DatevConsultant), Number(accounting.DatevClient), $"{first.Year:D4}0101",
            Number(Math.Max(digits, AccountDigitsMin)), Of(first, "yyyyMMdd"), Of(last, "yyyyMMdd"),
            Quoted($"Ledger {MonthText.Of(month)}"), Quoted(""), "1", "0", isClosed ? "1" : "0", Quoted(currency),
        ];
        return [.. known, .. Enumerable.Repeat("", HeaderFields - known.Length - 1), Quoted(program)];
    }

    private static string Of(DateOnly day, string format) => day.ToString(format, CultureInfo.InvariantCulture);

    private static string Number(int? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";

    private static string Quoted(string text) => $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
