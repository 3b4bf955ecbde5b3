using System.Globalization;
using Npgsql;

namespace Ledger.EventLog;

/// <summary>
/// Wakes readers that wait for the log to grow: at once after an append of this process, and by LISTEN after one of another process. One
/// database session listens for all waiting readers. An announcement can be lost (the appending process died before it sent one, or a
/// connection pooler does not pass it on), so the log's head is also read every second.
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
    // True after an announcement without a position: the head has to be read. Only the listening task uses this field.
    private bool isUnread;

    /// <summary>Tells the waiting readers that the log has reached <paramref name="position"/>.</summary>
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
            // The timeout has elapsed.
        }
    }

    // True: the log may have moved, so the caller must check how far. False: it is already beyond the position.
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

    /// <summary>The listening task: it runs until no reader has waited for a second. A failure is passed to the waiting readers and ends
    /// the task; the next reader that waits starts it again.</summary>
    private async Task ListenAsync()
    {
        try
        {
            await using var connection = await dataSource.OpenConnectionAsync();
            connection.Notification += (_, announced) => Heard(announced.Payload);
            await ExecuteAsync(connection, $"listen {EventStore.Channel}");
            try
            {
                // Read after LISTEN: appends before it are found here, later ones are announced.
                do Reached(await readPosition(CancellationToken.None));
                while (await IsAnnouncedAsync(connection) || IsWanted());
            }
            finally
            {
                // The session goes back to the pool; its next user must not receive the notifications.
                await ExecuteAsync(connection, $"unlisten {EventStore.Channel}");
            }
        }
#pragma warning disable CA1031 // Every failure is passed to the waiting readers, which handle it.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            Fail(fault);
        }
    }

    // True: an append was announced without its position, so the head has to be read. False: nothing was announced for a second.
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
        // A process of an earlier build announces without a position.
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
