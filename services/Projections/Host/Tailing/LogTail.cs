using Ledger.EventLog;
using Ledger.Projections.Host.Queries;
using Ledger.Projections.Host.Reading;
using Npgsql;

namespace Ledger.Projections.Host.Tailing;

/// <summary>
/// Reads the log for the views. Like <see cref="EventStore.ReadAfterAsync"/>, it reads the head first and then checks that no position up
/// to it is missing. Unlike it, it does not fetch what no view reads: the lines of orders and their shares are most of the log's bytes, and
/// leaving them in the server halves the cost. Events that this process has just appended are taken from memory.
/// </summary>
internal sealed class LogTail(NpgsqlDataSource log, EventStore store)
{
    private const string Sql = """
        select seq_id, id, tenant_id, type,
               case type when 'order_recorded' then data - 'lines'
                         when 'discount_computed' then data #- '{evaluation,lines}'
                         else data end
          from mt_events where seq_id > $1 and seq_id <= $2 order by seq_id
        """;

    /// <summary>The next piece of the log after a position, parsed.</summary>
    /// <exception cref="LogGapException">An event is missing that the head says was committed.</exception>
    public async Task<LogPiece> ReadAfterAsync(long position, int limit, CancellationToken ct) =>
        store.RecentAfter(position, limit) is { Count: > 0 } recent
            ? Parsed(recent, position, limit)
            : await FetchAsync(position, limit, ct);

    private static LogPiece Parsed(IReadOnlyList<RecentEvent> recent, long position, int limit)
    {
        var events = new List<TailedEvent>(recent.Count);
        foreach (var one in recent)
        {
            if (EventDataReader.Read(one.Type, one.Data.Span) is { } seen)
            {
                events.Add(new TailedEvent(one.Position, one.Id, one.Tenant, seen));
            }
        }

        return new LogPiece(events, recent[^1].Position, recent.Count, recent[^1].Position == position + limit);
    }

    private async Task<LogPiece> FetchAsync(long position, int limit, CancellationToken ct)
    {
        await using var connection = await log.OpenConnectionAsync(ct);
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new NpgsqlBatchCommand("select position from ledger_log_head"),
                new NpgsqlBatchCommand(Sql) { Parameters = { Snapshot.Value(position), Snapshot.Value(position + limit) } },
            },
        };
        await batch.PrepareAsync(ct);
        await using var reader = await batch.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        var promised = Math.Min(reader.GetInt64(0), position + limit);
        await reader.NextResultAsync(ct);

        var events = new List<TailedEvent>((int)Math.Max(0, promised - position));
        var last = position;
        var program = "";
        while (await reader.ReadAsync(ct))
        {
            if (reader.GetInt64(0) != last + 1) throw new LogGapException(last + 1);
            last++;
            var type = reader.GetString(3);
            if (!EventDataReader.Reads(type)) continue;
            program = Same(program, reader.GetString(2));
            events.Add(new TailedEvent(last, reader.GetGuid(1), program, EventDataReader.Read(type, reader.GetFieldValue<byte[]>(4))!));
        }

        if (last < promised) throw new LogGapException(last + 1);
        return new LogPiece(events, last, (int)(last - position), last == position + limit);
    }

    // Consecutive events mostly have the same program: sharing one string object makes key comparisons faster.
    private static string Same(string before, string now) => before == now ? before : now;
}
