using Ledger.Projections.Domain.Views;
using Npgsql;

namespace Ledger.Projections.Host.Tables;

internal readonly record struct MemberRowKey(long Account);

/// <summary>Segments, perks and loyalty kinds as last judged.</summary>
internal sealed class MemberTable(string schema) : RowTable<MemberRowKey, MemberRow>($"{schema}.members", 50_000, WrittenColumns)
{
    // Ids contain no line feed.
    private const char Separator = '\n';

    private static readonly IReadOnlyList<Column<MemberRowKey, MemberRow>> WrittenColumns =
    [
        Key("account", (key, _) => key.Account),
        Changing("segments", (_, row) => Text(row.Segments)),
        Changing("perks", (_, row) => Text(row.Perks)),
        Changing("loyalty", (_, row) => row.Loyalty),
    ];

    protected override NpgsqlBatchCommand Select(MemberRowKey[] keys) =>
        new($"select m.account, m.segments, m.perks, m.loyalty from {schema}.members m where m.account = any($1)")
        {
            Parameters = { Sql.Column(keys, key => key.Account) },
        };

    protected override (MemberRowKey Key, MemberRow Row) Read(NpgsqlDataReader row) => (new MemberRowKey(row.GetInt64(0)), Read(row, 1));

    /// <summary>Reads segments, perks and loyalty from a column on; they are null for an account that was never judged.</summary>
    public static MemberRow Read(NpgsqlDataReader row, int first) => row.IsDBNull(first)
        ? MemberRow.Empty
        : new MemberRow(Ids(row.GetString(first)), Ids(row.GetString(first + 1)), row.GetString(first + 2));

    /// <summary>Writes ids as text, one per line.</summary>
    public static string Text(IReadOnlyList<string> ids) => string.Join(Separator, ids);

    /// <summary>Reads what <see cref="Text"/> wrote.</summary>
    public static string[] Ids(string text) => text.Length == 0 ? [] : text.Split(Separator);
}
