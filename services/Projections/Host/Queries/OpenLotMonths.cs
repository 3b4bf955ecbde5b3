using Ledger.Contracts.V1;
using Ledger.Projections.Domain.Reports;
using Ledger.Projections.Host.Tables;
using Npgsql;
using NpgsqlTypes;

namespace Ledger.Projections.Host.Queries;

/// <summary>
/// Sums what is left of a program's lots by local month. Months are given to the database as instants, so the result does not depend on the
/// database's time zone data.
/// </summary>
internal static class OpenLotMonths
{
    /// <summary>What is left, by unit, tier and the month in which lots were opened.</summary>
    /// <param name="past">The time in the past that is asked for; null: now.</param>
    public static async Task<List<OpenLots>> OpenedAsync(Snapshot snapshot, QueriedProgram program, PastBalance? past, CancellationToken ct)
    {
        if (past is null) return await OpenedNowAsync(snapshot, program, ct);
        // Lots are opened by entries, so the months with entries are enough.
        if (await BookMonths.SpanAsync(snapshot, program, ct) is not var (first, last)) return [];
        var calendar = program.Catalog.Versions[0].Calendar;
        var bounds = Enumerable.Range(first + 1, last - first).Select(calendar.StartOfMonth);
        return await Command(
                snapshot, program, past, bounds,
                $"""
                select l.unit, {TierOf(snapshot.Schema)}, width_bucket(l.opened_at, $2), sum(l.pending), sum(l.available), sum(l.held)
                  from {snapshot.Schema}.accounts a join {LotsOf(snapshot.Schema, past)} l on l.account = a.number
                 where a.program = $1 and (l.pending <> 0 or l.available <> 0 or l.held <> 0)
                 group by 1, 2, 3
                """)
            .ListAsync(
                row => new OpenLots(
                    row.GetString(0), row.TextOrNull(1), first + row.GetInt32(2), row.GetDecimal(3), row.GetDecimal(4), row.GetDecimal(5)),
                ct);
    }

    // The views maintain these sums with every write.
    private static Task<List<OpenLots>> OpenedNowAsync(Snapshot snapshot, QueriedProgram program, CancellationToken ct) =>
        snapshot.Command(
                $"""
                select unit, nullif(tier, ''), opened, pending, available, held from {snapshot.Schema}.open_lots
                 where program = $1 and (pending <> 0 or available <> 0 or held <> 0)
                """,
                Snapshot.Value(program.Program))
            .ListAsync(
                row => new OpenLots(
                    row.GetString(0), row.TextOrNull(1), row.GetInt32(2), row.GetDecimal(3), row.GetDecimal(4), row.GetDecimal(5)),
                ct);

    /// <summary>What is left, by unit and the span of <see cref="Expiring.Bounds"/> in which it expires.</summary>
    /// <param name="past">The time in the past that is asked for; null: now.</param>
    public static Task<List<ExpiringLots>> ExpiringAsync(
        Snapshot snapshot, QueriedProgram program, DateTimeOffset now, PastBalance? past, CancellationToken ct) =>
        Command(
                snapshot, program, past, Expiring.Bounds(program.Catalog.Versions[0].Calendar, now),
                $"""
                select l.unit, width_bucket(l.expires_at, $2), sum(l.pending), sum(l.available), sum(l.held)
                  from {snapshot.Schema}.accounts a join {LotsOf(snapshot.Schema, past)} l on l.account = a.number
                 where a.program = $1 and (l.pending <> 0 or l.available <> 0 or l.held <> 0)
                 group by 1, 2
                """)
            .ListAsync(
                row => new ExpiringLots(
                    row.GetString(0), row.IsDBNull(1) ? null : row.GetInt32(1), row.GetDecimal(2), row.GetDecimal(3), row.GetDecimal(4)),
                ct);

    /// <summary>The parameter of ascending instants for <c>width_bucket</c>.</summary>
    public static NpgsqlParameter<DateTime[]> Bounds(IEnumerable<DateTimeOffset> instants) => new()
    {
        TypedValue = [.. instants.Select(at => at.UtcDateTime)],
        NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz,
    };

    // Parameters: $1 program, $2 bounds; for the past also $3 effective time, $4 recorded time.
    private static NpgsqlCommand Command(
        Snapshot snapshot, QueriedProgram program, PastBalance? past, IEnumerable<DateTimeOffset> bounds, string sql)
    {
        var command = snapshot.Command(sql, Snapshot.Value(program.Program), Bounds(bounds));
        if (past is null) return command;
        command.Parameters.Add(Snapshot.Value((past.Effective ?? DateTimeOffset.MaxValue).UtcDateTime));
        command.Parameters.Add(Snapshot.Value((past.Recorded ?? DateTimeOffset.MaxValue).UtcDateTime));
        return command;
    }

    // What was left of a lot in the past is the sum of its moves up to then, which are read from the log. A lot's unit and dates are taken
    // as they are now.
    private static string LotsOf(string schema, PastBalance? past) => past is null ? $"{schema}.lots" : $"""
        (select x.account, k.unit, k.opened_at, k.expires_at, x.pending, x.available, x.held
           from (
             select m.account, m.lot, {MovedTo(Books.Pending)} as pending, {MovedTo(Books.Available)} as available,
                    {MovedTo(Books.Held)} as held
               from ({LotMoves.Select(schema)}) m
              where m.effective_at <= $3 and m.recorded_at <= $4
              group by 1, 2) x
           join {schema}.lots k on k.account = x.account and k.lot = x.lot)
        """;

    private static string MovedTo(string book) =>
        $"sum(case when m.target = '{book}' then m.amount else 0 end - case when m.origin = '{book}' then m.amount else 0 end)";

    private static string TierOf(string schema) => $"""
        (select c.to_tier from {schema}.tier_changes c join mt_events v on v.seq_id = c.position
          where c.account = a.number and c.effective_at <= $3 and v.timestamp <= $4
          order by c.position desc, c.place desc limit 1)
        """;
}
