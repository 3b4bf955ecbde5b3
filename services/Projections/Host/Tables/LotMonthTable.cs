using Ledger.Contracts.V1;
using Ledger.Projections.Domain.Views;
using Npgsql;

namespace Ledger.Projections.Host.Tables;

/// <param name="Tier">That of the accounts as last recorded; empty for the lowest.</param>
/// <param name="Opened">The local month in which value first came into the lots.</param>
internal readonly record struct LotMonthRowKey(string Program, string Unit, string Tier, int Opened, int Month);

/// <summary>What lots had at risk from month to month, and what became of it, summed by unit, tier and month.</summary>
internal sealed class LotMonthTable(string schema)
    : SumTable<LotMonthRowKey, LotMonthRow>($"{schema}.lot_months", 10_000, WrittenColumns, LotMonthRow.Zero)
{
    private static readonly IReadOnlyList<Column<LotMonthRowKey, LotMonthRow>> WrittenColumns =
    [
        Key("program", (key, _) => key.Program),
        Key("unit", (key, _) => key.Unit),
        Key("tier", (key, _) => key.Tier),
        Key("opened", (key, _) => key.Opened),
        Key("month", (key, _) => key.Month),
        Changing("lots", (_, row) => row.Lots),
        Changing("at_risk", (_, row) => row.AtRisk),
        Changing("squares", (_, row) => row.Squares.ToString()),
        Changing("used", (_, row) => row.Used),
        Changing("expired", (_, row) => row.Expired),
        Changing("withdrawn", (_, row) => row.Withdrawn),
    ];

    private const string Columns = "m.lots, m.at_risk, m.squares, m.used, m.expired, m.withdrawn";

    private readonly Dictionary<long, Moved> moved = [];

    /// <summary>An account whose tier changed since the last write.</summary>
    /// <param name="From">Its tier as the last write has it.</param>
    private readonly record struct Moved(string Program, string? From, string? To);

    /// <summary>Some lots count for another tier than before: <see cref="MoveAsync"/> is needed.</summary>
    public bool HasMoved => moved.Count > 0;

    /// <summary>Adds what it changes that a lot's life became another.</summary>
    /// <param name="tier">The account's tier.</param>
    public void Add(
        string program, string unit, long account, string? tier, IReadOnlyList<LotMonth> before, IReadOnlyList<LotMonth> after)
    {
        if (ReferenceEquals(before, after)) return;
        // All of the account's lots go to its new tier later, those too that were changed before them.
        if (moved.TryGetValue(account, out var move)) tier = move.From;
        foreach (var change in LotLife.Changes(before, after)) Add(KeyOf(program, unit, tier, change), change.Sums);
    }

    /// <summary>The account has another tier from now on, and its lots with it.</summary>
    public void Move(string program, long account, string? from, string? to) =>
        moved[account] = moved.TryGetValue(account, out var move) ? move with { To = to } : new Moved(program, from, to);

    /// <summary>Takes the lots of accounts with another tier from their tier before to the one that they have; lots must be
    /// written.</summary>
    public async Task MoveAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        long[] accounts = [.. moved.Where(account => account.Value.From != account.Value.To).Select(account => account.Key)];
        await using var command = new NpgsqlCommand(
            $"select account, unit, life from {schema}.lots where account = any($1) and life <> ''", connection)
        {
            Parameters = { new NpgsqlParameter<long[]> { TypedValue = accounts } },
        };
        await command.PrepareAsync(ct);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            var (program, from, to) = moved[reader.GetInt64(0)];
            var unit = reader.GetString(1);
            foreach (var change in LotLife.Changes([], LotLife.Read(reader.GetString(2))))
            {
                Add(KeyOf(program, unit, from, change), -change.Sums);
                Add(KeyOf(program, unit, to, change), change.Sums);
            }
        }

        moved.Clear();
    }

    /// <summary>Selects unit, tier, opened, month and the sums of a program $1 before a month $2.</summary>
    public static string Select(string schema) =>
        $"select m.unit, m.tier, m.opened, m.month, {Columns} from {schema}.lot_months m where m.program = $1 and m.month < $2 "
        + "order by m.unit, m.tier, m.opened, m.month";

    /// <summary>Reads the sums from a column on.</summary>
    public static LotMonthRow Read(NpgsqlDataReader row, int first) => new(
        row.GetInt64(first), row.GetDecimal(first + 1), Exact.Parse(row.GetString(first + 2)), row.GetDecimal(first + 3),
        row.GetDecimal(first + 4), row.GetDecimal(first + 5));

    protected override NpgsqlBatchCommand Select(LotMonthRowKey[] keys) =>
        new($"select m.program, m.unit, m.tier, m.opened, m.month, {Columns} from unnest($1, $2, $3, $4, $5) as k (program, unit, tier, "
            + $"opened, month) join {schema}.lot_months m using (program, unit, tier, opened, month)")
        {
            Parameters =
            {
                Sql.Column(keys, key => key.Program), Sql.Column(keys, key => key.Unit), Sql.Column(keys, key => key.Tier),
                Sql.Column(keys, key => key.Opened), Sql.Column(keys, key => key.Month),
            },
        };

    protected override (LotMonthRowKey Key, LotMonthRow Row) Read(NpgsqlDataReader row) => (
        new LotMonthRowKey(row.GetString(0), row.GetString(1), row.GetString(2), row.GetInt32(3), row.GetInt32(4)), Read(row, 5));

    private static LotMonthRowKey KeyOf(string program, string unit, string? tier, LotMonthChange change) =>
        new(program, unit, tier ?? "", change.Opened, change.Month);
}
