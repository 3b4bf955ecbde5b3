using System.Runtime.CompilerServices;
using Ledger.Projections.Host.Schema;
using Npgsql;

namespace Ledger.Projections.Host.Queries;

/// <summary>A snapshot of the views at one position. All parts of an answer are read through the same one.</summary>
internal sealed class Snapshot : IAsyncDisposable
{
    private readonly NpgsqlConnection connection;
    private readonly NpgsqlTransaction transaction;

    private Snapshot(NpgsqlConnection connection, NpgsqlTransaction transaction, int generation, long position)
    {
        this.connection = connection;
        this.transaction = transaction;
        Generation = generation;
        Position = position;
    }

    public int Generation { get; }

    /// <summary>The log position up to which the views are written in this snapshot.</summary>
    public long Position { get; }

    /// <summary>The schema of the live generation's tables.</summary>
    public string Schema => ProjectionSchema.NameOf(Generation);

    /// <summary>Opens a snapshot of the live generation; null while there is none or it has not reached the position.</summary>
    public static async Task<Snapshot?> OpenAsync(NpgsqlDataSource target, long position, CancellationToken ct)
    {
        var connection = await target.OpenConnectionAsync(ct);
        try
        {
            var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, ct);
            await using var command = new NpgsqlCommand(LiveSql, connection);
            await command.PrepareAsync(ct);
            await using var reader = await command.ExecuteReaderAsync(ct);
            if (await reader.ReadAsync(ct) && reader.GetInt64(1) >= position)
            {
                return new Snapshot(connection, transaction, reader.GetInt32(0), reader.GetInt64(1));
            }
        }
        catch (PostgresException missing) when (IsGone(missing))
        {
            // The tailer has not created the tables yet.
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }

        await connection.DisposeAsync();
        return null;
    }

    /// <summary>Whether the fault is that the generation was dropped between finding and reading it. Another one is live then.</summary>
    public static bool IsGone(PostgresException fault) =>
        fault.SqlState is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName;

    /// <summary>Selects the live generation and its checkpoint.</summary>
    public static string LiveSql { get; } = $"""
        select l.generation, coalesce(p.last_seq_id, 0)
          from projections.live l left join mt_event_progression p on p.name = 'projections_' || l.generation
         where l.shape = {ProjectionSchema.Shape}
        """;

    public NpgsqlCommand Command(string sql, params ReadOnlySpan<NpgsqlParameter> parameters)
    {
        var command = new NpgsqlCommand(sql, connection, transaction);
        foreach (var parameter in parameters) command.Parameters.Add(parameter);
        return command;
    }

    public static NpgsqlParameter Value<T>(T value) => new NpgsqlParameter<T> { TypedValue = value };

    public async ValueTask DisposeAsync()
    {
        await transaction.DisposeAsync();
        await connection.DisposeAsync();
    }
}

/// <summary>Reads the rows of commands.</summary>
internal static class CommandRows
{
    /// <summary>All rows. Disposes the command.</summary>
    public static async Task<List<T>> ListAsync<T>(this NpgsqlCommand command, Func<NpgsqlDataReader, T> read, CancellationToken ct)
    {
        var rows = new List<T>();
        await command.EachAsync(row => rows.Add(read(row)), ct);
        return rows;
    }

    /// <summary>Streams the rows as they are consumed. Disposes the command.</summary>
    public static async IAsyncEnumerable<T> StreamAsync<T>(
        this NpgsqlCommand command, Func<NpgsqlDataReader, T> read, [EnumeratorCancellation] CancellationToken ct)
    {
        await using (command)
        {
            await command.PrepareAsync(ct);
            await using var reader = await command.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct)) yield return read(reader);
        }
    }

    /// <summary>Passes each row to an action. Disposes the command.</summary>
    public static async Task EachAsync(this NpgsqlCommand command, Action<NpgsqlDataReader> take, CancellationToken ct)
    {
        await using (command)
        {
            await command.PrepareAsync(ct);
            await using var reader = await command.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct)) take(reader);
        }
    }
}
