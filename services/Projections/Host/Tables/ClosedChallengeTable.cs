using Ledger.Projections.Domain.Views;
using Npgsql;

namespace Ledger.Projections.Host.Tables;

internal readonly record struct ChallengeRowKey(string Program, string Challenge, string Period);

/// <summary>Closed periods of challenges. A row only has the log position of the event with the table of ranks.</summary>
internal sealed class ClosedChallengeTable(string schema) : RowTable<ChallengeRowKey, ChallengeRow>(
    $"{schema}.challenges", 100, WrittenColumns)
{
    public const string Columns = "t.position, t.period_start, t.period_end, t.version, t.closed_at";

    private static readonly IReadOnlyList<Column<ChallengeRowKey, ChallengeRow>> WrittenColumns =
    [
        Key("program", (key, _) => key.Program),
        Key("challenge", (key, _) => key.Challenge),
        Key("period", (key, _) => key.Period),
        Changing("position", (_, row) => row.Position),
        Changing("period_start", (_, row) => row.PeriodStart.UtcDateTime),
        Changing("period_end", (_, row) => row.PeriodEnd.UtcDateTime),
        Changing("version", (_, row) => row.ProgramVersion),
        Changing("closed_at", (_, row) => row.ClosedAt.UtcDateTime),
    ];

    protected override NpgsqlBatchCommand Select(ChallengeRowKey[] keys) =>
        new($"""
            select t.program, t.challenge, t.period, {Columns} from unnest($1, $2, $3) as k (program, challenge, period)
              join {schema}.challenges t using (program, challenge, period)
            """)
        {
            Parameters =
            {
                Sql.Column(keys, key => key.Program), Sql.Column(keys, key => key.Challenge), Sql.Column(keys, key => key.Period),
            },
        };

    protected override (ChallengeRowKey Key, ChallengeRow Row) Read(NpgsqlDataReader row) =>
        (new ChallengeRowKey(row.GetString(0), row.GetString(1), row.GetString(2)), Read(row, 3));

    /// <summary>Reads <see cref="Columns"/> from a column on.</summary>
    public static ChallengeRow Read(NpgsqlDataReader row, int first) =>
        new(row.GetInt64(first), row.At(first + 1), row.At(first + 2), row.GetInt32(first + 3), row.At(first + 4));
}
