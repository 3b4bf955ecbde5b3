using Ledger.Ledger.Domain;
using Npgsql;

namespace Ledger.Ledger.Host;

/// <summary>
/// Accounts and orders in memory between batches. The append compares and sets their versions, so a stale entry costs a second try
/// and never a wrong decision. A batch is decided on what the one before it left, which may still be on its way to the tables.
/// Bounded: what was used longest ago leaves first.
/// </summary>
internal sealed class StateCache
{
    private const int AccountsMax = 12_000;
    private const int OrdersMax = 128;
    private const int ClosedMax = 64;
    private readonly Dictionary<(string Program, string Account), LoadedAccount> accounts = [];
    private readonly Dictionary<(string Program, string Source, string OrderId), (Order Order, long UsedInBatch)> orders = [];
    private readonly Dictionary<(string Program, string Reward), RewardStock> stocks = [];
    private Dictionary<(string Program, string Key), KnownCommand> commands = [];
    private Dictionary<(string Program, string Key), KnownCommand> bindings = [];
    private Dictionary<(string Program, string Key), KnownCommand> bindingsBefore = [];
    private Dictionary<(string Program, string Key), string> made = [];
    private Dictionary<(string Program, string Key), string> madeBefore = [];
    private long batch;

    public LoadedAccount? Account(string program, string id)
    {
        if (!accounts.TryGetValue((program, id), out var loaded)) return null;
        loaded.UsedInBatch = batch;
        return loaded;
    }

    /// <summary>The account that an id stands for, by what is in memory: itself, or where it was merged.</summary>
    public LoadedAccount? Survivor(string program, string id)
    {
        var loaded = Account(program, id);
        while (loaded?.Account.MergedInto is { } into) loaded = Account(program, into);
        return loaded;
    }

    public Order? Order((string Program, string Source, string OrderId) key)
    {
        if (!orders.TryGetValue(key, out var entry)) return null;
        orders[key] = entry with { UsedInBatch = batch };
        return entry.Order;
    }

    /// <summary>Makes sure that orders are in memory.</summary>
    public async Task LoadOrdersAsync(NpgsqlConnection connection, IEnumerable<(string Program, string Source, string OrderId)> keys, CancellationToken ct)
    {
        var missing = keys.Where(key => !orders.ContainsKey(key)).Distinct().ToList();
        if (missing.Count == 0) return;
        var loaded = await OrderStreams.LoadAsync(connection, missing, ct);
        for (var i = 0; i < missing.Count; i++) orders[missing[i]] = (loaded[i], batch);
    }

    /// <summary>
    /// Makes sure that accounts are in memory with their open lots, and with all lots of the orders named; of a merged account also the one that it is now,
    /// which has its lots and orders.
    /// </summary>
    public async Task LoadAccountsAsync(NpgsqlConnection connection, IReadOnlyList<(string Program, string Account, string? Order)> keys, CancellationToken ct)
    {
        await LoadMissingAsync(connection, [.. keys.Select(key => (key.Program, key.Account)).Where(key => !accounts.ContainsKey(key)).Distinct()], ct);
        keys = await FollowAsync(connection, keys, ct);
        await LoadRedemptionsAsync(connection, keys, ct);
        var withOrders = keys.Where(key => key.Order is not null).Distinct()
            .Select(key => (Loaded: accounts[(key.Program, key.Account)], Order: key.Order!))
            .Where(pair => pair.Loaded.RowVersion > 0 && !pair.Loaded.Account.Lots.KnowsOrder(pair.Order)).ToList();
        if (withOrders.Count > 0)
        {
            await LotTable.LoadOfOrdersAsync(connection, [.. withOrders.Select(pair => pair.Loaded)], [.. withOrders.Select(pair => pair.Order)], ct);
        }
    }

    private async Task LoadMissingAsync(NpgsqlConnection connection, IReadOnlyList<(string Program, string Account)> missing, CancellationToken ct)
    {
        if (missing.Count == 0) return;
        var loaded = await AccountTable.LoadAsync(connection, missing, ct);
        var existing = loaded.Where(account => account.RowVersion > 0).ToList();
        if (existing.Count > 0)
        {
            await LotTable.LoadOpenAsync(connection, existing, ct);
            await SpendingTable.LoadOpenHoldsAsync(connection, existing, ct);
        }

        foreach (var account in loaded) accounts[(account.Account.Program, account.Account.Id)] = account;
    }

    // Chains are followed link by link: they are short, and one that ends elsewhere by now is noticed by the append.
    private async Task<IReadOnlyList<(string Program, string Account, string? Order)>> FollowAsync(
        NpgsqlConnection connection, IReadOnlyList<(string Program, string Account, string? Order)> keys, CancellationToken ct)
    {
        var next = keys;
        while (next.Any(key => accounts[(key.Program, key.Account)].Account.MergedInto is not null))
        {
            var links = next.Select(key => (Key: key, accounts[(key.Program, key.Account)].Account.MergedInto)).ToList();
            foreach (var (key, into) in links)
            {
                // What was read before the merge would not know what came with it.
                if (into is not null && accounts.TryGetValue((key.Program, into), out var known) && !known.Account.Answers(key.Account)) accounts.Remove((key.Program, into));
            }

            next = [.. links.Select(link => link.Key with { Account = link.MergedInto ?? link.Key.Account })];
            await LoadMissingAsync(connection, [.. next.Select(key => (key.Program, key.Account)).Where(key => !accounts.ContainsKey(key)).Distinct()], ct);
        }

        return next;
    }

    /// <summary>Loads the keys that commands have bound. They are not kept from batch to batch.</summary>
    public async Task LoadCommandsAsync(NpgsqlConnection connection, IEnumerable<(string Program, string Key)> keys, CancellationToken ct) =>
        commands = await CommandTable.LoadAsync(connection, [.. keys.Distinct()], ct);

    /// <summary>What a key is bound to, also by the batch before, which may not be in the tables yet; null when it is free.</summary>
    public KnownCommand? Command(string program, string key) =>
        bindings.GetValueOrDefault((program, key)) ?? bindingsBefore.GetValueOrDefault((program, key)) ?? commands.GetValueOrDefault((program, key));

    public void Bind(string program, string key, KnownCommand known) => bindings[(program, key)] = known;

    /// <summary>For what a command makes, which is found in no table yet: whose it is.</summary>
    public void Make(string program, string key, string account) => made.TryAdd((program, key), account);

    /// <summary>Whose it is, what a command of this batch or of the one before makes.</summary>
    public string? MakerOf(string program, string key) => made.GetValueOrDefault((program, key)) ?? madeBefore.GetValueOrDefault((program, key));

    /// <summary>Makes sure that the stocks of rewards are in memory.</summary>
    public async Task LoadStocksAsync(NpgsqlConnection connection, IEnumerable<(string Program, string Reward)> keys, CancellationToken ct)
    {
        var missing = keys.Where(key => !stocks.ContainsKey(key)).Distinct().ToList();
        if (missing.Count == 0) return;
        foreach (var stock in await RewardTable.LoadAsync(connection, missing, ct)) stocks[(stock.Program, stock.Reward)] = stock;
    }

    public RewardStock? Stock(string program, string reward) => stocks.GetValueOrDefault((program, reward));

    // What paid for an order comes back when the order does, to lots that may be closed by now.
    private async Task LoadRedemptionsAsync(NpgsqlConnection connection, IReadOnlyList<(string Program, string Account, string? Order)> keys, CancellationToken ct)
    {
        var all = keys.Where(key => key.Order is not null).Distinct().Select(key => (Loaded: accounts[(key.Program, key.Account)], Order: key.Order!)).ToList();
        var unknown = all.Where(pair => pair.Loaded.RowVersion > 0 && !pair.Loaded.Account.Spending.KnowsOrder(pair.Order)).ToList();
        if (unknown.Count > 0)
        {
            await SpendingTable.LoadOfOrdersAsync(connection, [.. unknown.Select(pair => pair.Loaded)], [.. unknown.Select(pair => pair.Order)], ct);
        }

        var lots = all.SelectMany(pair => pair.Loaded.Account.Spending.OfOrder(pair.Order).SelectMany(redemption => redemption.Lots.Select(part => (pair.Loaded, part.Lot))));
        await LotTable.LoadByNumberAsync(connection, lots, ct);
    }

    /// <summary>What changed is on its way to the tables: memory is now what they will say. Answers the number of this batch.</summary>
    public long Saved(IEnumerable<LoadedAccount> changed)
    {
        foreach (var account in changed)
        {
            account.RowVersion++;
            account.Account.Lots.Saved();
            account.Account.Spending.Saved();
        }

        (bindingsBefore, bindings) = (bindings, []);
        (madeBefore, made) = (made, []);
        return batch++;
    }

    /// <summary>
    /// After a commit: forgets what can be loaded again. Never before it, and nothing that a later batch has in hand: the tables would still
    /// give what was there before.
    /// </summary>
    public void Committed(long number, IEnumerable<LoadedAccount> changed)
    {
        foreach (var account in changed.Where(account => account.UsedInBatch <= number))
        {
            account.Account.Lots.Clean(ClosedMax);
            account.Account.Spending.Clean(ClosedMax);
        }

        if (accounts.Count > AccountsMax)
        {
            foreach (var old in accounts.Values.Where(a => a.UsedInBatch <= number).OrderBy(a => a.UsedInBatch).Take(accounts.Count / 4).ToList())
            {
                accounts.Remove((old.Account.Program, old.Account.Id));
            }
        }

        if (orders.Count > OrdersMax)
        {
            foreach (var old in orders.Where(o => o.Value.UsedInBatch <= number).OrderBy(o => o.Value.UsedInBatch).Take(orders.Count / 2).Select(o => o.Key).ToList()) orders.Remove(old);
        }
    }

    /// <summary>After a failed commit nothing in memory can be trusted.</summary>
    public void Forget()
    {
        accounts.Clear();
        orders.Clear();
        stocks.Clear();
        bindings.Clear();
        bindingsBefore.Clear();
        made.Clear();
        madeBefore.Clear();
    }
}
