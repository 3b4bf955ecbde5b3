namespace Ledger.Console.Stories;

/// <summary>The parameters of a report.</summary>
[Flags]
public enum ReportAsks
{
    /// <summary>None: the present state.</summary>
    Nothing = 0,

    /// <summary>One local month.</summary>
    Period = 1,

    /// <summary>One unit, or all.</summary>
    Unit = 2,

    /// <summary>A range of local months, or all.</summary>
    Months = 4,

    /// <summary>A day in the past, or now.</summary>
    Past = 8,

    /// <summary>A line of the journal.</summary>
    Line = 16,
}

/// <summary>A report that has a page of its own.</summary>
/// <param name="Name">The report's name in addresses, here and in the API.</param>
/// <param name="Asks">The report's parameters.</param>
/// <param name="Tables">The tables of its page, each a report of the API; the last one may have pages.</param>
/// <param name="HasPages">Whether the last table has pages.</param>
/// <param name="IsListed">Whether the report is in the list of reports; otherwise another report links to it.</param>
public sealed record FinanceReport(
    string Name, ReportAsks Asks, IReadOnlyList<string> Tables, bool HasPages = false, bool IsListed = true)
{
    /// <summary>All reports, in the order of the list.</summary>
    public static IReadOnlyList<FinanceReport> All { get; } =
    [
        Of("trial-balance", ReportAsks.Nothing),
        Of("roll-forward", ReportAsks.Period | ReportAsks.Unit),
        Of("roll-forward-months", ReportAsks.Months | ReportAsks.Unit),
        Of("journal", ReportAsks.Period | ReportAsks.Unit),
        Of("journal-entries", ReportAsks.Period | ReportAsks.Unit | ReportAsks.Line) with { HasPages = true, IsListed = false },
        Of("liability", ReportAsks.Past),
        Of("expiring", ReportAsks.Past),
        Of("breakage", ReportAsks.Nothing),
        Of("rebates-accrued", ReportAsks.Nothing) with { Tables = ["rebates-accrued-periods", "rebates-accrued"], HasPages = true },
        Of("partners", ReportAsks.Months),
        Of("adjustments", ReportAsks.Months) with { HasPages = true },
        Of("variance", ReportAsks.Months) with { Tables = ["variance-months", "variance"], HasPages = true },
        Of("tier-movements", ReportAsks.Months),
        Of("return", ReportAsks.Months),
        Of("wind-down", ReportAsks.Nothing),
    ];

    /// <summary>The report with a name; null if there is none.</summary>
    public static FinanceReport? Find(string name) => All.FirstOrDefault(report => report.Name == name);

    /// <summary>The files in which a table can be downloaded.</summary>
    public static IReadOnlyList<string> FilesOf(string table) =>
        table == "journal" ? ["journal.csv", "journal.xlsx", "journal.datev.csv"] : [$"{table}.csv", $"{table}.xlsx"];

    private static FinanceReport Of(string name, ReportAsks asks) => new(name, asks, [name]);
}
