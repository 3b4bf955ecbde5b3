using Ledger.Projections.Domain.Reading;
using Ledger.Projections.Host.Schema;
using Ledger.Projections.Host.Tables;
using Npgsql;

namespace Ledger.Projections.Host.Tailing;

/// <summary>
/// One set of the views' tables and the reader that fills it. The next pieces of the log are read and parsed while the current one is
/// folded and written. After a fault it must be discarded, because its memory may be ahead of its tables.
/// </summary>
internal sealed class Generation : IAsyncDisposable
{
    /// <summary>
    /// The number of changed rows at which a write happens. When far behind, many pieces go into one write, so that rows changed by several
    /// pieces are written once.
    /// </summary>
    private const int RowsPerWriteMax = 60_000;

    private readonly ReadAhead pieces;
    private readonly NpgsqlDataSource target;
    private readonly NpgsqlConnection connection;
    private readonly ViewTables tables;
    private readonly Fold fold;

    private Generation(
        LogTail log, NpgsqlDataSource target, NpgsqlConnection connection, int number, long position, long firstAccount)
    {
        pieces = new ReadAhead(log, position);
        this.target = target;
        this.connection = connection;
        Number = number;
        Position = position;
        tables = new ViewTables(number);
        fold = new Fold(tables, firstAccount);
    }

    public int Number { get; }

    public string Name => ProjectionSchema.NameOf(Number);

    /// <summary>The checkpoint: all events up to it are in the tables.</summary>
    public long Position { get; private set; }

    /// <summary>Opens an existing generation at its checkpoint.</summary>
    public static async Task<Generation> OpenAsync(LogTail log, NpgsqlDataSource target, int number, CancellationToken ct)
    {
        var connection = await target.OpenConnectionAsync(ct);
        try
        {
            // Plans are cached while tables are empty and must still be good when they are large, so only index lookups are allowed.
            // Commits do not wait for the disk: after a server crash, lost writes are made again from the log.
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
            return new Generation(log, target, connection, number, reader.GetInt64(0), reader.GetInt64(1));
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Applies the log's next events, up to one write (a draw adds a write before it).</summary>
    /// <param name="writing">Called before each write, with the accounts it changes and whether a program changed.</param>
    public async Task<TailStep> StepAsync(CancellationToken ct, Action<IReadOnlyCollection<AccountRowKey>, bool>? writing = null)
    {
        var count = 0;
        var isFull = false;
        do
        {
            var piece = await pieces.NextAsync(ct);
            isFull = piece.IsFull;
            await ApplyAsync(piece.Events, writing, ct);
            count += piece.Count;
        }
        while (isFull && tables.DirtyCount < RowsPerWriteMax);

        if (count > 0) await WriteAsync(pieces.Position, writing, ct);
        return new TailStep(count, isFull);
    }

    /// <summary>
    /// Applies events. Before a draw the tables are written up to the position before it, because its candidates are read from them.
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

    public Task IndexAsync(CancellationToken ct) => ProjectionSchema.CreateIndexesAsync(target, Number, ct);

    public async ValueTask DisposeAsync()
    {
        await pieces.DisposeAsync();
        await connection.DisposeAsync();
    }
}

/// <summary>The result of a step.</summary>
/// <param name="Count">The number of events applied; 0 when there were none.</param>
/// <param name="HasMore">Whether the log has more events.</param>
internal readonly record struct TailStep(int Count, bool HasMore);
