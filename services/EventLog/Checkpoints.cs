using Npgsql;

namespace Ledger.EventLog;

/// <summary>How far each named reader has come, in Marten's <c>mt_event_progression</c>.</summary>
public sealed class Checkpoints(NpgsqlDataSource dataSource)
{
    private const string Table = """
        create table if not exists mt_event_progression (
            name varchar not null, last_seq_id bigint, last_updated timestamptz default transaction_timestamp(),
            constraint pk_mt_event_progression primary key (name))
        """;

    /// <summary>Creates the table in a database that holds no log, for readers that keep their results elsewhere.</summary>
    public async Task CreateAsync(CancellationToken ct = default)
    {
        await using var command = dataSource.CreateCommand(Table);
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>The last position that the reader has handled; 0 before its first.</summary>
    public async Task<long> ReadAsync(string name, CancellationToken ct = default)
    {
        await using var command = dataSource.CreateCommand("select last_seq_id from mt_event_progression where name = $1");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = name });
        return await command.ExecuteScalarAsync(ct) is long position ? position : 0;
    }

    /// <summary>Sets a checkpoint whatever it was, for resets and rebuilds.</summary>
    public static async Task WriteAsync(NpgsqlConnection connection, NpgsqlTransaction? transaction, string name, long position, CancellationToken ct = default)
    {
        const string sql = """
            insert into mt_event_progression (name, last_seq_id, last_updated) values ($1, $2, transaction_timestamp())
            on conflict (name) do update set last_seq_id = excluded.last_seq_id, last_updated = excluded.last_updated
            """;
        await using var command = Command(sql, connection, transaction, name, position);
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Moves a checkpoint if it still is where the caller read it. Another runner's move makes this wait and then answer
    /// false.</summary>
    public static async Task<bool> AdvanceAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, string name, long from, long to, CancellationToken ct = default)
    {
        const string sql = """
            insert into mt_event_progression as p (name, last_seq_id, last_updated)
            select $1, $2, transaction_timestamp() where $3 = 0 or exists (select from mt_event_progression where name = $1)
            on conflict (name) do update set last_seq_id = excluded.last_seq_id, last_updated = excluded.last_updated
            where coalesce(p.last_seq_id, 0) = $3
            """;
        await using var command = Command(sql, connection, transaction, name, to);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = from });
        await command.PrepareAsync(ct);
        return await command.ExecuteNonQueryAsync(ct) == 1;
    }

    private static NpgsqlCommand Command(string sql, NpgsqlConnection connection, NpgsqlTransaction? transaction, string name, long position) => new(sql, connection, transaction)
    {
        Parameters = { new NpgsqlParameter<string> { TypedValue = name }, new NpgsqlParameter<long> { TypedValue = position } },
    };
}
