using Npgsql;

namespace Ledger.EventLog;

/// <summary>
/// A named reader of the log. Each batch and the checkpoint after it commit in one transaction, so what the handler writes through
/// it happens exactly once. Several runners of one name are safe: only one of them can take each step. The database of the
/// handler and the checkpoint may be another than the log's.
/// </summary>
public sealed class Subscription(EventStore store, NpgsqlDataSource target, string name)
{
    private static readonly TimeSpan WaitMax = TimeSpan.FromSeconds(5);
    private readonly Checkpoints checkpoints = new(target);

    /// <summary>A reader that keeps its checkpoint beside the log.</summary>
    public Subscription(EventStore store, string name)
        : this(store, store.DataSource, name)
    {
    }

    /// <summary>The name of the checkpoint.</summary>
    public string Name { get; } = name;

    /// <summary>Handles batches until cancelled. Any fault ends it with nothing half done; run it again to go on.</summary>
    public async Task RunAsync(Func<IReadOnlyList<StoredEvent>, NpgsqlConnection, NpgsqlTransaction, Task> handle, int batchMax, CancellationToken ct)
    {
        var checkpoint = await checkpoints.ReadAsync(Name, ct);
        while (true)
        {
            ct.ThrowIfCancellationRequested();
            var events = await store.ReadAfterAsync(checkpoint, batchMax, ct);
            if (events.Count == 0)
            {
                await store.WaitForAppendAsync(checkpoint, WaitMax, ct);
                // Meanwhile another runner may have moved on, or someone may have reset the checkpoint.
                checkpoint = await checkpoints.ReadAsync(Name, ct);
                continue;
            }

            var moved = await StepAsync(handle, events, checkpoint, ct);
            checkpoint = moved ? events[^1].Position : await checkpoints.ReadAsync(Name, ct);
        }
    }

    private async Task<bool> StepAsync(Func<IReadOnlyList<StoredEvent>, NpgsqlConnection, NpgsqlTransaction, Task> handle, IReadOnlyList<StoredEvent> events, long from, CancellationToken ct)
    {
        await using var connection = await target.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        // First, because its row lock keeps another runner of this name from doing the same work beside us.
        if (!await Checkpoints.AdvanceAsync(connection, transaction, Name, from, events[^1].Position, ct)) return false;

        await handle(events, connection, transaction);
        await transaction.CommitAsync(ct);
        return true;
    }
}
