using Ledger.Domain.Accounts;
using Ledger.Host.State.Shapes;
using Npgsql;

namespace Ledger.Host.State;

/// <summary>A row of ledger_spending.</summary>
/// <param name="Order">The key of the order that it is for; null: none.</param>
/// <param name="IsOpen">Whether a later event can still change it.</param>
internal sealed record SpendingRow(SpendingKey Key, string Account, string State, string? Order = null, bool IsOpen = false);

/// <summary>
/// Loads and saves holds, redemptions, adjustments, vouchers, activities, terms of memberships, grants and claims, in sets and by key.
/// </summary>
internal static class SpendingTable
{
    /// <summary>The table's columns.</summary>
    public static TableShape<SpendingRow> Shape { get; } = new TableShape<SpendingRow>(
            "ledger_spending", new SpendingRow(new SpendingKey("", "", ""), "", ""))
        .Column("program", ColumnTypes.Text, r => r.Key.Program, (r, program) => r with { Key = r.Key with { Program = program } })
        .Column("kind", ColumnTypes.Text, r => r.Key.Kind, (r, kind) => r with { Key = r.Key with { Kind = kind } })
        .Column("id", ColumnTypes.Text, r => r.Key.Id, (r, id) => r with { Key = r.Key with { Id = id } })
        .Column("account_id", ColumnTypes.Text, r => r.Account, (r, account) => r with { Account = account })
        .Column("order_key", ColumnTypes.TextOrNull, r => r.Order, (r, order) => r with { Order = order })
        .Column("is_open", ColumnTypes.Flag, r => r.IsOpen, (r, isOpen) => r with { IsOpen = isOpen })
        .Column("state", ColumnTypes.Json, r => r.State, (r, state) => r with { State = state });

    private static readonly string SelectByIds = $"""
        select {Shape.Columns("s")}
          from unnest($1, $2, $3) as n (program, kind, id)
          join ledger_spending s on s.program = n.program and s.kind = n.kind and s.id = n.id
        """;

    private static readonly string SelectKept = $"""
        select {Shape.Columns("s")}
          from unnest($1, $2) as n (program, account)
          join ledger_spending s on s.program = n.program and s.account_id = n.account and s.is_open
               and s.kind in ({string.Join(", ", SpendingKind.All.Where(kind => kind.IsKept).Select(kind => $"'{kind.Name}'"))})
        """;

    private static readonly string SelectAll = $"""
        select {Shape.Columns("s")}
          from unnest($1, $2) as n (program, account)
          join ledger_spending s on s.program = n.program and s.account_id = n.account
        """;

    private static readonly string SelectOfOrders = $"""
        select {Shape.Columns("s")}
          from unnest($1, $2, $3) as n (program, account, order_key)
          join ledger_spending s on s.program = n.program and s.account_id = n.account and s.order_key = n.order_key
            and s.kind = 'redemption'
        """;

    // Parameters: the columns first, then the accounts that the batch merges.
    private static readonly string SaveAll =
        $"select ledger_save_spending({Shape.Places}, ${Shape.Count + 1}, ${Shape.Count + 2})";

    public static Task<List<SpendingRow>> LoadAsync(NpgsqlConnection connection, IReadOnlyList<SpendingKey> keys, CancellationToken ct) =>
        ReadAsync(
            connection, SelectByIds, ct, [.. keys.Select(key => key.Program)], [.. keys.Select(key => key.Kind)],
            [.. keys.Select(key => key.Id)]);

    /// <summary>Loads what accounts always have in memory: open holds and claims, unrevoked activities, and terms of memberships.</summary>
    public static async Task LoadKeptAsync(NpgsqlConnection connection, IReadOnlyList<LoadedAccount> accounts, CancellationToken ct)
    {
        var byKey = accounts.ToDictionary(account => new AccountKey(account.Account.Program, account.Account.Id));
        var rows = await ReadAsync(
            connection, SelectKept, ct, [.. accounts.Select(a => a.Account.Program)], [.. accounts.Select(a => a.Account.Id)]);
        foreach (var row in rows) Load(byKey[new AccountKey(row.Key.Program, row.Account)].Account, row);
    }

    /// <summary>Loads all rows of accounts that are about to be merged.</summary>
    public static async Task LoadAllAsync(NpgsqlConnection connection, IReadOnlyList<LoadedAccount> accounts, CancellationToken ct)
    {
        var byKey = accounts.ToDictionary(account => new AccountKey(account.Account.Program, account.Account.Id));
        var rows = await ReadAsync(
            connection, SelectAll, ct, [.. accounts.Select(a => a.Account.Program)], [.. accounts.Select(a => a.Account.Id)]);
        foreach (var row in rows) Load(byKey[new AccountKey(row.Key.Program, row.Account)].Account, row);
    }

    /// <summary>Loads the redemptions that paid for orders: the order at an index belongs to the account at that index.</summary>
    public static async Task LoadOfOrdersAsync(
        NpgsqlConnection connection, IReadOnlyList<LoadedAccount> accounts, IReadOnlyList<string> orders, CancellationToken ct)
    {
        var byKey = new Dictionary<AccountKey, LoadedAccount>();
        foreach (var account in accounts) byKey[new AccountKey(account.Account.Program, account.Account.Id)] = account;
        var rows = await ReadAsync(
            connection, SelectOfOrders, ct, [.. accounts.Select(a => a.Account.Program)], [.. accounts.Select(a => a.Account.Id)],
            [.. orders]);
        foreach (var row in rows) Load(byKey[new AccountKey(row.Key.Program, row.Account)].Account, row);
        for (var i = 0; i < orders.Count; i++) accounts[i].Account.Spending.KnowOrder(orders[i]);
    }

    /// <summary>Adds a row to its account, unless it is there already.</summary>
    public static void Load(Account account, SpendingRow row) => SpendingKind.Of(row.Key.Kind).Load(account, row);

    /// <summary>Whether an account has a row in memory.</summary>
    public static bool Has(Account account, SpendingRow row) => SpendingKind.Of(row.Key.Kind).Has(account, row.Key.Id);

    /// <summary>The command that saves changed rows, for the append's transaction; null when nothing changed.</summary>
    public static NpgsqlBatchCommand? Save(IReadOnlyList<LoadedAccount> accounts)
    {
        var rows = new List<SpendingRow>();
        foreach (var loaded in accounts) AddChanged(loaded.Account, loaded.Saved, rows);
        if (rows.Count == 0) return null;
        var merged = accounts
            .Where(loaded => loaded is { Account.MergedInto: not null, Saved.MergedInto: null })
            .Select(loaded => loaded.Account)
            .ToList();
        var command = new NpgsqlBatchCommand(SaveAll);
        Shape.AddTo(command, [.. rows]);
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. merged.Select(account => account.Program)] });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. merged.Select(account => account.Id)] });
        return command;
    }

    /// <summary>The rows of everything that an account has in memory.</summary>
    public static IReadOnlyList<SpendingRow> Of(Account account)
    {
        var rows = new List<SpendingRow>();
        AddChanged(account, null, rows);
        return rows;
    }

    private static void AddChanged(Account account, Account? since, List<SpendingRow> rows)
    {
        foreach (var kind in SpendingKind.All) kind.AddChanged(account, since, rows);
    }

    private static async Task<List<SpendingRow>> ReadAsync(
        NpgsqlConnection connection, string sql, CancellationToken ct, params string[][] columns)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var column in columns) command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = column });
        var rows = new List<SpendingRow>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) rows.Add(Shape.Read(reader));
        return rows;
    }
}
