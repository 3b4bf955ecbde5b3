using Ledger.Projections.Domain;
using Npgsql;
using NpgsqlTypes;

namespace Ledger.Projections.Host;

/// <summary>
/// Sums what is left of a program's lots by local month. Months are told apart by their first instants in the program's zone, so what a
/// month is does not depend on what the database knows of zones.
/// </summary>
internal static class OpenLotMonths
{
    /// <summary>What is left by unit, tier and the month in which lots were opened.</summary>
    public static async Task<List<OpenLots>> OpenedAsync(Snapshot snapshot, ProgramState program, CancellationToken ct)
    {
        // A lot is opened by an entry, and entries are in these months.
        var known = await snapshot.Command(
                $"select min(month), max(month) from {snapshot.Schema}.book_months where program = $1 having count(*) > 0",
                Snapshot.Value(program.Program))
            .ListAsync(row => (First: row.GetInt32(0), Last: row.GetInt32(1)), ct);
        if (known is not [var (first, last)]) return [];
        var calendar = program.Catalog.Versions[0].Calendar;
        var bounds = Enumerable.Range(first + 1, last - first).Select(calendar.StartOfMonth);
        return await snapshot.Command(
                $"""
                select l.unit, a.tier, width_bucket(l.opened_at, $2), sum(l.pending), sum(l.available), sum(l.held)
                  from {snapshot.Schema}.accounts a join {snapshot.Schema}.lots l on l.account = a.number
                 where a.program = $1 and (l.pending <> 0 or l.available <> 0 or l.held <> 0)
                 group by 1, 2, 3
                """,
                Snapshot.Value(program.Program), Bounds(bounds))
            .ListAsync(
                row => new OpenLots(
                    row.GetString(0), row.TextOrNull(1), first + row.GetInt32(2), row.GetDecimal(3), row.GetDecimal(4), row.GetDecimal(5)),
                ct);
    }

    /// <summary>What is left by unit and the span of <see cref="Expiring.Bounds"/> in which it expires.</summary>
    public static Task<List<ExpiringLots>> ExpiringAsync(
        Snapshot snapshot, ProgramState program, DateTimeOffset now, CancellationToken ct) =>
        snapshot.Command(
                $"""
                select l.unit, width_bucket(l.expires_at, $2), sum(l.pending), sum(l.available), sum(l.held)
                  from {snapshot.Schema}.accounts a join {snapshot.Schema}.lots l on l.account = a.number
                 where a.program = $1 and (l.pending <> 0 or l.available <> 0 or l.held <> 0)
                 group by 1, 2
                """,
                Snapshot.Value(program.Program), Bounds(Expiring.Bounds(program.Catalog.Versions[0].Calendar, now)))
            .ListAsync(
                row => new ExpiringLots(
                    row.GetString(0), row.IsDBNull(1) ? null : row.GetInt32(1), row.GetDecimal(2), row.GetDecimal(3), row.GetDecimal(4)),
                ct);

    /// <summary>Instants for <c>width_bucket</c>, ascending.</summary>
    public static NpgsqlParameter<DateTime[]> Bounds(IEnumerable<DateTimeOffset> instants) => new()
    {
        TypedValue = [.. instants.Select(at => at.UtcDateTime)],
        NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz,
    };
}
