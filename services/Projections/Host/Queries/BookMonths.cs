using Ledger.Hosting;
using Npgsql;

namespace Ledger.Projections.Host;

/// <summary>The view of the books by month, for the verification of closed periods.</summary>
internal sealed class BookMonths(NpgsqlDataSource target) : IBookMonths
{
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
