using Ledger.Hosting.Outgoing;
using Ledger.Projections.Domain.Reports;
using Npgsql;

namespace Ledger.Projections.Host.Queries;

/// <summary>Reads the view of the books by month, for reports and for the verification of closed periods.</summary>
internal sealed class BookMonths(NpgsqlDataSource target) : IBookMonths
{
    /// <summary>The flows between books up to the end of a local month, ordered by unit and books.</summary>
    /// <param name="unit">Only this unit; null: all.</param>
    public static Task<List<BookFlow>> FlowsAsync(
        Snapshot snapshot, QueriedProgram program, int month, string? unit, CancellationToken ct) =>
        snapshot.Command(
                $"""
                select b.unit, b.from_book, b.to_book,
                       coalesce(sum(b.amount) filter (where b.month < $2), 0), coalesce(sum(b.amount) filter (where b.month = $2), 0),
                       coalesce(sum(b.entries) filter (where b.month = $2), 0)::bigint,
                       coalesce(min(b.first_position) filter (where b.month = $2), 0),
                       coalesce(max(b.last_position) filter (where b.month = $2), 0)
                  from {snapshot.Schema}.book_months b
                 where b.program = $1 and b.month <= $2 and ($3 is null or b.unit = $3)
                 group by b.unit, b.from_book, b.to_book
                 order by b.unit, b.from_book, b.to_book
                """,
                Snapshot.Value(program.Program), Snapshot.Value(month), Snapshot.Value(unit))
            .ListAsync(
                row => new BookFlow(
                    row.GetString(0), row.GetString(1), row.GetString(2), row.GetDecimal(3), row.GetDecimal(4), row.GetInt64(5),
                    row.GetInt64(6), row.GetInt64(7)), ct);

    /// <summary>The flows between books in each local month.</summary>
    /// <param name="last">The last month, inclusive; null: to the end.</param>
    /// <param name="unit">Only this unit; null: all.</param>
    public static Task<List<(int Month, BookFlow Flow)>> FlowsByMonthAsync(
        Snapshot snapshot, QueriedProgram program, int? last, string? unit, CancellationToken ct) =>
        snapshot.Command(
                $"""
                select month, unit, from_book, to_book, amount from {snapshot.Schema}.book_months
                 where program = $1 and month <= $2 and ($3 is null or unit = $3)
                """,
                Snapshot.Value(program.Program), Snapshot.Value(last ?? int.MaxValue), Snapshot.Value(unit))
            .ListAsync(
                row => (row.GetInt32(0), new BookFlow(row.GetString(1), row.GetString(2), row.GetString(3), 0, row.GetDecimal(4))), ct);

    /// <summary>The first and the last local month with an entry; null where there is none.</summary>
    public static async Task<(int First, int Last)?> SpanAsync(Snapshot snapshot, QueriedProgram program, CancellationToken ct) =>
        await snapshot.Command(
                $"select min(month), max(month) from {snapshot.Schema}.book_months where program = $1 having count(*) > 0",
                Snapshot.Value(program.Program))
            .ListAsync(row => (First: row.GetInt32(0), Last: row.GetInt32(1)), ct) is [var span] ? span : null;

    public async Task<IReadOnlyList<BookMonth>?> ReadAsync(string program, long position, CancellationToken ct)
    {
        await using var snapshot = await Snapshot.OpenAsync(target, position, ct);
        return snapshot is null ? null : await snapshot.Command(
                $"select unit, month, from_book, to_book, amount from {snapshot.Schema}.book_months where program = $1",
                Snapshot.Value(program))
            .ListAsync(
                row => new BookMonth(row.GetString(0), row.GetInt32(1), row.GetString(2), row.GetString(3), row.GetDecimal(4)), ct);
    }
}
