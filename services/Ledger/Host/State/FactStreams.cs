using Ledger.Contracts.V1;
using Ledger.Domain;
using Ledger.Domain.Orders;
using Ledger.Domain.ProgramFacts;
using Npgsql;

namespace Ledger.Host.State;

/// <summary>
/// Loads orders, activities and purchases by folding their streams. These streams are short, so no state table is needed.
/// </summary>
internal static class FactStreams
{
    private const string Select = """
        select n.number, e.type, e.data
          from unnest($1, $2) with ordinality as n (program, stream, number)
          join mt_events e on e.tenant_id = n.program and e.stream_id = n.stream
         order by n.number, e.version
        """;

    /// <summary>Loads orders in the order of the keys; an order without a stream is returned empty.</summary>
    public static async Task<Order[]> LoadAsync(NpgsqlConnection connection, IReadOnlyList<OrderKey> keys, CancellationToken ct)
    {
        var orders = keys.Select(key => new Order(key.Program, key.Source, key.OrderId)).ToArray();
        await FoldAsync(
            connection, [.. keys.Select(key => (key.Program, Streams.Order(key.Source, key.OrderId)))], orders, Evolve.Order, ct);
        return orders;
    }

    /// <summary>Loads activities and purchases in the order of the keys; one without a stream is returned empty.</summary>
    public static async Task<FactStream[]> LoadAsync(NpgsqlConnection connection, IReadOnlyList<FactKey> keys, CancellationToken ct)
    {
        var facts = keys.Select(key => new FactStream(key.Program, key.Stream)).ToArray();
        await FoldAsync(connection, [.. keys.Select(key => (key.Program, key.Stream))], facts, Evolve.Fact, ct);
        return facts;
    }

    private static async Task FoldAsync<T>(
        NpgsqlConnection connection, IReadOnlyList<(string Program, string Stream)> streams, T[] states, Func<T, ILedgerEvent, T> evolve,
        CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Select, connection)
        {
            Parameters =
            {
                new NpgsqlParameter<string[]> { TypedValue = [.. streams.Select(stream => stream.Program)] },
                new NpgsqlParameter<string[]> { TypedValue = [.. streams.Select(stream => stream.Stream)] },
            },
        };
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            var number = reader.GetInt64(0) - 1;
            states[number] = evolve(states[number], StoredEvents.Read(reader.GetString(1), reader.GetFieldValue<byte[]>(2)));
        }
    }
}
