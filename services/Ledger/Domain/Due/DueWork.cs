using Ledger.Domain.Accounts;
using Ledger.Domain.Mechanics;
using Ledger.Rules.Domain.Program;

namespace Ledger.Domain.Due;

/// <summary>
/// Carries out what fell due at or before a time, in time order; ties in the order of <see cref="AllMechanics.InOrder"/>, then as each kind
/// says (domain.md §4). Facts, the sweeper and an advanced clock all use this function, so results do not depend on how often a job ran.
/// </summary>
public static class DueWork
{
    /// <summary>When work of the account next falls due, or may; null when no work is in sight.</summary>
    /// <param name="after">Up to when due work is carried out: the account's clock, or a later time at which nothing was found due.</param>
    public static DateTimeOffset? NextAt(ProgramCatalog catalog, Account account, DateTimeOffset after)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(account);
        DateTimeOffset? next = null;
        foreach (var kind in AllMechanics.Due)
        {
            if (kind.LookAgainAt(catalog, account, after) is { } at && !(at >= next)) next = at;
        }

        return next;
    }

    /// <summary>Whether work falls due at or before a time.</summary>
    public static bool IsDue(ProgramCatalog catalog, Account account, DateTimeOffset until)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(account);
        return Next(catalog, account, until) is not null;
    }

    /// <summary>
    /// Whether publishing or retiring a version may move work of accounts to an earlier time, so that idle accounts must be planned again.
    /// </summary>
    public static bool DependsOn(ProgramCatalog catalog)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return AllMechanics.Due.Any(kind => kind.DependsOn(catalog));
    }

    /// <summary>Carries out everything due at or before <paramref name="until"/>.</summary>
    internal static void CarryOut(Recorder recorder, DateTimeOffset until)
    {
        var dated = recorder.Dated;
        while (Next(recorder.Catalog, recorder.Account, until) is var (at, kind))
        {
            recorder.Dated = at;
            kind.CarryOut(recorder, at);
        }

        recorder.Dated = dated;
    }

    private static (DateTimeOffset At, DueKind Kind)? Next(ProgramCatalog catalog, Account account, DateTimeOffset until)
    {
        (DateTimeOffset At, DueKind Kind)? next = null;
        foreach (var kind in AllMechanics.Due)
        {
            var latest = next?.At ?? until;
            if (kind.NextAt(catalog, account, latest) is { } at && at <= latest && (next is null || at < latest)) next = (at, kind);
        }

        return next;
    }
}
