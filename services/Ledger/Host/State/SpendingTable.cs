using System.Text.Json;
using Ledger.Contracts.V1;
using Ledger.Domain.Accounts;
using Ledger.Domain.Spending;
using Ledger.Domain.Versions;
using Npgsql;
using NpgsqlTypes;

namespace Ledger.Host.State;

/// <summary>Kinds of rows of facts that no command names, beside <see cref="SpendingKinds"/>.</summary>
internal static class MechanicsKinds
{
    public const string Activity = "activity";
    public const string Membership = "membership";

    /// <summary>A book with tables of its own, into which rows can be loaded.</summary>
    public static MechanicsBook Loadable() => new()
    {
        Activities = new VersionedTable<string, RecordedActivity>(),
        Terms = new VersionedTable<string, PurchasedTerm>(),
        Grants = new VersionedTable<string, Grant>(),
        Claims = new VersionedTable<string, Claim>(),
    };
}

/// <summary>A row of ledger_spending.</summary>
/// <param name="Order">The key of the order that it is for.</param>
/// <param name="IsOpen">Whether something can still become of it.</param>
internal sealed record SpendingRow(SpendingKey Key, string Account, string State, string? Order = null, bool IsOpen = false);

/// <summary>
/// Loads and saves holds, redemptions, adjustments and vouchers, and activities, terms of memberships, grants and claims, many at a time
/// and by key.
/// </summary>
internal static class SpendingTable
{
    private const string SelectByIds = """
        select s.program, s.kind, s.id, s.account_id, s.state::text
          from unnest($1, $2, $3) as n (program, kind, id)
          join ledger_spending s on s.program = n.program and s.kind = n.kind and s.id = n.id
        """;

    private const string SelectKept = """
        select s.program, s.kind, s.id, s.account_id, s.state::text
          from unnest($1, $2) as n (program, account)
          join ledger_spending s on s.program = n.program and s.account_id = n.account and s.is_open
               and s.kind in ('hold', 'activity', 'membership', 'claim')
        """;

    private const string SelectAll = """
        select s.program, s.kind, s.id, s.account_id, s.state::text
          from unnest($1, $2) as n (program, account)
          join ledger_spending s on s.program = n.program and s.account_id = n.account
        """;

    private const string SelectOfOrders = """
        select s.program, s.kind, s.id, s.account_id, s.state::text
          from unnest($1, $2, $3) as n (program, account, order_key)
          join ledger_spending s on s.program = n.program and s.account_id = n.account and s.order_key = n.order_key
            and s.kind = 'redemption'
        """;

    private const string SaveAll = "select ledger_save_spending($1, $2, $3, $4, $5, $6, $7, $8, $9)";

    public static Task<List<SpendingRow>> LoadAsync(NpgsqlConnection connection, IReadOnlyList<SpendingKey> keys, CancellationToken ct) =>
        ReadAsync(
            connection, SelectByIds, ct, [.. keys.Select(key => key.Program)], [.. keys.Select(key => key.Kind)],
            [.. keys.Select(key => key.Id)]);

    /// <summary>Restores what is kept in memory with accounts: open holds and claims, activities that are not revoked, and terms of
    /// memberships.</summary>
    public static async Task LoadKeptAsync(NpgsqlConnection connection, IReadOnlyList<LoadedAccount> accounts, CancellationToken ct)
    {
        var byKey = accounts.ToDictionary(account => new AccountKey(account.Account.Program, account.Account.Id));
        var rows = await ReadAsync(
            connection, SelectKept, ct, [.. accounts.Select(a => a.Account.Program)], [.. accounts.Select(a => a.Account.Id)]);
        foreach (var row in rows) Load(byKey[new AccountKey(row.Key.Program, row.Account)].Account, row);
    }

    /// <summary>Restores all that accounts have, for those that are merged.</summary>
    public static async Task LoadAllAsync(NpgsqlConnection connection, IReadOnlyList<LoadedAccount> accounts, CancellationToken ct)
    {
        var byKey = accounts.ToDictionary(account => new AccountKey(account.Account.Program, account.Account.Id));
        var rows = await ReadAsync(
            connection, SelectAll, ct, [.. accounts.Select(a => a.Account.Program)], [.. accounts.Select(a => a.Account.Id)]);
        foreach (var row in rows) Load(byKey[new AccountKey(row.Key.Program, row.Account)].Account, row);
    }

    /// <summary>Restores the redemptions that paid for orders; one order for each account given.</summary>
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

    /// <summary>Puts a row into its account's book, unless it is there.</summary>
    public static void Load(Account account, SpendingRow row)
    {
        var book = account.Spending;
        switch (row.Key.Kind)
        {
            case SpendingKinds.Hold: book.Load(SpendingDocuments.Read<HoldDocument>(row.State).ToHold(row.Key.Id)); break;
            case SpendingKinds.Redemption: book.Load(SpendingDocuments.Read<RedemptionDocument>(row.State).ToRedemption(row.Key.Id)); break;
            case SpendingKinds.Adjustment: book.Load(SpendingDocuments.Read<Adjustment>(row.State)); break;
            case SpendingKinds.Voucher: book.Load(SpendingDocuments.Read<Voucher>(row.State)); break;
            case MechanicsKinds.Activity:
                Put(account.Mechanics.Activities, row, SpendingDocuments.Read<RecordedActivity>(row.State));
                break;
            case MechanicsKinds.Membership: Put(account.Mechanics.Terms, row, SpendingDocuments.Read<PurchasedTerm>(row.State)); break;
            case SpendingKinds.Grant: Put(account.Mechanics.Grants, row, SpendingDocuments.Read<Grant>(row.State)); break;
            case SpendingKinds.Claim: Put(account.Mechanics.Claims, row, SpendingDocuments.Read<Claim>(row.State)); break;
            default:
                throw new InvalidOperationException(
                    $"ledger_spending holds a row of kind {row.Key.Kind}, which this version does not know.");
        }
    }

    /// <summary>Whether an account has in memory what a row is about.</summary>
    public static bool Has(Account account, SpendingRow row) => row.Key.Kind switch
    {
        SpendingKinds.Hold => account.Spending.Holds.Has(row.Key.Id),
        SpendingKinds.Redemption => account.Spending.Redemptions.Has(row.Key.Id),
        SpendingKinds.Adjustment => account.Spending.Adjustments.Has(row.Key.Id),
        SpendingKinds.Grant => account.Mechanics.Grants.Has(row.Key.Id),
        SpendingKinds.Claim => account.Mechanics.Claims.Has(row.Key.Id),
        _ => account.Spending.Vouchers.Has(row.Key.Id),
    };

    /// <summary>The command that saves what changed, for the append's transaction; null when nothing did.</summary>
    public static NpgsqlBatchCommand? Save(IReadOnlyList<LoadedAccount> accounts)
    {
        var rows = accounts.SelectMany(loaded => Changed(loaded.Account, loaded.Saved)).ToArray();
        if (rows.Length == 0) return null;
        var merged = accounts
            .Where(loaded => loaded is { Account.MergedInto: not null, Saved.MergedInto: null })
            .Select(loaded => loaded.Account)
            .ToList();
        return new NpgsqlBatchCommand(SaveAll)
        {
            Parameters =
            {
                Column(rows, r => r.Key.Program), Column(rows, r => r.Key.Kind), Column(rows, r => r.Key.Id), Column(rows, r => r.Account),
                new NpgsqlParameter { Value = Array.ConvertAll(rows, r => r.Order), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text },
                Column(rows, r => r.IsOpen), Column(rows, r => r.State),
                new NpgsqlParameter<string[]> { TypedValue = [.. merged.Select(account => account.Program)] },
                new NpgsqlParameter<string[]> { TypedValue = [.. merged.Select(account => account.Id)] },
            },
        };
    }

    /// <summary>The rows of what changed in an account since an older version of it; null: of all that is in it.</summary>
    public static IEnumerable<SpendingRow> Changed(Account account, Account? since)
    {
        var (book, before) = (account.Spending, since?.Spending);
        foreach (var (id, _, hold) in book.Holds.ChangesSince(before?.Holds))
            yield return Row(SpendingKinds.Hold, id, HoldDocument.From(hold), hold.Order, hold.IsOpen);
        foreach (var (id, _, redemption) in book.Redemptions.ChangesSince(before?.Redemptions))
        {
            yield return Row(SpendingKinds.Redemption, id, RedemptionDocument.From(redemption), redemption.Order, redemption.Left > 0);
        }

        foreach (var (id, _, asked) in book.Adjustments.ChangesSince(before?.Adjustments))
            yield return Row(SpendingKinds.Adjustment, id, asked, null, asked.State == Adjustment.Waiting);
        foreach (var (code, _, voucher) in book.Vouchers.ChangesSince(before?.Vouchers))
            yield return Row(SpendingKinds.Voucher, code, voucher, null, voucher.State == Voucher.Issued);
        var (mechanics, old) = (account.Mechanics, since?.Mechanics);
        if (ReferenceEquals(mechanics, old)) yield break;
        foreach (var (id, _, activity) in mechanics.Activities.ChangesSince(old?.Activities))
            yield return Row(MechanicsKinds.Activity, id, activity, null, !activity.IsRevoked);
        foreach (var (id, _, term) in mechanics.Terms.ChangesSince(old?.Terms))
            yield return Row(MechanicsKinds.Membership, id, term, null, true);
        foreach (var (id, _, grant) in mechanics.Grants.ChangesSince(old?.Grants))
            yield return Row(SpendingKinds.Grant, id, grant, null, grant.State == Grant.Granted);
        foreach (var (id, _, claim) in mechanics.Claims.ChangesSince(old?.Claims))
            yield return Row(SpendingKinds.Claim, id, claim, null, claim.IsOpen);

        SpendingRow Row<T>(string kind, string id, T document, string? order, bool isOpen) =>
            new(new SpendingKey(account.Program, kind, id), account.Id, SpendingDocuments.Write(document), order, isOpen);
    }

    private static void Put<T>(VersionedTable<string, T> table, SpendingRow row, T document)
        where T : class => table.Load(row.Key.Id, document);

    private static NpgsqlParameter<T[]> Column<T>(SpendingRow[] rows, Func<SpendingRow, T> of) =>
        new() { TypedValue = Array.ConvertAll(rows, row => of(row)) };

    private static async Task<List<SpendingRow>> ReadAsync(
        NpgsqlConnection connection, string sql, CancellationToken ct, params string[][] columns)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var column in columns) command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = column });
        await command.PrepareAsync(ct);
        var rows = new List<SpendingRow>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            rows.Add(
                new SpendingRow(
                    new SpendingKey(reader.GetString(0), reader.GetString(1), reader.GetString(2)), reader.GetString(3),
                    reader.GetString(4))
            );
        }
        return rows;
    }
}

/// <summary>A hold as the state table keeps it.</summary>
internal sealed record HoldDocument(
    string Owner, string Unit, DateTimeOffset ExpiresAt, long Number, string State, IReadOnlyList<LotShare> Lots, string? Order = null,
    string? PartnerId = null)
{
    public static HoldDocument From(Hold hold) =>
        new(hold.Wallet.Owner, hold.Wallet.Unit, hold.ExpiresAt, hold.Number, hold.State, hold.Lots, hold.Order, hold.PartnerId);

    public Hold ToHold(string id) => new(id, new WalletKey(Owner, Unit), Order, ExpiresAt, Number)
    {
        State = State,
        Lots = Lots,
        PartnerId = PartnerId,
    };
}

/// <summary>A redemption as the state table keeps it.</summary>
internal sealed record RedemptionDocument(
    string Owner, string Unit, long Number, IReadOnlyList<Allocation> Lots, string? Order = null, string? Reward = null,
    string? PartnerId = null, Exact? OrderNet = null)
{
    public static RedemptionDocument From(Redemption redemption) => new(
        redemption.Wallet.Owner, redemption.Wallet.Unit, redemption.Number, redemption.Lots, redemption.Order, redemption.Reward,
        redemption.PartnerId, redemption.OrderNet);

    public Redemption ToRedemption(string id) =>
        new(id, new WalletKey(Owner, Unit), Order, Reward, Number) { Lots = Lots, PartnerId = PartnerId, OrderNet = OrderNet };
}

/// <summary>Documents of the spending table as readable JSON.</summary>
internal static class SpendingDocuments
{
    public static string Write<T>(T document) => JsonSerializer.Serialize(document, Wire.Options);

    public static T Read<T>(string json) => JsonSerializer.Deserialize<T>(json, Wire.Options)!;
}
