using Ledger.Domain.Contests;
using Ledger.Domain.Orders;
using Ledger.Rules.Domain.Program;
using Npgsql;
using NpgsqlTypes;

namespace Ledger.Host.State;

/// <summary>Orders as contests see them, by the account they were recorded for, and the salts of draws (mechanics.md §8, §9).</summary>
internal static class ContestTable
{
    private const string SelectAccounts = """
        select distinct account_id from ledger_contest_orders
         where program = $1 and month between $2 and $3 and account_id > $4 order by account_id limit $5
        """;

    /// <summary>The columns of a row.</summary>
    public const string Columns = "program, account_id, order_key, placed_at, month, spends, counts, has_points";

    private const string SelectOrders = $"""
        select {Columns} from ledger_contest_orders where program = $1 and account_id = any ($2) order by account_id
        """;

    private const string SelectAllAccounts = """
        select account_id from ledger_accounts where program = $1 and account_id collate "C" > $2 order by account_id collate "C" limit $3
        """;

    /// <summary>The command that saves orders that were evaluated, for the append's transaction; null without any.</summary>
    public static NpgsqlBatchCommand? Save(IReadOnlyCollection<ContestOrder> orders)
    {
        if (orders.Count == 0) return null;
        var rows = orders.ToArray();
        return new NpgsqlBatchCommand("select ledger_save_contest_orders($1, $2, $3, $4, $5, $6, $7, $8)")
        {
            Parameters =
            {
                Texts(rows, row => row.Program),
                Texts(rows, row => row.Account),
                Texts(rows, row => row.Tally.Order),
                new NpgsqlParameter<DateTime[]> { TypedValue = Array.ConvertAll(rows, row => row.Tally.PlacedAt.UtcDateTime) },
                new NpgsqlParameter<int[]> { TypedValue = Array.ConvertAll(rows, row => row.Tally.Month) },
                Texts(rows, row => string.Join('\n', row.Tally.Spends)),
                Texts(rows, row => string.Join('\n', row.Tally.Counts)),
                new NpgsqlParameter<bool[]> { TypedValue = Array.ConvertAll(rows, row => row.Tally.HasPoints) },
            },
        };
    }

    /// <summary>A row whose columns begin with <see cref="Columns"/>.</summary>
    public static ContestOrder Read(NpgsqlDataReader row) => new(row.GetString(0), row.GetString(1), new OrderTally(
        row.GetString(2), new DateTimeOffset(row.GetFieldValue<DateTime>(3)), row.GetInt32(4), row.GetFieldValue<string[]>(5),
            row.GetFieldValue<string[]>(6),
        row.GetBoolean(7)));

    /// <summary>A page of accounts, in ordinal order, that an order placed in some months was recorded for.</summary>
    public static Task<List<string>> AccountsAsync(
        NpgsqlConnection connection, string program, MonthRange months, string after, int limit, CancellationToken ct) =>
        IdsAsync(connection, SelectAccounts, ct, program, months.From, months.To, after, limit);

    /// <summary>A page of all accounts of a program, in ordinal order.</summary>
    public static Task<List<string>> AllAccountsAsync(
        NpgsqlConnection connection, string program, string after, int limit, CancellationToken ct) =>
        IdsAsync(connection, SelectAllAccounts, ct, program, after, limit);

    /// <summary>All orders that were recorded for some accounts, by account.</summary>
    public static async Task<ILookup<string, OrderTally>> OrdersAsync(
        NpgsqlConnection connection, string program, IReadOnlyCollection<string> accounts, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(SelectOrders, connection)
        {
            Parameters =
            {
                new NpgsqlParameter<string> { TypedValue = program },
                new NpgsqlParameter<string[]> { TypedValue = [.. accounts] },
            },
        };
        var orders = new List<ContestOrder>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) orders.Add(Read(reader));
        return orders.ToLookup(one => one.Account, one => one.Tally, StringComparer.Ordinal);
    }

    /// <summary>The command that keeps a draw's salt until the draw.</summary>
    public static NpgsqlBatchCommand KeepSalt(string program, string draw, byte[] salt) =>
        new("insert into ledger_draw_salts (program, draw, salt) values ($1, $2, $3) on conflict do nothing")
        {
            Parameters =
            {
                new NpgsqlParameter<string> { TypedValue = program }, new NpgsqlParameter<string> { TypedValue = draw },
                new NpgsqlParameter { Value = salt, NpgsqlDbType = NpgsqlDbType.Bytea },
            },
        };

    /// <summary>A draw's salt.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public static async Task<byte[]> SaltAsync(NpgsqlConnection connection, string program, string draw, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("select salt from ledger_draw_salts where program = $1 and draw = $2", connection)
        {
            Parameters = { new NpgsqlParameter<string> { TypedValue = program }, new NpgsqlParameter<string> { TypedValue = draw } },
        };
        return (byte[]?)await command.ExecuteScalarAsync(ct)
            ?? throw new InvalidOperationException($"The salt of draw {draw} of program {program} is lost.");
    }

    /// <summary>The command that makes the append fail where the log went on meanwhile.</summary>
    /// <param name="readAt">The log's position up to which the program was read.</param>
    /// <param name="head">The log's position right before the append; null: any.</param>
    public static NpgsqlBatchCommand CheckLog(string program, long readAt, long? head) => new("select ledger_check_log($1, $2, $3)")
    {
        Parameters =
        {
            new NpgsqlParameter<string> { TypedValue = program }, new NpgsqlParameter<long> { TypedValue = readAt },
            new NpgsqlParameter { Value = (object?)head ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint },
        },
    };

    private static async Task<List<string>> IdsAsync(NpgsqlConnection connection, string sql, CancellationToken ct, params object[] values)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values) command.Parameters.Add(new NpgsqlParameter { Value = value });
        var ids = new List<string>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) ids.Add(reader.GetString(0));
        return ids;
    }

    private static NpgsqlParameter<string[]> Texts<T>(T[] rows, Func<T, string> of) =>
        new() { TypedValue = Array.ConvertAll(rows, row => of(row)) };
}

/// <summary>An order as contests see it.</summary>
/// <param name="Account">That it was recorded for, whatever was merged since.</param>
internal sealed record ContestOrder(string Program, string Account, OrderTally Tally)
{
    /// <summary>Of an order that is evaluated.</summary>
    public static ContestOrder Of(ProgramCatalog catalog, Order order) =>
        new(order.Program, order.Snapshot!.AccountId, OrderTally.Of(catalog, order));
}
