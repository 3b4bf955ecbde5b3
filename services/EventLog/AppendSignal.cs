namespace Ledger.EventLog;

/// <summary>Wakes whoever waits for the log to grow: at once after an append of this process, by one shared poll for the others'.</summary>
internal sealed class AppendSignal(Func<CancellationToken, Task<long>> readPosition)
{
    private static readonly TimeSpan PollEvery = TimeSpan.FromMilliseconds(20);

    private readonly Lock gate = new();
    private TaskCompletionSource moved = New();
    private long known;
    private int waiting;
    private bool polling;

    /// <summary>Says that the log has reached <paramref name="position"/>.</summary>
    public void Reached(long position)
    {
        TaskCompletionSource wake;
        lock (gate)
        {
            if (position <= known) return;
            known = position;
            wake = moved;
            moved = New();
        }

        wake.SetResult();
    }

    public async Task WaitAsync(long afterPosition, TimeSpan timeout, CancellationToken ct)
    {
        var deadline = Environment.TickCount64 + (long)timeout.TotalMilliseconds;
        while (true)
        {
            Task move;
            lock (gate)
            {
                if (known > afterPosition) return;
                move = moved.Task;
                waiting++;
                if (!polling)
                {
                    polling = true;
                    _ = Task.Run(PollAsync, CancellationToken.None);
                }
            }

            try
            {
                var left = deadline - Environment.TickCount64;
                if (left <= 0) return;
                await move.WaitAsync(TimeSpan.FromMilliseconds(left), ct);
            }
            catch (TimeoutException)
            {
                return;
            }
            finally
            {
                lock (gate) waiting--;
            }
        }
    }

    /// <summary>Runs while anyone waits. A fault reaches the waiters and ends it; the next one to wait starts it again.</summary>
    private async Task PollAsync()
    {
        try
        {
            while (true)
            {
                Reached(await readPosition(CancellationToken.None));
                lock (gate)
                {
                    if (waiting == 0)
                    {
                        polling = false;
                        return;
                    }
                }

                await Task.Delay(PollEvery);
            }
        }
#pragma warning disable CA1031 // Every fault goes to the waiters, who know what to do about it.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            Fail(fault);
        }
    }

    private void Fail(Exception fault)
    {
        TaskCompletionSource failed;
        lock (gate)
        {
            polling = false;
            failed = moved;
            moved = New();
        }

        failed.SetException(fault);
        _ = failed.Task.Exception;
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
