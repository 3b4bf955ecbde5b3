using Ledger.Contracts.V1;
using Ledger.Projections.Domain.Views;
using Npgsql;

namespace Ledger.Projections.Host.Tables;

/// <param name="Tier">The tier of the accounts as last recorded; empty for the lowest.</param>
/// <param name="Opened">The local month in which value first came into the lots.</param>
internal readonly record struct LotMonthKey(string Program, string Unit, string Tier, int Opened, int Month);

/// <summary>
/// The amounts at risk in lots and what became of them, summed by unit, tier, month of opening and month (see <see cref="LotMonthRow"/>).
/// </summary>
internal sealed class LotMonthTable(string schema)
    : SumTable<LotMonthKey, LotMonthRow>($"{schema}.lot_months", 10_000, WrittenColumns, LotMonthRow.Zero)
{
    private static readonly IReadOnlyList<Column<LotMonthKey, LotMonthRow>> WrittenColumns =
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
    /// <param name="From">Its tier at the last write.</param>
    private readonly record struct Moved(string Program, string? From, string? To);

    /// <summary>Whether accounts have changed tier since the last write, so that <see cref="MoveAsync"/> must be called.</summary>
    public bool HasMoved => moved.Count > 0;

    /// <summary>Adds the changes of the sums when a lot's life changes.</summary>
    /// <param name="tier">The account's tier.</param>
    public void Add(
        string program, string unit, long account, string? tier, IReadOnlyList<LotMonth> before, IReadOnlyList<LotMonth> after)
    {
        if (ReferenceEquals(before, after)) return;
        // When the account has changed tier since the last write, the change counts for its old tier, because MoveAsync moves all its lots
        // later.
        if (moved.TryGetValue(account, out var move)) tier = move.From;
        foreach (var change in LotLife.Changes(before, after)) Add(KeyOf(program, unit, tier, change), change.Sums);
    }

    /// <summary>Notes that an account, and so its lots, changed tier.</summary>
    public void Move(string program, long account, string? from, string? to) =>
        moved[account] = moved.TryGetValue(account, out var move) ? move with { To = to } : new Moved(program, from, to);

    /// <summary>
    /// Moves the sums of the lots of such accounts from their old tier to the new one. The lots must have been written first.
    /// </summary>
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

    /// <summary>Reads the sums, beginning at a column.</summary>
    public static LotMonthRow Read(NpgsqlDataReader row, int first) => new(
        row.GetInt64(first), row.GetDecimal(first + 1), Exact.Parse(row.GetString(first + 2)), row.GetDecimal(first + 3),
        row.GetDecimal(first + 4), row.GetDecimal(first + 5));

    protected override NpgsqlBatchCommand Select(LotMonthKey[] keys) =>
        new($"select m.program, m.unit, m.tier, m.opened, m.month, {Columns} from unnest($1, $2, $3, $4, $5) as k (program, unit, tier, "
            + $"opened, month) join {schema}.lot_months m using (program, unit, tier, opened, month)")
        {
            Parameters =
            {
                Sql.Column(keys, key => key.Program), Sql.Column(keys, key => key.Unit), Sql.Column(keys, key => key.Tier),
                Sql.Column(keys, key => key.Opened), Sql.Column(keys, key => key.Month),
            },
        };

    protected override (LotMonthKey Key, LotMonthRow Row) Read(NpgsqlDataReader row) => (
        new LotMonthKey(row.GetString(0), row.GetString(1), row.GetString(2), row.GetInt32(3), row.GetInt32(4)), Read(row, 5));

    private static LotMonthKey KeyOf(string program, string unit, string? tier, LotMonthChange change) =>
        new(program, unit, tier ?? "", change.Opened, change.Month);
}
