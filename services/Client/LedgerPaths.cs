using System.Globalization;

namespace Ledger.Client;

/// <summary>
/// Paths of the HTTP interface, for methods that take any path: <see cref="LedgerClient.AskAsync{T}(string, CancellationToken)"/>,
/// <see cref="LedgerClient.StreamAsync"/> and similar. Ids are escaped here.
/// </summary>
public static class LedgerPaths
{
    /// <summary>The positions of the log and of its followers.</summary>
    public const string Integrity = "v1/integrity";

    /// <summary>The check of the log.</summary>
    public const string Verification = "v1/integrity/verify";

    /// <summary>The rebuild of the views.</summary>
    public const string Rebuild = "v1/projections/rebuild";

    /// <summary>A program, relative to the service's address. All paths below are relative to a program's.</summary>
    public static string Program(string program) => $"v1/programs/{Escape(program)}";

    /// <summary>Something of an account: balance, standing, lots, entries, rebates.</summary>
    public static string Account(string accountId, string what) => $"accounts/{Escape(accountId)}/{what}";

    /// <summary>An order.</summary>
    public static string Order(string source, string orderId) => $"orders/{Escape(source)}/{Escape(orderId)}";

    /// <summary>A hold.</summary>
    public static string Hold(string holdId) => $"holds/{Escape(holdId)}";

    /// <summary>A version of the program.</summary>
    public static string Version(long version) => string.Create(CultureInfo.InvariantCulture, $"versions/{version}");

    /// <summary>A page of events.</summary>
    /// <param name="after">Position after which the page begins.</param>
    /// <param name="limit">The most events of the page.</param>
    /// <param name="waitSeconds">How long the ledger waits for the next event at the end of the log, in seconds.</param>
    /// <param name="types">Only these types, separated by commas; an asterisk stands for the rest of a name. Null: all types.</param>
    public static string Events(string after, int limit, int waitSeconds, string? types = null) => With(
        string.Create(CultureInfo.InvariantCulture, $"events?after={Escape(after)}&limit={limit}&waitSeconds={waitSeconds}"),
        Query(("types", types)));

    /// <summary>An account's statement as a PDF.</summary>
    /// <param name="accountId">The account.</param>
    /// <param name="from">Beginning of the period, inclusive: an instant or a local day; null: no beginning.</param>
    /// <param name="to">End of the period, exclusive: an instant or a local day; null: no end.</param>
    /// <param name="language">en, de, ru, fr or es.</param>
    public static string StatementPdf(string accountId, string? from, string? to, string language) =>
        With(Account(accountId, "statement.pdf"), Query(("lang", language), ("from", from), ("to", to)));

    /// <summary>An export as CSV: balances, standings, rebates, entitlements, members, grants, challenges, partners.</summary>
    public static string Export(string export) => $"exports/{Escape(export)}.csv";

    /// <summary>A report for finance.</summary>
    /// <param name="report">The report's name, like <c>roll-forward</c>.</param>
    /// <param name="asked">The query parameters; those with a null value are left out.</param>
    public static string Report(string report, params ReadOnlySpan<(string Name, string? Value)> asked) =>
        With($"reports/{Escape(report)}", Query(asked));

    /// <summary>The same report as a file.</summary>
    /// <param name="report">
    /// A path from <see cref="Report"/>, or the report's name with its query, like <c>roll-forward?period=2011-07</c>.
    /// </param>
    /// <param name="form">The file's form.</param>
    public static string As(string report, ReportFile form)
    {
        ArgumentNullException.ThrowIfNull(report);
        var end = report.IndexOf('?', StringComparison.Ordinal) is var mark and >= 0 ? mark : report.Length;
        return $"{report[..end]}{(form == ReportFile.Csv ? ".csv" : ".xlsx")}{report[end..]}";
    }

    /// <summary>Escapes an id for use in a path or query.</summary>
    public static string Escape(string id) => Uri.EscapeDataString(id);

    /// <summary>Appends a query to a path that may already have one.</summary>
    internal static string With(string path, string query) =>
        query.Length == 0 ? path : $"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{query}";

    private static string Query(params ReadOnlySpan<(string Name, string? Value)> asked)
    {
        var query = "";
        foreach (var (name, value) in asked)
        {
            if (value is not null) query += $"{(query.Length > 0 ? "&" : "")}{name}={Escape(value)}";
        }

        return query;
    }
}
