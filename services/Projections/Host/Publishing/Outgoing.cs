using Ledger.Contracts.V1;
using Npgsql;

namespace Ledger.Projections.Host;

/// <summary>A stretch of the log: the events in it that go out, and where it ends.</summary>
/// <param name="End">The last position looked at.</param>
/// <param name="Events">Those of the wanted types, in order.</param>
internal sealed record Outgoing(long End, IReadOnlyList<OutgoingEvent> Events)
{
    /// <summary>Reads on from a position. The head is read first: what it says was committed the second statement must see.</summary>
    public static async Task<Outgoing> ReadAsync(NpgsqlDataSource log, long after, long positionsMax, PublishedTypes types, CancellationToken ct)
    {
        await using var connection = await log.OpenConnectionAsync(ct);
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new NpgsqlBatchCommand("select position from ledger_log_head"),
                new NpgsqlBatchCommand("select seq_id, id, type, data from mt_events where seq_id > $1 and seq_id <= $2 and type = any ($3) order by seq_id")
                {
                    Parameters =
                    {
                        new NpgsqlParameter<long> { TypedValue = after },
                        new NpgsqlParameter<long> { TypedValue = after + positionsMax },
                        new NpgsqlParameter<string[]> { TypedValue = [.. types.Names] },
                    },
                },
            },
        };
        await using var reader = await batch.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        var end = Math.Clamp(reader.GetInt64(0), after, after + positionsMax);
        await reader.NextResultAsync(ct);
        var events = new List<OutgoingEvent>();
        while (await reader.ReadAsync(ct))
        {
            // What was committed in between belongs to the next stretch.
            if (reader.GetInt64(0) <= end) events.Add(new OutgoingEvent(reader.GetInt64(0), reader.GetGuid(1), EventNames.TypeOf(reader.GetString(2))!, reader.GetFieldValue<byte[]>(3)));
        }

        return new Outgoing(end, events);
    }
}

/// <summary>An event on its way out.</summary>
/// <param name="Id">The event's id, which becomes the message's.</param>
internal sealed record OutgoingEvent(long Position, Guid Id, Type Type, byte[] Data);
