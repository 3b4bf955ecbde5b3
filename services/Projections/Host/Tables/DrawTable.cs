using Ledger.Projections.Domain.Views;
using Npgsql;

namespace Ledger.Projections.Host.Tables;

internal readonly record struct DrawRowKey(string Program, string Draw);

/// <summary>Announced draws. Of a held draw, a row only has the log position of the event with the draw's inputs.</summary>
internal sealed class DrawTable(string schema) : RowTable<DrawRowKey, DrawRow>($"{schema}.draws", 100, WrittenColumns)
{
    public const string Columns = "t.at, t.salt_hash, t.version, t.held_position";

    private static readonly IReadOnlyList<Column<DrawRowKey, DrawRow>> WrittenColumns =
    [
        Key("program", (key, _) => key.Program),
        Key("draw", (key, _) => key.Draw),
        Changing("at", (_, row) => row.At.UtcDateTime),
        Changing("salt_hash", (_, row) => row.SaltHash),
        Changing("version", (_, row) => row.ProgramVersion),
        Changing("held_position", (_, row) => row.HeldPosition),
    ];

    protected override NpgsqlBatchCommand Select(DrawRowKey[] keys) =>
        new($"select t.program, t.draw, {Columns} from unnest($1, $2) as k (program, draw) join {schema}.draws t using (program, draw)")
        {
            Parameters = { Sql.Column(keys, key => key.Program), Sql.Column(keys, key => key.Draw) },
        };

    protected override (DrawRowKey Key, DrawRow Row) Read(NpgsqlDataReader row) =>
        (new DrawRowKey(row.GetString(0), row.GetString(1)), Read(row, 2));

    /// <summary>Reads <see cref="Columns"/> from a column on.</summary>
    public static DrawRow Read(NpgsqlDataReader row, int first) =>
        new(row.At(first), row.GetString(first + 1), row.GetInt32(first + 2), row.Int64OrNull(first + 3));
}
