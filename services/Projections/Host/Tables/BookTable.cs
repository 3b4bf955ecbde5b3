using System.Runtime.InteropServices;
using Ledger.Projections.Domain.Views;
using Npgsql;

namespace Ledger.Projections.Host.Tables;

/// <summary>
/// The books of the double entry. Sums are collected in memory and added to the rows by the database, so rows are never loaded.
/// </summary>
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

    // The sums of a program and unit; nearly always those that the entry before used.
    private Dictionary<string, decimal> SheetOf(string program, string unit)
    {
        if (ReferenceEquals(lastKey.Program, program) && ReferenceEquals(lastKey.Unit, unit)) return last;
        lastKey = (program, unit);
        if (!sheets.TryGetValue(lastKey, out last!)) sheets.Add(lastKey, last = new Dictionary<string, decimal>(StringComparer.Ordinal));
        return last;
    }
}
