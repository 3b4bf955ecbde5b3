using Npgsql;

namespace Ledger.Projections.Host;

internal readonly record struct BookKey(string Program, string Unit, string Book);

/// <summary>What a book of a program holds.</summary>
internal sealed record BookRow(decimal Amount);

/// <summary>The books of the double entry.</summary>
internal sealed class BookTable(string schema) : RowTable<BookKey, BookRow>(10_000)
{
    protected override NpgsqlBatchCommand Select(BookKey[] keys) =>
        new($"select b.program, b.unit, b.book, b.amount from unnest($1, $2, $3) as k (program, unit, book) join {schema}.books b using (program, unit, book)")
        {
            Parameters = { Sql.Column(keys, key => key.Program), Sql.Column(keys, key => key.Unit), Sql.Column(keys, key => key.Book) },
        };

    protected override (BookKey Key, BookRow Row) Read(NpgsqlDataReader row) =>
        (new BookKey(row.GetString(0), row.GetString(1), row.GetString(2)), new BookRow(row.GetDecimal(3)));

    protected override NpgsqlBatchCommand Upsert(Columns<BookKey, BookRow> rows) => new($"""
        insert into {schema}.books (program, unit, book, amount)
        select * from unnest($1, $2, $3, $4)
        on conflict (program, unit, book) do update set amount = excluded.amount
        """)
    {
        Parameters = { rows.Of((key, _) => key.Program), rows.Of((key, _) => key.Unit), rows.Of((key, _) => key.Book), rows.Of((_, row) => row.Amount) },
    };
}
