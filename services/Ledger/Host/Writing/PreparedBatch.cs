using Ledger.EventLog;
using Npgsql;

namespace Ledger.Ledger.Host;

/// <summary>A batch that is decided and ready for the database.</summary>
/// <param name="Batch">The work.</param>
/// <param name="Decision">What became of it.</param>
/// <param name="Append">The events; null when nothing happened.</param>
/// <param name="StateCommands">The changes of the state tables, for the same transaction.</param>
/// <param name="Number">The number that the cache gave it.</param>
internal sealed record PreparedBatch(
    List<Work> Batch, BatchDecision Decision, PreparedAppend? Append, IReadOnlyList<NpgsqlBatchCommand> StateCommands, long Number)
{
    /// <summary>Ends when it is durable.</summary>
    public Task Commit { get; set; } = Task.CompletedTask;
}
