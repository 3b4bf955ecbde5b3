using System.Text.Json;
using Ledger.Contracts.V1;
using Ledger.Ledger.Domain;
using Npgsql;
using NpgsqlTypes;

namespace Ledger.Ledger.Host;

/// <summary>Kinds of rows in ledger_spending.</summary>
internal static class SpendingKinds
{
    public const string Hold = "hold";
    public const string Redemption = "redemption";
    public const string Adjustment = "adjustment";
    public const string Voucher = "voucher";
}

/// <summary>A row of ledger_spending: found by (program, kind, id).</summary>
internal sealed record SpendingRow(string Program, string Kind, string Id, string Account, string State);

/// <summary>Loads and saves holds, redemptions, adjustments and vouchers, many at a time and by key.</summary>
internal static class SpendingTable
{
    private const string SelectByIds = """
        select s.program, s.kind, s.id, s.account_id, s.state::text
          from unnest($1, $2, $3) as n (program, kind, id)
          join ledger_spending s on s.program = n.program and s.kind = n.kind and s.id = n.id
        """;

    private const string SelectOpenHolds = """
        select s.program, s.kind, s.id, s.account_id, s.state::text
          from unnest($1, $2) as n (program, account)
          join ledger_spending s on s.program = n.program and s.account_id = n.account and s.kind = 'hold' and s.is_open
        """;

    private const string SelectAll = """
        select s.program, s.kind, s.id, s.account_id, s.state::text
          from unnest($1, $2) as n (program, account)
          join ledger_spending s on s.program = n.program and s.account_id = n.account
        """;

    private const string SelectOfOrders = """
        select s.program, s.kind, s.id, s.account_id, s.state::text
          from unnest($1, $2, $3) as n (program, account, order_key)
          join ledger_spending s on s.program = n.program and s.account_id = n.account and s.order_key = n.order_key and s.kind = 'redemption'
        """;

    private const string Upsert = """
        insert into ledger_spending (program, kind, id, account_id, order_key, is_open, state)
        select n.program, n.kind, n.id, n.account, n.order_key, n.is_open, n.state::json
          from unnest($1, $2, $3, $4, $5, $6, $7) as n (program, kind, id, account, order_key, is_open, state)
            on conflict (program, kind, id) do update set is_open = excluded.is_open, state = excluded.state, account_id = excluded.account_id
        """;

    public static Task<List<SpendingRow>> LoadAsync(NpgsqlConnection connection, IReadOnlyList<(string Program, string Kind, string Id)> keys, CancellationToken ct) =>
        ReadAsync(connection, SelectByIds, ct, [.. keys.Select(key => key.Program)], [.. keys.Select(key => key.Kind)], [.. keys.Select(key => key.Id)]);

    /// <summary>Restores the open holds of accounts.</summary>
    public static async Task LoadOpenHoldsAsync(NpgsqlConnection connection, IReadOnlyList<LoadedAccount> accounts, CancellationToken ct)
    {
        var byKey = accounts.ToDictionary(account => (account.Account.Program, account.Account.Id));
        var rows = await ReadAsync(connection, SelectOpenHolds, ct, [.. accounts.Select(a => a.Account.Program)], [.. accounts.Select(a => a.Account.Id)]);
        foreach (var row in rows) Restore(byKey[(row.Program, row.Account)].Account, row);
    }

    /// <summary>Restores all that accounts have, for those that are merged.</summary>
    public static async Task LoadAllAsync(NpgsqlConnection connection, IReadOnlyList<LoadedAccount> accounts, CancellationToken ct)
    {
        var byKey = accounts.ToDictionary(account => (account.Account.Program, account.Account.Id));
        var rows = await ReadAsync(connection, SelectAll, ct, [.. accounts.Select(a => a.Account.Program)], [.. accounts.Select(a => a.Account.Id)]);
        foreach (var row in rows) Restore(byKey[(row.Program, row.Account)].Account, row);
    }

    /// <summary>Restores the redemptions that paid for orders; one order for each account given.</summary>
    public static async Task LoadOfOrdersAsync(NpgsqlConnection connection, IReadOnlyList<LoadedAccount> accounts, IReadOnlyList<string> orders, CancellationToken ct)
    {
        var byKey = new Dictionary<(string, string), LoadedAccount>();
        foreach (var account in accounts) byKey[(account.Account.Program, account.Account.Id)] = account;
        var rows = await ReadAsync(connection, SelectOfOrders, ct, [.. accounts.Select(a => a.Account.Program)], [.. accounts.Select(a => a.Account.Id)], [.. orders]);
        foreach (var row in rows) Restore(byKey[(row.Program, row.Account)].Account, row);
        for (var i = 0; i < orders.Count; i++) accounts[i].Account.Spending.KnowOrder(orders[i]);
    }

    /// <summary>Puts a row into its account's book, unless it is there.</summary>
    public static void Restore(Account account, SpendingRow row)
    {
        var book = account.Spending;
        switch (row.Kind)
        {
            case SpendingKinds.Hold: book.Restore(SpendingDocuments.Read<HoldDocument>(row.State).ToHold(row.Id)); break;
            case SpendingKinds.Redemption: book.Restore(SpendingDocuments.Read<RedemptionDocument>(row.State).ToRedemption(row.Id)); break;
            case SpendingKinds.Adjustment: book.Restore(SpendingDocuments.Read<Adjustment>(row.State)); break;
            case SpendingKinds.Voucher: book.Restore(SpendingDocuments.Read<Voucher>(row.State)); break;
        }
    }

    /// <summary>Whether an account has in memory what a row is about.</summary>
    public static bool Has(Account account, SpendingRow row) => row.Kind switch
    {
        SpendingKinds.Hold => account.Spending.Holds.ContainsKey(row.Id),
        SpendingKinds.Redemption => account.Spending.Redemptions.ContainsKey(row.Id),
        SpendingKinds.Adjustment => account.Spending.Adjustments.ContainsKey(row.Id),
        _ => account.Spending.Vouchers.ContainsKey(row.Id),
    };

    /// <summary>The command that saves what changed, for the append's transaction; null when nothing did.</summary>
    public static NpgsqlBatchCommand? Save(IReadOnlyList<LoadedAccount> accounts)
    {
        var rows = accounts.SelectMany(loaded => Changed(loaded.Account)).ToArray();
        if (rows.Length == 0) return null;
        return new NpgsqlBatchCommand(Upsert)
        {
            Parameters =
            {
                Column(rows, r => r.Row.Program), Column(rows, r => r.Row.Kind), Column(rows, r => r.Row.Id), Column(rows, r => r.Row.Account),
                new NpgsqlParameter { Value = Array.ConvertAll(rows, r => r.Order), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text },
                Column(rows, r => r.IsOpen), Column(rows, r => r.Row.State),
            },
        };
    }

    /// <summary>The rows of what changed in an account.</summary>
    public static IEnumerable<(SpendingRow Row, string? Order, bool IsOpen)> Changed(Account account)
    {
        var book = account.Spending;
        foreach (var id in book.ChangedHolds)
        {
            var hold = book.Holds[id];
            yield return (new SpendingRow(account.Program, SpendingKinds.Hold, id, account.Id, SpendingDocuments.Write(HoldDocument.From(hold))), hold.Order, hold.IsOpen);
        }

        foreach (var id in book.ChangedRedemptions)
        {
            var redemption = book.Redemptions[id];
            var row = new SpendingRow(account.Program, SpendingKinds.Redemption, id, account.Id, SpendingDocuments.Write(RedemptionDocument.From(redemption)));
            yield return (row, redemption.Order, redemption.Left > 0);
        }

        foreach (var id in book.ChangedAdjustments)
        {
            var asked = book.Adjustments[id];
            yield return (new SpendingRow(account.Program, SpendingKinds.Adjustment, id, account.Id, SpendingDocuments.Write(asked)), null, asked.State == Adjustment.Waiting);
        }

        foreach (var code in book.ChangedVouchers)
        {
            var voucher = book.Vouchers[code];
            yield return (new SpendingRow(account.Program, SpendingKinds.Voucher, code, account.Id, SpendingDocuments.Write(voucher)), null, voucher.State == Voucher.Issued);
        }
    }

    private static NpgsqlParameter<T[]> Column<T>((SpendingRow Row, string? Order, bool IsOpen)[] rows, Func<(SpendingRow Row, string? Order, bool IsOpen), T> of) =>
        new() { TypedValue = Array.ConvertAll(rows, row => of(row)) };

    private static async Task<List<SpendingRow>> ReadAsync(NpgsqlConnection connection, string sql, CancellationToken ct, params string[][] columns)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var column in columns) command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = column });
        await command.PrepareAsync(ct);
        var rows = new List<SpendingRow>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) rows.Add(new SpendingRow(reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.GetString(4)));
        return rows;
    }
}

/// <summary>A hold as the state table keeps it.</summary>
internal sealed record HoldDocument(string Owner, string Unit, DateTimeOffset ExpiresAt, long Number, string State, IReadOnlyList<LotShare> Lots, string? Order = null)
{
    public static HoldDocument From(Hold hold) => new(hold.Wallet.Owner, hold.Wallet.Unit, hold.ExpiresAt, hold.Number, hold.State, hold.Lots, hold.Order);

    public Hold ToHold(string id) => new(id, new WalletKey(Owner, Unit), Order, ExpiresAt, Number) { State = State, Lots = Lots };
}

/// <summary>A redemption as the state table keeps it.</summary>
internal sealed record RedemptionDocument(string Owner, string Unit, long Number, IReadOnlyList<Allocation> Lots, string? Order = null, string? Reward = null)
{
    public static RedemptionDocument From(Redemption redemption) =>
        new(redemption.Wallet.Owner, redemption.Wallet.Unit, redemption.Number, redemption.Lots, redemption.Order, redemption.Reward);

    public Redemption ToRedemption(string id) => new(id, new WalletKey(Owner, Unit), Order, Reward, Number) { Lots = Lots };
}

/// <summary>Documents of the spending table as readable JSON.</summary>
internal static class SpendingDocuments
{
    public static string Write<T>(T document) => JsonSerializer.Serialize(document, Wire.Options);

    public static T Read<T>(string json) => JsonSerializer.Deserialize<T>(json, Wire.Options)!;
}
