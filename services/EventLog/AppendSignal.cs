using System.Globalization;
using Npgsql;

namespace Ledger.EventLog;

/// <summary>
/// Wakes whoever waits for the log to grow: at once after an append of this process, and by LISTEN after one of another. One session
/// listens for all who wait. Announcements can be missing (the process that appended died before it sent one, or a pooler between here and
/// the database does not pass them on), so the log's head is read every second too.
/// </summary>
internal sealed class AppendSignal(NpgsqlDataSource dataSource, Func<CancellationToken, Task<long>> readPosition)
{
    private static readonly TimeSpan ReadEvery = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private TaskCompletionSource moved = New();
    private long known;
    private int waiting;
    private bool someoneWaited;
    private bool listening;
    // Written and read by the one task that listens.
    private bool isUnread;

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
        using var time = CancellationTokenSource.CreateLinkedTokenSource(ct);
        time.CancelAfter(timeout);
        try
        {
            while (await NextAsync(afterPosition, time.Token)) { }
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            // The time is over.
        }
    }

    // True: the log has moved, and where to has to be looked at. False: it is beyond the position.
    private async Task<bool> NextAsync(long afterPosition, CancellationToken ct)
    {
        Task move;
        lock (gate)
        {
            if (known > afterPosition) return false;
            move = moved.Task;
            waiting++;
            someoneWaited = true;
            if (!listening)
            {
                listening = true;
                _ = Task.Run(ListenAsync, CancellationToken.None);
            }
        }

        try
        {
            await move.WaitAsync(ct);
            return true;
        }
        finally
        {
            lock (gate) waiting--;
        }
    }

    /// <summary>Runs until nobody has waited for a second. A fault reaches the waiters and ends it; the next one to wait starts it
    /// again.</summary>
    private async Task ListenAsync()
    {
        try
        {
            await using var connection = await dataSource.OpenConnectionAsync();
            connection.Notification += (_, announced) => Heard(announced.Payload);
            await ExecuteAsync(connection, $"listen {EventStore.Channel}");
            try
            {
                // Read after LISTEN: what was appended before it is seen here, and what comes later is announced.
                do Reached(await readPosition(CancellationToken.None));
                while (await IsAnnouncedAsync(connection) || IsWanted());
            }
            finally
            {
                // Whoever takes the session next would hear everything.
                await ExecuteAsync(connection, $"unlisten {EventStore.Channel}");
            }
        }
#pragma warning disable CA1031 // Every fault goes to the waiters, who know what to do about it.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            Fail(fault);
        }
    }

    // True: something was announced without its position. False: nothing was announced for a second.
    private async Task<bool> IsAnnouncedAsync(NpgsqlConnection connection)
    {
        while (await connection.WaitAsync(ReadEvery))
        {
            if (isUnread) return !(isUnread = false);
        }

        return false;
    }

    private void Heard(string payload)
    {
        if (long.TryParse(payload, NumberStyles.None, CultureInfo.InvariantCulture, out var position)) Reached(position);
        // A build from before announcements named it.
        else isUnread = true;
    }

    private bool IsWanted()
    {
        lock (gate)
        {
            if (waiting == 0 && !someoneWaited) return listening = false;
            someoneWaited = false;
            return true;
        }
    }

    private void Fail(Exception fault)
    {
        TaskCompletionSource failed;
        lock (gate)
        {
            listening = false;
            failed = moved;
            moved = New();
        }

        failed.SetException(fault);
        _ = failed.Task.Exception;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
