using Ledger.EventLog;
using Npgsql;

namespace Ledger.Ledger.Host;

/// <summary>A batch that is decided and ready for the database. It keeps no more than it still needs: what was decided is bytes by now.</summary>
/// <param name="Batch">The work.</param>
/// <param name="Outcomes">How each piece of it ended; positions are counted within the batch from 1.</param>
/// <param name="Touched">Accounts whose state changed.</param>
/// <param name="Append">The events; null when nothing happened.</param>
/// <param name="StateCommands">The changes of the state tables, for the same transaction.</param>
/// <param name="Number">The number that the cache gave it.</param>
internal sealed record PreparedBatch(
    List<Work> Batch, IReadOnlyDictionary<Work, Done> Outcomes, IReadOnlyCollection<LoadedAccount> Touched, PreparedAppend? Append, IReadOnlyList<NpgsqlBatchCommand> StateCommands, long Number)
{
    /// <summary>Ends when it is durable.</summary>
    public Task Commit { get; set; } = Task.CompletedTask;
}
