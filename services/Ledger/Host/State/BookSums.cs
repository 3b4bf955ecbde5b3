using Ledger.Contracts.V1;
using Ledger.Domain.Periods;
using Npgsql;
using NpgsqlTypes;

namespace Ledger.Host.State;

/// <summary>
/// Sums a program's books directly from the log, without views or state tables. This reads every entry of the program, so only closing and
/// verifying periods use it.
/// </summary>
internal static class BookSums
{
    private const string Select = """
        select unit, source, target, width_bucket(at, $4), sum(amount)
          from (select e.data->>'unit' as unit, m.value->>'from' as source, m.value->>'to' as target,
                       (e.data->>'effectiveAt')::timestamptz as at, (m.value->>'amount')::numeric as amount
                  from mt_events e cross join lateral jsonb_array_elements(e.data->'moves') m
                 where e.tenant_id = $1 and e.type = any ($5) and e.seq_id > $2 and e.seq_id <= $3) moves
         group by 1, 2, 3, 4
        """;

    private static readonly string[] Movements =
        [.. EventNames.All.Where(pair => typeof(Movement).IsAssignableFrom(pair.Value)).Select(pair => pair.Key)];

    /// <summary>The sums of the entries between two positions of the log.</summary>
    /// <param name="after">Position, exclusive.</param>
    /// <param name="until">Position, inclusive.</param>
    /// <param name="bounds">Time bounds, ascending; they divide the sums into stretches.</param>
    public static async Task<List<BookSum>> ReadAsync(
        NpgsqlConnection connection, string program, long after, long until, IReadOnlyList<DateTimeOffset> bounds, CancellationToken ct)
    {
        var sums = new List<BookSum>();
        if (until <= after) return sums;
        await using var command = new NpgsqlCommand(Select, connection)
        {
            CommandTimeout = 0,
            Parameters =
            {
                new NpgsqlParameter<string> { TypedValue = program },
                new NpgsqlParameter<long> { TypedValue = after },
                new NpgsqlParameter<long> { TypedValue = until },
                new NpgsqlParameter<DateTime[]>
                {
                    TypedValue = [.. bounds.Select(bound => bound.UtcDateTime)],
                    NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz,
                },
                new NpgsqlParameter<string[]> { TypedValue = Movements },
            },
        };
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            sums.Add(new BookSum(reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetInt32(3), reader.GetDecimal(4)));
        }

        return sums;
    }
}
