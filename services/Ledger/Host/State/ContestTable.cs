using Ledger.Domain.Contests;
using Ledger.Domain.Orders;
using Ledger.Host.State.Shapes;
using Ledger.Rules.Domain.Program;
using Npgsql;
using NpgsqlTypes;

namespace Ledger.Host.State;

/// <summary>What contests need of each order, by the account it was recorded for, and the salts of draws (mechanics.md §8, §9).</summary>
internal static class ContestTable
{
    private const string SelectAccounts = """
        select distinct account_id from ledger_contest_orders
         where program = $1 and month between $2 and $3 and account_id > $4 order by account_id limit $5
        """;

    /// <summary>The table's columns.</summary>
    public static TableShape<ContestOrder> Shape { get; } = new TableShape<ContestOrder>(
            "ledger_contest_orders", new ContestOrder("", "", new OrderTally("", default, 0, [], [], false)))
        .Column("program", ColumnTypes.Text, o => o.Program, (o, program) => o with { Program = program })
        .Column("account_id", ColumnTypes.Text, o => o.Account, (o, account) => o with { Account = account })
        .Column("order_key", ColumnTypes.Text, o => o.Tally.Order, (o, order) => o with { Tally = o.Tally with { Order = order } })
        .Column("placed_at", ColumnTypes.Instant, o => o.Tally.PlacedAt, (o, at) => o with { Tally = o.Tally with { PlacedAt = at } })
        .Column("month", ColumnTypes.Integer, o => o.Tally.Month, (o, month) => o with { Tally = o.Tally with { Month = month } })
        .Column("spends", ColumnTypes.TextSet, o => o.Tally.Spends, (o, spends) => o with { Tally = o.Tally with { Spends = spends } })
        .Column("counts", ColumnTypes.TextSet, o => o.Tally.Counts, (o, counts) => o with { Tally = o.Tally with { Counts = counts } })
        .Column("has_points", ColumnTypes.Flag, o => o.Tally.HasPoints, (o, has) => o with { Tally = o.Tally with { HasPoints = has } });

    private static readonly string SelectOrders = $"""
        select {Shape.Columns("o")} from ledger_contest_orders o where program = $1 and account_id = any ($2) order by account_id
        """;

    private const string SelectAllAccounts = """
        select account_id from ledger_accounts where program = $1 and account_id collate "C" > $2 order by account_id collate "C" limit $3
        """;

    /// <summary>The command that saves evaluated orders, for the append's transaction; null when there are none.</summary>
    public static NpgsqlBatchCommand? Save(IReadOnlyCollection<ContestOrder> orders)
    {
        if (orders.Count == 0) return null;
        var command = new NpgsqlBatchCommand($"select ledger_save_contest_orders({Shape.Places})");
        Shape.AddTo(command, [.. orders]);
        return command;
    }

    /// <summary>A page of the accounts for which an order placed in given months was recorded, in ordinal order.</summary>
    public static Task<List<string>> AccountsAsync(
        NpgsqlConnection connection, string program, MonthRange months, string after, int limit, CancellationToken ct) =>
        IdsAsync(connection, SelectAccounts, ct, program, months.From, months.To, after, limit);

    /// <summary>A page of all accounts of a program, in ordinal order.</summary>
    public static Task<List<string>> AllAccountsAsync(
        NpgsqlConnection connection, string program, string after, int limit, CancellationToken ct) =>
        IdsAsync(connection, SelectAllAccounts, ct, program, after, limit);

    /// <summary>All orders that were recorded for given accounts, by account.</summary>
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
        while (await reader.ReadAsync(ct)) orders.Add(Shape.Read(reader));
        return orders.ToLookup(one => one.Account, one => one.Tally, StringComparer.Ordinal);
    }

    /// <summary>The command that stores a draw's salt until the draw is held.</summary>
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
    /// <exception cref="InvalidOperationException">The salt is missing.</exception>
    public static async Task<byte[]> SaltAsync(NpgsqlConnection connection, string program, string draw, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("select salt from ledger_draw_salts where program = $1 and draw = $2", connection)
        {
            Parameters = { new NpgsqlParameter<string> { TypedValue = program }, new NpgsqlParameter<string> { TypedValue = draw } },
        };
        return (byte[]?)await command.ExecuteScalarAsync(ct)
            ?? throw new InvalidOperationException($"The salt of draw {draw} of program {program} is lost.");
    }

    /// <summary>The command that makes the append fail, as a stream conflict, when other events were appended meanwhile.</summary>
    /// <param name="readAt">The log's position up to which the program was read: no event of the program may have come after it.</param>
    /// <param name="head">The position that the log must have right before the append; null: any.</param>
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
}

/// <summary>What contests need of one order.</summary>
/// <param name="Account">The account it was recorded for, even if that account was merged since.</param>
internal sealed record ContestOrder(string Program, string Account, OrderTally Tally)
{
    /// <summary>The row of an evaluated order.</summary>
    public static ContestOrder Of(ProgramCatalog catalog, Order order) =>
        new(order.Program, order.Snapshot!.AccountId, OrderTally.Of(catalog, order));
}
