using System.Runtime.InteropServices;
using Ledger.Contracts.V1;
using Npgsql;

namespace Ledger.Projections.Host;

/// <summary>
/// What went from one book to another, by local month of the effective time. What events add is summed here and added to the rows, so
/// nothing is ever loaded. Nearly all entries of a batch are of one program and unit, whose sheet is at hand.
/// </summary>
internal sealed class BookMonthTable(string schema)
{
    private readonly Dictionary<(string Program, string Unit), Dictionary<(int Month, string From, string To), decimal>> sheets = [];
    private (string Program, string Unit) lastKey = ("", "");
    private Dictionary<(int Month, string From, string To), decimal> last = [];

    public void Add(string program, string unit, int month, LotMove move)
    {
        ref var amount = ref CollectionsMarshal.GetValueRefOrAddDefault(SheetOf(program, unit), (month, move.From, move.To), out _);
        amount += move.Amount;
    }

    public NpgsqlBatchCommand? Write()
    {
        var rows = sheets
            .SelectMany(sheet => sheet.Value.Select(one => (sheet.Key.Program, sheet.Key.Unit, Flow: one.Key, Amount: one.Value)))
            .ToArray();
        if (rows.Length == 0) return null;
        return new NpgsqlBatchCommand($"""
            insert into {schema}.book_months as b (program, unit, month, from_book, to_book, amount)
            select * from unnest($1, $2, $3, $4, $5, $6)
            on conflict (program, unit, month, from_book, to_book) do update set amount = b.amount + excluded.amount
            """)
        {
            Parameters =
            {
                Sql.Column(rows, row => row.Program), Sql.Column(rows, row => row.Unit), Sql.Column(rows, row => row.Flow.Month),
                Sql.Column(rows, row => row.Flow.From), Sql.Column(rows, row => row.Flow.To), Sql.Column(rows, row => row.Amount),
            },
        };
    }

    public void Written()
    {
        sheets.Clear();
        lastKey = ("", "");
        last = [];
    }

    private Dictionary<(int Month, string From, string To), decimal> SheetOf(string program, string unit)
    {
        if (ReferenceEquals(lastKey.Program, program) && ReferenceEquals(lastKey.Unit, unit)) return last;
        lastKey = (program, unit);
        if (!sheets.TryGetValue(lastKey, out last!)) sheets.Add(lastKey, last = []);
        return last;
    }
}
