using Ledger.Projections.Domain.Reading;
using Ledger.Projections.Host.Schema;
using Ledger.Projections.Host.Tables;
using Npgsql;

namespace Ledger.Projections.Host.Tailing;

/// <summary>
/// One set of the views' tables and the reader that fills it. Reading and parsing the next piece of the log runs beside folding and writing
/// this one. After a fault it must be thrown away: its memory may be ahead of its tables.
/// </summary>
internal sealed class Generation : IAsyncDisposable
{
    private const int ChunkMax = 5_000;

    /// <summary>Far behind, many chunks go into one write, where the rows they share are written once.</summary>
    private const int RowsPerWriteMax = 60_000;

    private readonly LogTail log;
    private readonly NpgsqlConnection connection;
    private readonly ViewTables tables;
    private readonly Fold fold;
    private Task<LogPiece>? ahead;
    private long read;

    private Generation(LogTail log, NpgsqlConnection connection, int number, long position, long firstAccount)
    {
        this.log = log;
        this.connection = connection;
        Number = number;
        Position = position;
        read = position;
        tables = new ViewTables(number);
        fold = new Fold(tables, firstAccount);
    }

    public int Number { get; }

    public string Name => ProjectionSchema.NameOf(Number);

    /// <summary>The checkpoint: everything up to it is in the tables.</summary>
    public long Position { get; private set; }

    /// <summary>Opens an existing generation where its checkpoint stands.</summary>
    public static async Task<Generation> OpenAsync(LogTail log, NpgsqlDataSource target, int number, CancellationToken ct)
    {
        var connection = await target.OpenConnectionAsync(ct);
        try
        {
            // Plans are made while tables are empty and must still be right when they are not: index lookups, always.
            // A commit that a crash of the server takes back is only read again, so no commit waits for the disk.
            await using var settings = new NpgsqlCommand(
                "set enable_hashjoin = off; set enable_mergejoin = off; set enable_seqscan = off; set jit = off; "
                + "set synchronous_commit = off",
                connection);
            await settings.ExecuteNonQueryAsync(ct);
            var schema = ProjectionSchema.NameOf(number);
            await using var start = new NpgsqlCommand(
                $"select coalesce((select last_seq_id from mt_event_progression where name = '{schema}'), 0), "
                + $"coalesce((select max(number) from {schema}.accounts), 0) + 1",
                connection);
            await using var reader = await start.ExecuteReaderAsync(ct);
            await reader.ReadAsync(ct);
            return new Generation(log, connection, number, reader.GetInt64(0), reader.GetInt64(1));
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Takes what the log has, up to one write; answers the number of events, 0 when there was none.</summary>
    /// <param name="writing">Called before each write, with what it changes.</param>
    public async Task<TailStep> StepAsync(CancellationToken ct, Action<IReadOnlyCollection<AccountRowKey>, bool>? writing = null)
    {
        var count = 0;
        var isFull = false;
        do
        {
            var chunk = await (ahead ?? ReadAsync(read, ct));
            ahead = null;
            isFull = chunk.IsFull;
            if (isFull) ahead = ReadAsync(chunk.Last, ct);
            await ApplyAsync(chunk.Events, writing, ct);
            read = chunk.Last;
            count += chunk.Count;
        }
        while (isFull && tables.DirtyCount < RowsPerWriteMax);

        if (count > 0) await WriteAsync(read, writing, ct);
        return new TailStep(count, isFull);
    }

    /// <summary>
    /// Applies events; before a draw the tables are brought to where it was held, because its candidates are read from them.
    /// </summary>
    private async Task ApplyAsync(
        IReadOnlyList<TailedEvent> events, Action<IReadOnlyCollection<AccountRowKey>, bool>? writing, CancellationToken ct)
    {
        var rest = events;
        for (var i = 0; i < events.Count; i++)
        {
            if (events[i].Seen is not DrawData draw) continue;
            var done = events.Count - rest.Count;
            await fold.ApplyAsync([.. rest.Take(i - done)], connection, ct);
            rest = [.. events.Skip(i)];
            if (Position < events[i].Position - 1) await WriteAsync(events[i].Position - 1, writing, ct);
            await DrawCandidates.TakeAsync(connection, Name, events[i].Program, draw, ct);
        }

        await fold.ApplyAsync(rest, connection, ct);
    }

    private async Task WriteAsync(long to, Action<IReadOnlyCollection<AccountRowKey>, bool>? writing, CancellationToken ct)
    {
        writing?.Invoke(fold.Touched, fold.IsProgramTouched);
        await tables.WriteAsync(connection, Name, Position, to, ct);
        fold.Written();
        Position = to;
    }

    public Task IndexAsync(CancellationToken ct) => ProjectionSchema.CreateIndexesAsync(connection, Number, ct);

    private async Task<LogPiece> ReadAsync(long after, CancellationToken ct)
    {
        await Task.Yield();
        return await log.ReadAfterAsync(after, ChunkMax, ct);
    }

    public async ValueTask DisposeAsync()
    {
        if (ahead is not null) await ((Task)ahead).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await connection.DisposeAsync();
    }
}

/// <summary>What a step did.</summary>
/// <param name="Count">Events taken.</param>
/// <param name="HasMore">The log went on where the step ended.</param>
internal readonly record struct TailStep(int Count, bool HasMore);
