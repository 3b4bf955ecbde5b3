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
/// <param name="Commit">Completes when the batch is durable; fails when the commit fails.</param>
internal sealed record CommittingBatch(PreparedBatch Prepared, Task Commit);
