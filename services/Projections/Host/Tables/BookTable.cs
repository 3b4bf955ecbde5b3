using System.Runtime.InteropServices;
using Ledger.Projections.Domain.Views;
using Npgsql;

namespace Ledger.Projections.Host.Tables;

/// <summary>The books of the double entry. What events add is summed here and added to the rows, so nothing is ever loaded.</summary>
internal sealed class BookTable(string schema)
{
    private readonly Dictionary<(string Program, string Unit), Dictionary<string, decimal>> sheets = [];
    private (string Program, string Unit) lastKey = ("", "");
    private Dictionary<string, decimal> last = [];

    public void Add(string program, string unit, BookChange change)
    {
        ref var amount = ref CollectionsMarshal.GetValueRefOrAddDefault(SheetOf(program, unit), change.Book, out _);
        amount += change.Amount;
    }

    public NpgsqlBatchCommand? Write()
    {
        var rows = sheets
            .SelectMany(sheet => sheet.Value.Select(book => (sheet.Key.Program, sheet.Key.Unit, Book: book.Key, Amount: book.Value)))
            .ToArray();
        if (rows.Length == 0) return null;
        return new NpgsqlBatchCommand($"""
            insert into {schema}.books as b (program, unit, book, amount)
            select * from unnest($1, $2, $3, $4)
            on conflict (program, unit, book) do update set amount = b.amount + excluded.amount
            """)
        {
            Parameters =
            {
                Sql.Column(rows, row => row.Program),
                Sql.Column(rows, row => row.Unit),
                Sql.Column(rows, row => row.Book),
                Sql.Column(rows, row => row.Amount),
            },
        };
    }

    public void Written()
    {
        sheets.Clear();
        lastKey = ("", "");
        last = [];
    }

    // Nearly always the sheet that the entry before was written to.
    private Dictionary<string, decimal> SheetOf(string program, string unit)
    {
        if (ReferenceEquals(lastKey.Program, program) && ReferenceEquals(lastKey.Unit, unit)) return last;
        lastKey = (program, unit);
        if (!sheets.TryGetValue(lastKey, out last!)) sheets.Add(lastKey, last = new Dictionary<string, decimal>(StringComparer.Ordinal));
        return last;
    }
}
