using System.Text.Json;
using Ledger.Contracts.V1;
using Ledger.Ledger.Domain;
using Npgsql;

namespace Ledger.Ledger.Host;

/// <summary>Loads orders by folding their streams: an order's stream is short, so it needs no table of its own.</summary>
internal static class OrderStreams
{
    private const string Select = """
        select n.number, e.type, e.data
          from unnest($1, $2) with ordinality as n (program, stream, number)
          join mt_events e on e.tenant_id = n.program and e.stream_id = n.stream
         order by n.number, e.version
        """;

    /// <summary>Loads orders in the order asked; those without a stream come back empty.</summary>
    public static async Task<Order[]> LoadAsync(NpgsqlConnection connection, IReadOnlyList<(string Program, string Source, string OrderId)> keys, CancellationToken ct)
    {
        var orders = keys.Select(key => new Order(key.Program, key.Source, key.OrderId)).ToArray();
        await using var command = new NpgsqlCommand(Select, connection)
        {
            Parameters =
            {
                new NpgsqlParameter<string[]> { TypedValue = [.. keys.Select(key => key.Program)] },
                new NpgsqlParameter<string[]> { TypedValue = [.. keys.Select(key => Streams.Order(key.Source, key.OrderId))] },
            },
        };
        await command.PrepareAsync(ct);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            var order = orders[reader.GetInt64(0) - 1];
            Evolve.Order(order, Events.Read(reader.GetString(1), reader.GetFieldValue<byte[]>(2)));
            order.StreamVersion++;
        }

        return orders;
    }
}

/// <summary>Reads stored events.</summary>
internal static class Events
{
    /// <exception cref="InvalidOperationException">The name is none that this version knows.</exception>
    public static ILedgerEvent Read(string name, ReadOnlySpan<byte> json) =>
        (ILedgerEvent)JsonSerializer.Deserialize(json, TypeOf(name), Wire.Options)!;

    private static Type TypeOf(string name) =>
        EventNames.TypeOf(name) ?? throw new InvalidOperationException($"The log holds an event {name} that this version does not know.");
}
