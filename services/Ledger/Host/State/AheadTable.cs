using System.Text.Json;
using Ledger.Contracts.V1;
using Ledger.Domain;
using Ledger.Domain.Orders;
using Npgsql;

namespace Ledger.Host.State;

/// <summary>Identifies a fact that is parked until its time comes.</summary>
/// <param name="Stream">The stream in which it is parked.</param>
/// <param name="ContentHash">The fact's content hash: distinguishes it from other facts parked in the stream.</param>
internal readonly record struct AheadKey(string Program, string Stream, string ContentHash);

/// <summary>A fact whose time has come.</summary>
/// <param name="FactType">For example OrderPlaced.</param>
/// <param name="Payload">The fact as it was parked.</param>
internal sealed record AheadFact(AheadKey Key, string FactType, JsonElement Payload);

/// <summary>
/// When facts that are dated ahead of the server's clock are to be applied (domain.md §2), one row per fact. The facts themselves are in
/// their streams.
/// </summary>
internal static class AheadTable
{
    private const string SelectDue = """
        select a.program, a.stream, a.content_hash, e.type, e.data
          from (select * from ledger_facts_ahead where due_at <= $1 order by due_at, arrival limit $2) a
          cross join lateral (
              select type, data from mt_events e
               where e.tenant_id = a.program and e.stream_id = a.stream and e.type = any ($3) and e.data ->> 'contentHash' = a.content_hash
               order by e.version limit 1) e
         order by a.due_at, a.arrival
        """;

    /// <summary>The stored names of the events that hold parked facts.</summary>
    public static readonly string[] ParkedTypes = [EventNames.Of(typeof(FactParked)), EventNames.Of(typeof(ProgramFactParked))];

    /// <summary>The commands that add a row for each fact parked in a batch, and delete the rows of facts that were decided.</summary>
    public static List<NpgsqlBatchCommand> Save(IReadOnlyList<Emitted> happened, IReadOnlyCollection<AheadKey> released)
    {
        var added = new List<(AheadKey Key, DateTimeOffset At)>();
        foreach (var (stream, _, one) in happened)
        {
            if (one is FactParked order && AheadOfTime.Is(order)) Add(order.Program, order.ContentHash, order.EffectiveAt);
            if (one is ProgramFactParked fact && AheadOfTime.Is(fact)) Add(fact.Program, fact.ContentHash, fact.EffectiveAt);

            void Add(string program, string hash, DateTimeOffset at) => added.Add((new AheadKey(program, stream, hash), at));
        }

        var commands = new List<NpgsqlBatchCommand>(8);
        if (added.Count > 0) commands.Add(Insert(added));
        if (released.Count > 0) commands.Add(Delete(released));
        return commands;
    }

    /// <summary>Up to <paramref name="limit"/> facts whose time has come, by time, then arrival.</summary>
    public static async Task<List<AheadFact>> DueAsync(NpgsqlDataSource dataSource, DateTimeOffset now, int limit, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand(SelectDue);
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = now.UtcDateTime });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = ParkedTypes });
        var due = new List<AheadFact>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            var key = new AheadKey(reader.GetString(0), reader.GetString(1), reader.GetString(2));
            due.Add(StoredEvents.Read(reader.GetString(3), reader.GetFieldValue<byte[]>(4)) switch
            {
                FactParked order => new AheadFact(key, order.FactType, order.Payload),
                ProgramFactParked fact => new AheadFact(key, fact.FactType, fact.Payload),
                var other => throw new InvalidOperationException($"{other.GetType().Name} is no parked fact."),
            });
        }

        return due;
    }

    private static NpgsqlBatchCommand Insert(List<(AheadKey Key, DateTimeOffset At)> added) => new(
        "insert into ledger_facts_ahead (program, stream, content_hash, due_at) select * from unnest($1, $2, $3, $4) on conflict do "
        + "nothing")
    {
        Parameters =
        {
            Texts(added.Select(one => one.Key.Program)),
            Texts(added.Select(one => one.Key.Stream)),
            Texts(added.Select(one => one.Key.ContentHash)),
            new NpgsqlParameter<DateTime[]> { TypedValue = [.. added.Select(one => one.At.UtcDateTime)] },
        },
    };

    private static NpgsqlBatchCommand Delete(IReadOnlyCollection<AheadKey> released) => new(
        "delete from ledger_facts_ahead a using unnest($1, $2, $3) as n (program, stream, content_hash) "
        + "where a.program = n.program and a.stream = n.stream and a.content_hash = n.content_hash")
    {
        Parameters =
        {
            Texts(released.Select(one => one.Program)),
            Texts(released.Select(one => one.Stream)),
            Texts(released.Select(one => one.ContentHash)),
        },
    };

    private static NpgsqlParameter<string[]> Texts(IEnumerable<string> texts) => new() { TypedValue = [.. texts] };
}
