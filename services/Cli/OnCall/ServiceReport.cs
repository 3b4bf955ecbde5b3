namespace Ledger.Cli.OnCall;

/// <summary>A report for finance that the service makes.</summary>
/// <param name="Name">Of the command.</param>
/// <param name="Address">The end of its address.</param>
/// <param name="About">What the command does.</param>
/// <param name="Asks">What it is asked for.</param>
/// <param name="HasPages">JSON of it comes in pages.</param>
internal sealed record ServiceReport(string Name, string Address, string About, ServiceReport.Of Asks, bool HasPages = false)
{
    /// <summary>What a report is asked for.</summary>
    public enum Of
    {
        /// <summary>How things stand.</summary>
        Now,

        /// <summary>One local month, and a unit.</summary>
        Month,

        /// <summary>A local month, several, or all.</summary>
        Months,

        /// <summary>A local month, several, or all, and a unit.</summary>
        MonthsAndUnit,
    }

    /// <summary>All of them, in the order in which help shows them.</summary>
    public static IReadOnlyList<ServiceReport> All { get; } =
    [
        new("roll-forward", "roll-forward", "Show how the books of wallets came through a month.", Of.Month),
        new(
            "roll-forward-months", "roll-forward-months", "Show how the books of wallets came through each of several months.",
            Of.MonthsAndUnit),
        new("journal", "journal", "Show what to post to the general ledger for a month.", Of.Month),
        new("liability", "liability", "Show what the program owes its members, and what that is worth.", Of.Now),
        new("expiring", "expiring", "Show what expires in the next 24 months.", Of.Now),
        new("breakage", "breakage", "Show how much of what is left is expected to expire, with the data of past lots.", Of.Now),
        new("tier-movements", "tier-movements", "Show how accounts came from tier to tier.", Of.Months),
        new("variance", "variance", "Show the orders whose stated discount is another than they are entitled to.", Of.Months, true),
        new("variance-months", "variance-months", "Show the sums of discount variance by month.", Of.Months),
        new("adjustments", "adjustments", "Show adjustments by hand, with who asked for each and who decided.", Of.Months, true),
        new("rebates", "rebates-accrued", "Show what the open rebate periods of accounts would pay by now.", Of.Now, true),
        new("rebate-periods", "rebates-accrued-periods", "Show what all open rebate periods would pay by now.", Of.Now),
        new("partners", "partners", "Show what is settled with the partners.", Of.Months),
        new("return", "return", "Show what the program cost against what its members bought.", Of.Months),
        new("wind-down", "wind-down", "Show how a program that ends stands.", Of.Now),
    ];
}
