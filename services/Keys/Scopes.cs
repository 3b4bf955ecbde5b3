namespace Ledger.Keys;

/// <summary>The scopes of keys. Every endpoint declares the scopes of which it needs one.</summary>
public static class Scopes
{
    /// <summary>Sending facts, and submitting refused facts again.</summary>
    public const string OrdersWrite = "orders:write";

    /// <summary>Accounts, their balances, standings, lots and entries, orders, simulations and the event feed.</summary>
    public const string AccountsRead = "accounts:read";

    /// <summary>Holds, redemptions, vouchers and transfers.</summary>
    public const string SpendWrite = "spend:write";

    /// <summary>Adjustments by hand.</summary>
    public const string AdjustWrite = "adjust:write";

    /// <summary>Approving and rejecting what another person asked for.</summary>
    public const string AdjustApprove = "adjust:approve";

    /// <summary>Programs, their versions and clocks, and rebuilding the projections.</summary>
    public const string ProgramAdmin = "program:admin";

    /// <summary>Exports, reports, statements, refused facts and the log's integrity.</summary>
    public const string FinanceRead = "finance:read";

    /// <summary>Closing periods, which fixes their books for good.</summary>
    public const string FinanceClose = "finance:close";

    /// <summary>The service's metrics, which cover all programs.</summary>
    public const string MetricsRead = "metrics:read";

    /// <summary>Registering webhooks. A webhook can receive every event of the program.</summary>
    public const string WebhooksWrite = "webhooks:write";

    /// <summary>
    /// The settlement statements of the partner to whom the key is bound (mechanics.md §7). A key with this scope has no other.
    /// </summary>
    public const string PartnerRead = "partner:read";

    /// <summary>All scopes of the operator's keys, in the order in which they are shown.</summary>
    public static readonly IReadOnlyList<string> All =
    [
        OrdersWrite, AccountsRead, SpendWrite, AdjustWrite, AdjustApprove, ProgramAdmin, FinanceRead, FinanceClose, MetricsRead,
        WebhooksWrite,
    ];

    /// <summary>All scopes: the operator's and that of partners' keys.</summary>
    public static readonly IReadOnlyList<string> OfAllKeys = [.. All, PartnerRead];

    /// <summary>Reads <c>all</c>, which means <see cref="All"/>, or scopes separated by commas.</summary>
    /// <exception cref="KeyRefusedException">A scope is unknown, or none is given.</exception>
    public static IReadOnlyList<string> Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text == "all") return All;
        var named = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (named.Length == 0)
        {
            throw new KeyRefusedException("unknown_scope", $"A key needs a scope. There are: {string.Join(", ", OfAllKeys)}.");
        }
        if (named.FirstOrDefault(scope => !OfAllKeys.Contains(scope)) is { } unknown)
        {
            throw new KeyRefusedException("unknown_scope", $"There is no scope {unknown}. There are: {string.Join(", ", OfAllKeys)}.");
        }

        return [.. OfAllKeys.Where(named.Contains)];
    }
}
