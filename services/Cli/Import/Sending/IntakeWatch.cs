using Ledger.Client;

namespace Ledger.Cli.Import.Sending;

/// <summary>
/// Follows the outcomes of facts sent over the bus, from counters that start at 0 with the service. A message that the broker delivers
/// twice counts twice, as repeated facts. So if there are repeats, the end is detected not by a number but by a time without new outcomes.
/// </summary>
internal sealed class IntakeWatch(LedgerProgram program, Tally tally, TimeSpan patience, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Now = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(2);

    private int looking;
    private FactCounts before = new();
    private FactCounts latest = new();
    private long lookedAt;
    private bool restarted;

    /// <summary>Reads the counters before anything is sent.</summary>
    public async Task BeginAsync(CancellationToken cancellation)
    {
        before = latest = await ReadAsync(cancellation);
        lookedAt = time.GetTimestamp();
        restarted = false;
        tally.Set(new FactCounts());
    }

    /// <summary>Polls the counters, for the progress bar and to detect a restart.</summary>
    public async Task LookAsync(CancellationToken cancellation)
    {
        if (time.GetElapsedTime(lookedAt) < Now || Interlocked.Exchange(ref looking, 1) == 1) return;
        try
        {
            await TakeAsync(cancellation);
        }
        finally
        {
            Volatile.Write(ref looking, 0);
        }
    }

    /// <summary>Waits until as many facts as were sent have an outcome; false after a restart of the service, when all must be sent
    /// again.</summary>
    public async Task<bool> UntilDecidedAsync(long sent, CancellationToken cancellation)
    {
        var changedAt = time.GetTimestamp();
        var decided = -1L;
        while (true)
        {
            await TakeAsync(cancellation);
            // Nothing changed for so long that the counters must have been lost in a restart between two polls.
            if (restarted || time.GetElapsedTime(changedAt) > patience)
            {
                await BeginAsync(cancellation);
                return false;
            }

            var counts = tally.Counts;
            if (counts.All != decided) changedAt = time.GetTimestamp();
            decided = counts.All;
            if (decided >= sent && (counts.Recorded >= sent || time.GetElapsedTime(changedAt) >= Quiet)) return true;
            await Task.Delay(Interval, time, cancellation);
        }
    }

    private async Task TakeAsync(CancellationToken cancellation)
    {
        var now = await ReadAsync(cancellation);
        restarted |= now.All < latest.All;
        latest = now;
        lookedAt = time.GetTimestamp();
        if (!restarted) tally.Set(now.Minus(before));
    }

    private async Task<FactCounts> ReadAsync(CancellationToken cancellation) =>
        FactCounts.Of((await program.GetIntakeAsync(cancellation)).Bus);
}
