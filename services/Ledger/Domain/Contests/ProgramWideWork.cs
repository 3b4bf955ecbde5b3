using Ledger.Rules.Domain.Mechanics;
using Ledger.Rules.Domain.Program;

namespace Ledger.Domain.Contests;

/// <summary>Work that concerns a whole program: closing a challenge's period, or holding a draw. Exactly one of the two is set.</summary>
/// <param name="At">When it falls due.</param>
public sealed record ProgramWideWork(DateTimeOffset At, ChallengePeriod? Close, (ProgramVersion Version, Draw Draw)? Draw)
{
    /// <summary>
    /// The next such work that falls due at or before a time: in time order, challenges before draws, then in program order. Null when
    /// there is none.
    /// </summary>
    public static ProgramWideWork? Next(ProgramState program, DateTimeOffset until) => All(program, until).FirstOrDefault();

    /// <summary>How many challenges and draws have fallen due at or before a time and are not done.</summary>
    public static int Count(ProgramState program, DateTimeOffset until) => All(program, until).Count();

    private static IEnumerable<ProgramWideWork> All(ProgramState program, DateTimeOffset until)
    {
        ArgumentNullException.ThrowIfNull(program);
        var (catalog, contests) = (program.Catalog, program.Contests);
        if (catalog.Versions.All(version => version.Challenges.Count == 0 && version.Draws.Count == 0)) return [];
        var closes = ChallengeRules.ClosingIn(catalog, contests.FirstPublishedAt, until)
            .Where(close =>
                !contests.IsClosed(close.Challenge.Id, close.Period.Id)
                && contests.WasPublishedBefore(close.Version.Version, close.ClosesAt))
            .Select(close => new ProgramWideWork(close.ClosesAt, close, null));
        var draws = ProgramWideTimes.DrawsIn(catalog, contests.FirstPublishedAt, until)
            .Where(due => !contests.IsHeld(due.Draw.Id) && contests.WasPublishedBefore(due.Version.Version, due.Draw.At))
            .Select(due => new ProgramWideWork(due.Draw.At, null, (due.Version, due.Draw)));
        return closes.Concat(draws).OrderBy(work => work.At).ThenBy(work => work.Close is null);
    }
}
