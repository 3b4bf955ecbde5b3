using Npgsql;

namespace Ledger.EventLog;

/// <summary>The checkpoints of named readers, in Marten's <c>mt_event_progression</c>.</summary>
public static class Checkpoints
{
    /// <summary>Moves a checkpoint if it still is where the caller read it (compare-and-set). If another process is moving it, this waits
    /// for that transaction and then returns false.</summary>
    /// <param name="connection">The transaction's connection.</param>
    /// <param name="transaction">The transaction in which the reader saves the result of the events.</param>
    /// <param name="name">The reader's name.</param>
    /// <param name="from">The last position handled before; 0 before the first.</param>
    /// <param name="to">The last position handled now.</param>
    /// <param name="ct">Cancels.</param>
    public static async Task<bool> AdvanceAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, string name, long from, long to, CancellationToken ct = default)
    {
        const string sql = """
            insert into mt_event_progression as p (name, last_seq_id, last_updated)
            select $1, $2, transaction_timestamp() where $3 = 0 or exists (select from mt_event_progression where name = $1)
            on conflict (name) do update set last_seq_id = excluded.last_seq_id, last_updated = excluded.last_updated
            where coalesce(p.last_seq_id, 0) = $3
            """;
        await using var command = new NpgsqlCommand(sql, connection, transaction)
        {
            Parameters =
            {
                new NpgsqlParameter<string> { TypedValue = name },
                new NpgsqlParameter<long> { TypedValue = to },
                new NpgsqlParameter<long> { TypedValue = from },
            },
        };
        await command.PrepareAsync(ct);
        return await command.ExecuteNonQueryAsync(ct) == 1;
    }
}
