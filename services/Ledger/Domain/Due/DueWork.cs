using Ledger.Domain.Accounts;
using Ledger.Domain.Mechanics;
using Ledger.Rules.Domain.Program;

namespace Ledger.Domain.Due;

/// <summary>
/// Carries out what fell due at or before a time, in time order; ties in the order of <see cref="AllMechanics.InOrder"/>, then as each kind
/// says (domain.md §4).
/// The same function serves a fact, the sweeper and a clock that is advanced, so results do not depend on how often a job ran.
/// </summary>
public static class DueWork
{
    /// <summary>When the account next has something to do, or may have; null when nothing that is known now ever falls due.</summary>
    /// <param name="after">Up to when everything was carried out; its own clock, or later where somebody looked since.</param>
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

    /// <summary>Whether a version that is published or retired may bring work of accounts forward that nobody looks at until
    /// then.</summary>
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
