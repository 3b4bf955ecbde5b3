using Ledger.Contracts.V1;
using Ledger.Rules.Domain.Evaluation;
using Ledger.Rules.Domain.Program;

namespace Ledger.Rules.Domain.Mechanics;

/// <summary>
/// The rules of a program that ends (mechanics.md §11). Orders placed and activities completed from <c>earnUntil</c> on earn nothing and
/// count in no milestone and no rebate basis, but do count in windows, metrics and segments. So such an order is measured twice in each
/// scope: under the scope's key, and again under <see cref="KeyOf"/>, which milestones and rebates subtract.
/// </summary>
public static class WindDownRules
{
    private const string Suffix = "/wind-down";

    /// <summary>Whether orders and activities at an instant earn nothing. The version is the one effective at that instant.</summary>
    public static bool EarningEnded(ProgramVersion version, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(version);
        return version.WindDown is { } end && at >= end.EarnUntil;
    }

    /// <summary>Whether commands that spend are refused and lots expire at an instant. The version is the one effective at that
    /// instant.</summary>
    public static bool SpendingEnded(ProgramVersion version, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(version);
        return version.WindDown is { } end && at >= end.RedeemUntil;
    }

    /// <summary>
    /// The key under which orders placed from earnUntil on are measured again in a scope. No scope has such a key, because keys of scopes
    /// end in a version's number.
    /// </summary>
    public static string KeyOf(string scopeKey) => scopeKey + Suffix;

    /// <summary>Scoped net of the orders placed before earnUntil, which milestones and rebates count.</summary>
    public static Exact CountedSpend(Measures measures, string scopeKey, MonthRange range)
    {
        ArgumentNullException.ThrowIfNull(measures);
        return measures.Spend(scopeKey, range) - measures.Spend(KeyOf(scopeKey), range);
    }
}
