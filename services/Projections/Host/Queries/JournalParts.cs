using Ledger.Contracts.V1;
using Ledger.Contracts.V1.Answers;
using Ledger.Projections.Domain.Reports;
using Ledger.Projections.Host.Tables;
using Npgsql;

namespace Ledger.Projections.Host.Queries;

/// <summary>
/// Reads the entries behind a line of the journal from the log: those of its month and unit that moved value between its books.
/// </summary>
internal static class JournalParts
{
    private static readonly string[] Movements =
        [.. EventNames.All.Where(pair => typeof(Movement).IsAssignableFrom(pair.Value)).Select(pair => pair.Key)];

    // A line's entries are within a narrow range of positions, as a month's entries are, and the log's primary key is the position.
    private const string Select = """
        select v.seq_id, v.id, v.data ->> 'accountId', v.type, (v.data ->> 'effectiveAt')::timestamptz, x.quantity
          from mt_events v cross join lateral (
            select sum((m.value ->> 'amount')::numeric) as quantity from jsonb_array_elements(v.data -> 'moves') m
             where (m.value ->> 'from', m.value ->> 'to') in (select * from unnest($8, $9))) x
         where v.tenant_id = $1 and v.seq_id > $2 and v.seq_id <= $3 and v.type = any ($4) and v.data ->> 'unit' = $5
           and (v.data ->> 'effectiveAt')::timestamptz >= $6 and (v.data ->> 'effectiveAt')::timestamptz < $7 and x.quantity is not null
         order by v.seq_id limit $10
        """;

    /// <summary>The entries by position.</summary>
    /// <param name="after">Only entries after this position.</param>
    /// <param name="limit">The most entries to read; null: all.</param>
    public static IAsyncEnumerable<JournalPart> ReadAsync(
        Snapshot snapshot, JournalMonth month, JournalLine line, long after, int? limit, CancellationToken ct)
    {
        var calendar = month.Program.Catalog.Versions[0].Calendar;
        return snapshot.Command(
                Select, Snapshot.Value(month.Program.Program), Snapshot.Value(Math.Max(after, line.FirstPosition - 1)),
                Snapshot.Value(line.LastPosition), Snapshot.Value(Movements), Snapshot.Value(line.Unit),
                Snapshot.Value(calendar.StartOfMonth(month.Number).UtcDateTime),
                Snapshot.Value(calendar.StartOfMonth(month.Number + 1).UtcDateTime),
                Snapshot.Value<string[]>([.. line.Flows.Select(flow => flow.From)]),
                Snapshot.Value<string[]>([.. line.Flows.Select(flow => flow.To)]), Snapshot.Value(limit))
            .StreamAsync(row => Read(row, month.Program.DigitsOf(line.Unit)), ct);
    }

    private static JournalPart Read(NpgsqlDataReader row, int digits) => new(
        row.GetInt64(0), row.GetGuid(1), row.GetString(2), row.GetString(3), row.At(4), ValueFormat.Scaled(row.GetDecimal(5), digits));
}
