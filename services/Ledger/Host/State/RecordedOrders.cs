using System.Runtime.CompilerServices;
using Ledger.Contracts.V1;
using Ledger.Domain;
using Ledger.Domain.Orders;
using Npgsql;

namespace Ledger.Host.State;

/// <summary>
/// Reads the recorded orders of programs, as they now stand, from the log. One order is in memory at a time; the database sorts, on disk if
/// necessary. Only publishing a version and the check of the state tables use it.
/// </summary>
internal static class RecordedOrders
{
    private const string Select = """
        select tenant_id, stream_id, seq_id, type, data from mt_events
         where tenant_id = any ($1) and type = any ($2)
         order by tenant_id collate "C", stream_id collate "C", version
        """;

    private const string SelectMerged = "select data from mt_events where tenant_id = $1 and type = $2 order by seq_id";

    private static readonly int KeyAt = Streams.OrderType.Length + 1;

    // The events that determine an order's lines, what remains of them, and its measures.
    private static readonly string[] Types =
        [.. new[] { typeof(OrderRecorded), typeof(OrderRevised), typeof(ReturnRecorded), typeof(DiscountComputed) }.Select(EventNames.Of)];

    /// <summary>The orders by program and key, in byte order.</summary>
    public static async IAsyncEnumerable<RecordedOrder> ReadAsync(
        NpgsqlConnection connection, IReadOnlyCollection<string> programs, [EnumeratorCancellation] CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Select, connection)
        {
            CommandTimeout = 0,
            Parameters =
                { new NpgsqlParameter<string[]> { TypedValue = [.. programs] }, new NpgsqlParameter<string[]> { TypedValue = Types } },
        };
        await using var reader = await command.ExecuteReaderAsync(ct);
        RecordedOrder? order = null;
        while (await reader.ReadAsync(ct))
        {
            var (program, key) = (reader.GetString(0), reader.GetString(1)[KeyAt..]);
            if (order is not null && (order.Program != program || order.Key != key))
            {
                yield return order;
                order = null;
            }

            order = (order ?? new RecordedOrder(program, key))
                .After(reader.GetInt64(2), reader.GetString(3), reader.GetFieldValue<byte[]>(4));
        }

        if (order is not null) yield return order;
    }

    /// <summary>The account that each merged account of a program was merged into.</summary>
    public static async Task<Dictionary<string, string>> MergedAsync(NpgsqlConnection connection, string program, CancellationToken ct)
    {
        var merged = new Dictionary<string, string>(StringComparer.Ordinal);
        var type = EventNames.Of(typeof(AccountsMerged));
        await using var command = new NpgsqlCommand(SelectMerged, connection)
        {
            CommandTimeout = 0,
            Parameters = { new NpgsqlParameter<string> { TypedValue = program }, new NpgsqlParameter<string> { TypedValue = type } },
        };
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            var one = (AccountsMerged)StoredEvents.Read(type, reader.GetFieldValue<byte[]>(0));
            merged[one.MergedAccountId] = one.SurvivorId;
        }

        return merged;
    }
}

/// <summary>One order, folded from the log.</summary>
/// <param name="Key">"source/orderId".</param>
internal sealed record RecordedOrder(string Program, string Key)
{
    private Order? order;

    /// <summary>Position of the last event that was read of it.</summary>
    public long Position { get; private init; }

    /// <summary>
    /// Why the event at <see cref="Position"/> could not be applied, which means that the log was changed. Null when all events could.
    /// </summary>
    public string? Senseless { get; private init; }

    /// <exception cref="InvalidOperationException">An event could not be applied.</exception>
    public Order Order => Senseless is null ? order!
        : throw new InvalidOperationException($"The event at position {Position} makes no sense for order {Key}: {Senseless}");

    public RecordedOrder After(long position, string type, byte[] data)
    {
        if (Senseless is not null) return this;
        try
        {
            var happened = (IOrderEvent)StoredEvents.Read(type, data);
            var before = order ?? new Order(Program, happened.Source, happened.OrderId);
            return this with { order = Evolve.Order(before, happened), Position = position };
        }
        catch (Exception senseless) when (senseless is not OutOfMemoryException)
        {
            return this with { Senseless = senseless.Message, Position = position };
        }
    }
}
