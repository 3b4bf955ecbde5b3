using System.Runtime.InteropServices;
using Ledger.Contracts.V1;
using Npgsql;

namespace Ledger.Projections.Host.Tables;

/// <summary>
/// The flows between books, by local month of the effective time. Sums are collected in memory and added to the rows by the database, so
/// rows are never loaded. The sums of the last program and unit are remembered, because nearly all entries of a batch have the same.
/// </summary>
internal sealed class BookMonthTable(string schema)
{
    private readonly Dictionary<(string Program, string Unit), Dictionary<(int Month, string From, string To), FlowSum>> sheets = [];
    private (string Program, string Unit) lastKey = ("", "");
    private Dictionary<(int Month, string From, string To), FlowSum> last = [];

    /// <param name="position">The entry's position; within a program, positions must be added in ascending order.</param>
    public void Add(string program, string unit, int month, LotMove move, long position)
    {
        ref var moved = ref CollectionsMarshal.GetValueRefOrAddDefault(SheetOf(program, unit), (month, move.From, move.To), out var known);
        var entries = moved.Entries + (known && moved.Last == position ? 0 : 1);
        moved = new FlowSum(moved.Amount + move.Amount, entries, known ? moved.First : position, position);
    }

    public NpgsqlBatchCommand? Write()
    {
        var rows = sheets
            .SelectMany(sheet => sheet.Value.Select(one => (sheet.Key.Program, sheet.Key.Unit, Flow: one.Key, Moved: one.Value)))
            .ToArray();
        if (rows.Length == 0) return null;
        return new NpgsqlBatchCommand($"""
            insert into {schema}.book_months as b (program, unit, month, from_book, to_book, amount, entries, first_position, last_position)
            select * from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9)
            on conflict (program, unit, month, from_book, to_book) do update
               set amount = b.amount + excluded.amount, entries = b.entries + excluded.entries,
                   first_position = least(b.first_position, excluded.first_position),
                   last_position = greatest(b.last_position, excluded.last_position)
            """)
        {
            Parameters =
            {
                Sql.Column(rows, row => row.Program), Sql.Column(rows, row => row.Unit), Sql.Column(rows, row => row.Flow.Month),
                Sql.Column(rows, row => row.Flow.From), Sql.Column(rows, row => row.Flow.To), Sql.Column(rows, row => row.Moved.Amount),
                Sql.Column(rows, row => row.Moved.Entries), Sql.Column(rows, row => row.Moved.First),
                Sql.Column(rows, row => row.Moved.Last),
            },
        };
    }

    public void Written()
    {
        sheets.Clear();
        lastKey = ("", "");
        last = [];
    }

    private Dictionary<(int Month, string From, string To), FlowSum> SheetOf(string program, string unit)
    {
        if (ReferenceEquals(lastKey.Program, program) && ReferenceEquals(lastKey.Unit, unit)) return last;
        lastKey = (program, unit);
        if (!sheets.TryGetValue(lastKey, out last!)) sheets.Add(lastKey, last = []);
        return last;
    }

    /// <summary>An amount, the number of entries that moved it, and the positions of the first and last of them.</summary>
    private readonly record struct FlowSum(decimal Amount, long Entries, long First, long Last);
}
