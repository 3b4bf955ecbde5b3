namespace Ledger.Keys;

/// <summary>What a key may do. Every endpoint declares the scopes of which one is enough.</summary>
public static class Scopes
{
    /// <summary>Order facts, and handing refused ones in again.</summary>
    public const string OrdersWrite = "orders:write";

    /// <summary>Accounts, their balances, standings, lots and entries, orders, simulations and the event feed.</summary>
    public const string AccountsRead = "accounts:read";

    /// <summary>Holds, redemptions, vouchers and transfers.</summary>
    public const string SpendWrite = "spend:write";

    /// <summary>Adjustments by hand.</summary>
    public const string AdjustWrite = "adjust:write";

    /// <summary>The second pair of eyes.</summary>
    public const string AdjustApprove = "adjust:approve";

    /// <summary>Programs, their versions and clocks, and rebuilding the projections.</summary>
    public const string ProgramAdmin = "program:admin";

    /// <summary>Exports, reports, statements, refused facts and the log's integrity.</summary>
    public const string FinanceRead = "finance:read";

    /// <summary>All of them, in the order in which they are shown.</summary>
    public static readonly IReadOnlyList<string> All = [OrdersWrite, AccountsRead, SpendWrite, AdjustWrite, AdjustApprove, ProgramAdmin, FinanceRead];

    /// <summary>Reads <c>all</c>, or scopes separated by commas.</summary>
    /// <exception cref="KeyRefusedException">One is not known, or there is none.</exception>
    public static IReadOnlyList<string> Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text == "all") return All;
        var named = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (named.Length == 0) throw new KeyRefusedException("unknown_scope", $"A key needs a scope. There are: {string.Join(", ", All)}.");
        if (named.FirstOrDefault(scope => !All.Contains(scope)) is { } unknown)
        {
            throw new KeyRefusedException("unknown_scope", $"There is no scope {unknown}. There are: {string.Join(", ", All)}.");
        }

        return [.. All.Where(named.Contains)];
    }
}
