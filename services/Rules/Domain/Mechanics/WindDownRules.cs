using Ledger.Contracts.V1;
using Ledger.Rules.Domain.Evaluation;
using Ledger.Rules.Domain.Program;

namespace Ledger.Rules.Domain.Mechanics;

/// <summary>
/// A program that ends (mechanics.md §11). What is placed or completed from <c>earnUntil</c> on earns nothing and counts in no milestone
/// and no rebate
/// basis, but in windows, metrics and segments. So such an order measures each scope twice: under the scope's key, and once more under
/// <see cref="KeyOf"/>, which milestones and rebates take off.
/// </summary>
public static class WindDownRules
{
    private const string Suffix = "/wind-down";

    /// <summary>Whether what happens then earns nothing. The version is the one effective then.</summary>
    public static bool EarningEnded(ProgramVersion version, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(version);
        return version.WindDown is { } end && at >= end.EarnUntil;
    }

    /// <summary>Whether commands that spend are refused then, and lots expire. The version is the one effective then.</summary>
    public static bool SpendingEnded(ProgramVersion version, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(version);
        return version.WindDown is { } end && at >= end.RedeemUntil;
    }

    /// <summary>
    /// The key under which orders placed after the end measure a scope once more. No scope has such a key: theirs end in a version's
    /// number.
    /// </summary>
    public static string KeyOf(string scopeKey) => scopeKey + Suffix;

    /// <summary>Scoped net of the orders placed before the end: what milestones and rebates count.</summary>
    public static Exact CountedSpend(Measures measures, string scopeKey, MonthRange range)
    {
        ArgumentNullException.ThrowIfNull(measures);
        return measures.Spend(scopeKey, range) - measures.Spend(KeyOf(scopeKey), range);
    }
}
