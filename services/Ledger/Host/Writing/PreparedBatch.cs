using Ledger.EventLog;
using Ledger.Host.State;
using Npgsql;

namespace Ledger.Host.Writing;

/// <summary>A decided batch, as statements for the database. The decided events are not kept as objects, to free memory.</summary>
/// <param name="Batch">The work.</param>
/// <param name="Outcomes">The outcome of each work item. Positions count the batch's events from 1; 0: no event.</param>
/// <param name="Touched">Accounts whose row changes.</param>
/// <param name="Append">The append of the events; null when there are none.</param>
/// <param name="StateCommands">The commands that change the state tables in the same transaction.</param>
/// <param name="Number">The batch's number in the cache.</param>
/// <param name="Telemetry">Its span, and the time of each stage.</param>
internal sealed record PreparedBatch(
    IReadOnlyList<Work> Batch, IReadOnlyDictionary<Work, Done> Outcomes, IReadOnlyCollection<LoadedAccount> Touched, PreparedAppend? Append,
    IReadOnlyList<NpgsqlBatchCommand> StateCommands, long Number, BatchTelemetry Telemetry);

/// <summary>A batch that is being committed.</summary>
internal sealed class CommittingBatch
{
    // Its continuations run inside SetResult, not on the thread pool. So the writer starts the next commit before this batch's callers are
    // answered.
    private readonly TaskCompletionSource durable = new();

    private CommittingBatch(PreparedBatch prepared) => Prepared = prepared;

    public PreparedBatch Prepared { get; }

    /// <summary>Completes when the batch is durable; fails or is cancelled when the commit is.</summary>
    public Task Durable => durable.Task;

    /// <summary>Completes when the callers are answered, or when the commit has failed; it does not fail.</summary>
    public Task Ended { get; private set; } = Task.CompletedTask;

    /// <summary>Starts the commit of a batch.</summary>
    public static CommittingBatch Start(PreparedBatch prepared, Committer committer, CancellationToken ct)
    {
        var batch = new CommittingBatch(prepared);
        batch.Ended = batch.CommitAsync(committer, ct);
        return batch;
    }

    private async Task CommitAsync(Committer committer, CancellationToken ct)
    {
        Appended? appended;
        try
        {
            appended = await committer.CommitAsync(Prepared, ct);
        }
        catch (OperationCanceledException cancelled)
        {
            durable.SetCanceled(cancelled.CancellationToken);
            return;
        }
#pragma warning disable CA1031 // Every failure is passed to the writer, which waits for Durable.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            durable.SetException(failure);
            return;
        }

        durable.SetResult();
        committer.Answer(Prepared, appended);
    }
}
