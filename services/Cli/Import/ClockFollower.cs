using Ledger.Cli.Service;
using Ledger.Client;
using Ledger.Rules.Domain.Mechanics;
using Ledger.Rules.Domain.Program;

namespace Ledger.Cli.Import;

/// <summary>
/// Advances a program's manual clock with the facts: to each time at which program-wide work falls due, just before the first fact dated at
/// or after it (mechanics.md, where these mechanics decide). So a replay has the results of a live program. The times come from the
/// program's published versions, which do not change during an import. A late fact does not move the clock.
/// </summary>
internal sealed class ClockFollower(LedgerProgram program, ProgramCatalog catalog, TimeProvider time)
{
    // The service refuses a fact dated further ahead of its own clock. Such a date must not advance the program's clock, which never goes
    // back.
    private static readonly TimeSpan AheadMax = TimeSpan.FromHours(24);

    // Times are computed for a year at once, not for each fact.
    private static readonly TimeSpan Ahead = TimeSpan.FromDays(366);

    private readonly Queue<DateTimeOffset> coming = [];
    private DateTimeOffset known;

    /// <summary>
    /// Begins at the clock's present time, after its due work is done: an earlier import may have been interrupted.
    /// </summary>
    /// <exception cref="CliFailure">The program has a wall clock.</exception>
    public async Task BeginAsync(CancellationToken cancellation)
    {
        var clock = await program.GetClockAsync(cancellation);
        if (clock.Mode != "manual")
        {
            throw new CliFailure($"--follow-clock needs a manual clock; that of program {program.Id} is the wall's.");
        }
        clock = await program.UntilNothingIsDueAsync(clock, _ => { }, time, cancellation);
        coming.Clear();
        known = clock.At ?? DateTimeOffset.MinValue;
    }

    /// <summary>The times to which the clock must be advanced before a fact of this date is sent, earliest first; each is returned only
    /// once.</summary>
    /// <param name="date">When the fact happened; null when its date cannot be read.</param>
    public IReadOnlyList<DateTimeOffset> ComingBefore(DateTimeOffset? date)
    {
        if (date is not { } at || at > time.GetUtcNow() + AheadMax) return [];
        if (at > known)
        {
            var horizon = at + Ahead;
            foreach (var next in ProgramWideTimes.TimesIn(catalog, known, horizon)) coming.Enqueue(next);
            known = horizon;
        }

        var times = new List<DateTimeOffset>();
        while (coming.TryPeek(out var next) && next <= at) times.Add(coming.Dequeue());
        return times;
    }

    /// <summary>Advances the clock and returns when all work of that time is done.</summary>
    public async Task AdvanceAsync(DateTimeOffset to, CancellationToken cancellation)
    {
        var clock = await program.AdvanceClockAsync(to, cancellation);
        await program.UntilNothingIsDueAsync(clock, _ => { }, time, cancellation);
    }
}
