using Ledger.Cli.Service;
using Ledger.Client;
using Ledger.Rules.Domain.Mechanics;
using Ledger.Rules.Domain.Program;

namespace Ledger.Cli.Import;

/// <summary>
/// Moves a program's manual clock along with the facts: to each time at which program-wide work falls due, just before the first fact dated
/// at or after it (mechanics.md, where these mechanics decide). So a replay does what a live program would have done. The times come from
/// the program's published versions, which do not change during an import; a fact that comes late moves nothing.
/// </summary>
internal sealed class ClockFollower(LedgerProgram program, ProgramCatalog catalog, TimeProvider time)
{
    // The service refuses a fact that is dated later than this after its own clock: such a date is a slip, and a clock never runs back.
    private static readonly TimeSpan AheadMax = TimeSpan.FromHours(24);

    // Times are found for a year at once and not anew for each fact.
    private static readonly TimeSpan Ahead = TimeSpan.FromDays(366);

    private readonly Queue<DateTimeOffset> coming = [];
    private DateTimeOffset known;

    /// <summary>
    /// Begins to follow at the time where the clock is, once nothing is due there: an import before this one may have been cut off.
    /// </summary>
    /// <exception cref="CliFailure">The program's clock is the wall's.</exception>
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

    /// <summary>The times to which the clock is to be advanced before a fact of this date is sent, earliest first; each is given
    /// once.</summary>
    /// <param name="date">When the fact happened; null when that cannot be read.</param>
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
