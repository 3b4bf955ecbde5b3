using Ledger.Domain.Accounts;
using Ledger.Host.State.Shapes;
using Npgsql;

namespace Ledger.Host.State;

/// <summary>A lot to load, open or closed.</summary>
internal readonly record struct NeededLot(LoadedAccount Account, long Lot);

/// <summary>Loads and saves lots in sets and by key, so that an order costs the same however many lots an account ever had.</summary>
internal static class LotStateTable
{
    /// <summary>A lot's row, within its account.</summary>
    public static TableShape<Lot> Shape { get; } = new TableShape<Lot>("ledger_lots", new Lot(0, default, null, null, null))
        .Column("lot", ColumnTypes.Number, l => l.Number, (l, number) => l with { Number = number }, "lots")
        .Column("owner", ColumnTypes.Text, l => l.Wallet.Owner, (l, owner) => l with { Wallet = l.Wallet with { Owner = owner } }, "owners")
        .Column("unit", ColumnTypes.Text, l => l.Wallet.Unit, (l, unit) => l with { Wallet = l.Wallet with { Unit = unit } }, "units")
        .Column("order_key", ColumnTypes.TextOrNull, l => l.Order, (l, order) => l with { Order = order }, "orders")
        .Column("rebate_key", ColumnTypes.TextOrNull, l => l.Rebate, (l, rebate) => l with { Rebate = rebate }, "rebates")
        .Column("activates_at", ColumnTypes.InstantOrNull, l => l.ActivatesAt, (l, at) => l with { ActivatesAt = at }, "activations")
        .Column("expires_at", ColumnTypes.InstantOrNull, l => l.OriginalExpiresAt, (l, at) => l with { OriginalExpiresAt = at }, "expiries")
        .Column("pending", ColumnTypes.Amount, l => l.Pending, (l, pending) => l with { Pending = pending }, "pendings")
        .Column("unheld", ColumnTypes.Amount, l => l.Unheld, (l, unheld) => l with { Unheld = unheld }, "unhelds")
        .Column("held", ColumnTypes.Amount, l => l.Held, (l, held) => l with { Held = held }, "helds")
        .Column("spent", ColumnTypes.Amount, l => l.Spent, (l, spent) => l with { Spent = spent }, "spents")
        .Column("expired", ColumnTypes.Amount, l => l.Expired, (l, expired) => l with { Expired = expired }, "expireds")
        .Column("owed", ColumnTypes.Amount, l => l.Owed, (l, owed) => l with { Owed = owed }, "oweds")
        .Column("waived", ColumnTypes.Amount, l => l.Waived, (l, waived) => l with { Waived = waived }, "waiveds")
        .Column("is_open", ColumnTypes.Flag, l => l.IsOpen, null, "opens")
        .Column("extended_to", ColumnTypes.InstantOrNull, l => l.ExtendedTo, (l, at) => l with { ExtendedTo = at }, "extensions")
        .Column("fund", ColumnTypes.TextOrNull, l => l.Fund, (l, fund) => l with { Fund = fund }, "funds")
        .Column("noticed_at", ColumnTypes.InstantOrNull, l => l.NoticedAt, (l, at) => l with { NoticedAt = at }, "notices");

    private static readonly string Columns = Shape.Columns("l");

    private static readonly string SelectOpen = $"""
        select n.number, {Columns}
          from unnest($1, $2) with ordinality as n (program, account, number)
          join ledger_lots l on l.program = n.program and l.account_id = n.account and (l.is_open or l.rebate_key is not null)
        """;

    private static readonly string SelectAll = $"""
        select n.number, {Columns}
          from unnest($1, $2) with ordinality as n (program, account, number)
          join ledger_lots l on l.program = n.program and l.account_id = n.account
        """;

    private static readonly string SelectOfOrders = $"""
        select n.number, {Columns}
          from unnest($1, $2, $3) with ordinality as n (program, account, order_key, number)
          join ledger_lots l on l.program = n.program and l.account_id = n.account and l.order_key = n.order_key
        """;

    private static readonly string SelectByNumber = $"""
        select n.number, {Columns}
          from unnest($1, $2, $3) with ordinality as n (program, account, lot, number)
          join ledger_lots l on l.program = n.program and l.account_id = n.account and l.lot = n.lot
        """;

    // Parameters: the lots' columns first, then their accounts and whether they are new.
    private static readonly string SaveAll = $"select ledger_save_lots({Shape.Arguments}, programs => ${Shape.Count + 1}, "
        + $"accounts => ${Shape.Count + 2}, news => ${Shape.Count + 3})";

    /// <summary>Loads the open lots and those of rebates.</summary>
    public static async Task LoadOpenAsync(NpgsqlConnection connection, IReadOnlyList<LoadedAccount> accounts, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(SelectOpen, connection) { Parameters = { Programs(accounts), Ids(accounts) } };
        await ReadAsync(command, accounts, ct);
    }

    /// <summary>Loads all lots, open and closed, of accounts that are about to be merged.</summary>
    public static async Task LoadAllAsync(NpgsqlConnection connection, IReadOnlyList<LoadedAccount> accounts, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(SelectAll, connection) { Parameters = { Programs(accounts), Ids(accounts) } };
        await ReadAsync(command, accounts, ct);
    }

    /// <summary>Loads all lots, open and closed, of orders: the order at an index belongs to the account at that index.</summary>
    public static async Task LoadOfOrdersAsync(
        NpgsqlConnection connection, IReadOnlyList<LoadedAccount> accounts, IReadOnlyList<string> orders, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(SelectOfOrders, connection)
        {
            Parameters = { Programs(accounts), Ids(accounts), new NpgsqlParameter<string[]> { TypedValue = [.. orders] } },
        };
        await ReadAsync(command, accounts, ct);
        for (var i = 0; i < orders.Count; i++) accounts[i].Account.Lots.KnowOrder(orders[i]);
    }

    /// <summary>Loads lots by their numbers, unless they are in memory.</summary>
    public static async Task LoadByNumberAsync(NpgsqlConnection connection, IEnumerable<NeededLot> lots, CancellationToken ct)
    {
        var missing = lots.Where(needed => !needed.Account.Account.Lots.Has(needed.Lot)).Distinct().ToList();
        if (missing.Count == 0) return;
        var accounts = missing.Select(needed => needed.Account).ToList();
        await using var command = new NpgsqlCommand(SelectByNumber, connection)
        {
            Parameters =
            {
                Programs(accounts),
                Ids(accounts),
                new NpgsqlParameter<long[]> { TypedValue = [.. missing.Select(needed => needed.Lot)] },
            },
        };
        await ReadAsync(command, accounts, ct);
    }

    /// <summary>The command that saves the changed lots, for the append's transaction; null when none changed.</summary>
    public static NpgsqlBatchCommand? Save(IReadOnlyList<LoadedAccount> accounts)
    {
        var changed = accounts.SelectMany(a => a.Account.Lots.ChangesSince(a.Saved.Lots).Select(change => (a.Account, Change: change)))
            .ToArray();
        if (changed.Length == 0) return null;
        var command = new NpgsqlBatchCommand(SaveAll);
        Shape.AddTo(command, Array.ConvertAll(changed, one => one.Change.Row));
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = Array.ConvertAll(changed, one => one.Account.Program) });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = Array.ConvertAll(changed, one => one.Account.Id) });
        command.Parameters.Add(new NpgsqlParameter<bool[]> { TypedValue = Array.ConvertAll(changed, one => one.Change.IsNew) });
        return command;
    }

    private static async Task ReadAsync(NpgsqlCommand command, IReadOnlyList<LoadedAccount> accounts, CancellationToken ct)
    {
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            var lots = accounts[(int)reader.GetInt64(0) - 1].Account.Lots;
            if (lots.Has(reader.GetInt64(1))) continue;
            lots.Load(Shape.Read(reader, 1));
        }
    }

    private static NpgsqlParameter<string[]> Programs(IReadOnlyList<LoadedAccount> accounts) =>
        new() { TypedValue = [.. accounts.Select(a => a.Account.Program)] };

    private static NpgsqlParameter<string[]> Ids(IReadOnlyList<LoadedAccount> accounts) =>
        new() { TypedValue = [.. accounts.Select(a => a.Account.Id)] };
}
