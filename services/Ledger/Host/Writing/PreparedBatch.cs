using Ledger.EventLog;
using Ledger.Host.State;
using Npgsql;

namespace Ledger.Host.Writing;

/// <summary>A batch that is decided and ready for the database. It keeps no more than it still needs: what was decided is bytes by
/// now.</summary>
/// <param name="Batch">The work.</param>
/// <param name="Outcomes">How each piece of it ended; positions are counted within the batch from 1.</param>
/// <param name="Touched">Accounts whose row changes.</param>
/// <param name="Append">The events; null when nothing happened.</param>
/// <param name="StateCommands">The changes of the state tables, for the same transaction.</param>
/// <param name="Number">The number that the cache gave it.</param>
/// <param name="Telemetry">Its span, and the time of each stage.</param>
internal sealed record PreparedBatch(
    IReadOnlyList<Work> Batch, IReadOnlyDictionary<Work, Done> Outcomes, IReadOnlyCollection<LoadedAccount> Touched, PreparedAppend? Append,
    IReadOnlyList<NpgsqlBatchCommand> StateCommands, long Number, BatchTelemetry Telemetry);

/// <summary>A batch on its way to the database.</summary>
/// <param name="Commit">Ends when it is durable, or has failed.</param>
internal sealed record CommittingBatch(PreparedBatch Prepared, Task Commit);
