namespace Ledger.Cli.OnCall;

/// <summary>A report for finance that the service makes.</summary>
/// <param name="Name">The command's name.</param>
/// <param name="Address">The report's name in its address.</param>
/// <param name="About">The command's description.</param>
/// <param name="Asks">The parameters of the report.</param>
/// <param name="HasPages">Whether its JSON has pages.</param>
internal sealed record ServiceReport(string Name, string Address, string About, ServiceReport.Of Asks, bool HasPages = false)
{
    /// <summary>The parameters of a report.</summary>
    public enum Of
    {
        /// <summary>None: the present state.</summary>
        Now,

        /// <summary>One local month, and optionally a unit.</summary>
        Month,

        /// <summary>A local month, several, or all.</summary>
        Months,

        /// <summary>A local month, several, or all, and optionally a unit.</summary>
        MonthsAndUnit,
    }

    /// <summary>All reports, in the order in which help shows them.</summary>
    public static IReadOnlyList<ServiceReport> All { get; } =
    [
        new("roll-forward", "roll-forward", "Show the wallets' books from the opening to the closing balance of a month.", Of.Month),
        new("roll-forward-months", "roll-forward-months", "Show the same as roll-forward for each of several months.", Of.MonthsAndUnit),
        new("journal", "journal", "Show what to post to the general ledger for a month.", Of.Month),
        new("liability", "liability", "Show what the program owes its members, with its worth in money.", Of.Now),
        new("expiring", "expiring", "Show what expires in the next 24 months.", Of.Now),
        new("breakage", "breakage", "Show how much of the value left is expected to expire, with the data of past lots.", Of.Now),
        new("tier-movements", "tier-movements", "Show how accounts moved between tiers.", Of.Months),
        new("variance", "variance", "Show the orders whose stated discount differs from the one that the rules grant.", Of.Months, true),
        new("variance-months", "variance-months", "Show the sums of discount variance by month.", Of.Months),
        new("adjustments", "adjustments", "Show adjustments by hand, with who asked for each and who decided.", Of.Months, true),
        new("rebates", "rebates-accrued", "Show what the open rebate periods of accounts would pay if they closed now.", Of.Now, true),
        new("rebate-periods", "rebates-accrued-periods", "Show the sums of open rebate periods by rebate and period.", Of.Now),
        new("partners", "partners", "Show the settlement with the partners.", Of.Months),
        new("return", "return", "Show the program's cost compared with what its members bought.", Of.Months),
        new("wind-down", "wind-down", "Show the value left in a program that ends.", Of.Now),
    ];
}
