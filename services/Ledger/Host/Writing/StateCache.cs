using Ledger.Domain.Accounts;
using Ledger.Domain.Budgets;
using Ledger.Domain.Orders;
using Ledger.Domain.ProgramFacts;
using Ledger.Domain.Spending;
using Ledger.Host.State;
using Npgsql;

namespace Ledger.Host.Writing;

/// <summary>
/// A bounded LRU cache of accounts, orders, activities and purchases between batches. Their versions are saved with compare-and-set, so a
/// stale entry costs a second attempt and never a wrong decision. A batch is decided on the state after the batch before it, which may
/// still be being committed.
/// </summary>
internal sealed class StateCache
{
    private const int AccountsMax = 12_000;
    private const int OrdersMax = 128;
    private const int ClosedMax = 64;
    private readonly Dictionary<AccountKey, LoadedAccount> accounts = [];
    private readonly Dictionary<OrderKey, CachedOrder> orders = [];
    private readonly Dictionary<FactKey, CachedFact> facts = [];
    private readonly Dictionary<RewardKey, RewardStock> stocks = [];
    private readonly Dictionary<string, BudgetConsumption> budgets = new(StringComparer.Ordinal);
    private long batch;

    /// <summary>The ids of grants that are known to be taken.</summary>
    public GrantIds Grants { get; } = new();

    /// <summary>What the keys of commands are bound to.</summary>
    public CommandKeys Commands { get; } = new();

    /// <summary>The number of the batch that is being loaded and decided.</summary>
    public long Batch => batch;

    public LoadedAccount? Account(string program, string id)
    {
        if (!accounts.TryGetValue(new AccountKey(program, id), out var loaded)) return null;
        loaded.UsedInBatch = batch;
        return loaded;
    }

    /// <summary>The account that an id means, following merges in memory; null when it is not in memory.</summary>
    public LoadedAccount? Survivor(string program, string id)
    {
        var loaded = Account(program, id);
        while (loaded?.Account.MergedInto is { } into) loaded = Account(program, into);
        return loaded;
    }

    public Order? Order(OrderKey key)
    {
        if (!orders.TryGetValue(key, out var entry)) return null;
        orders[key] = entry with { UsedInBatch = batch };
        return entry.Order;
    }

    /// <summary>An activity's or purchase's stream; null when it is not in memory.</summary>
    public FactStream? Fact(FactKey key)
    {
        if (!facts.TryGetValue(key, out var entry)) return null;
        facts[key] = entry with { UsedInBatch = batch };
        return entry.Fact;
    }

    /// <summary>What the credits of a program with a budget have cost; null where the program has none.</summary>
    public BudgetConsumption? Budget(string program) => budgets.GetValueOrDefault(program);

    /// <summary>Stores an account as changed by a decision.</summary>
    public LoadedAccount Set(Account account)
    {
        var loaded = Account(account.Program, account.Id)!;
        loaded.Account = account;
        return loaded;
    }

    /// <summary>Stores an order as changed by a decision.</summary>
    public void Set(Order order) => orders[new OrderKey(order.Program, order.Source, order.Id)] = new CachedOrder(order, batch);

    /// <summary>Stores an activity's or purchase's stream as changed by a decision.</summary>
    public void Set(FactStream fact) => facts[new FactKey(fact.Program, fact.Name)] = new CachedFact(fact, batch);

    /// <summary>Stores a program's budget as changed by a decision.</summary>
    public void Set(BudgetConsumption budget) => budgets[budget.Program] = budget;

    /// <summary>Stores a reward's stock as changed by a decision.</summary>
    public void Set(RewardStock stock) => stocks[new RewardKey(stock.Program, stock.Reward)] = stock;

    /// <summary>Marks all lots and redemptions of an order or activity as being in memory, because it was recorded just now.</summary>
    public void KnowNewOrder(string program, string account, string order)
    {
        var loaded = Account(program, account)!.Account;
        loaded.Lots.KnowOrder(order);
        loaded.Spending.KnowOrder(order);
    }

    /// <summary>Makes sure that orders are in memory.</summary>
    public async Task LoadOrdersAsync(NpgsqlConnection connection, IEnumerable<OrderKey> keys, CancellationToken ct)
    {
        var missing = keys.Where(key => !orders.ContainsKey(key)).Distinct().ToList();
        if (missing.Count == 0) return;
        var loaded = await FactStreams.LoadAsync(connection, missing, ct);
        for (var i = 0; i < missing.Count; i++) orders[missing[i]] = new CachedOrder(loaded[i], batch);
    }

    /// <summary>Makes sure that activities and purchases are in memory.</summary>
    public async Task LoadFactsAsync(NpgsqlConnection connection, IEnumerable<FactKey> keys, CancellationToken ct)
    {
        var missing = keys.Where(key => !facts.ContainsKey(key)).Distinct().ToList();
        if (missing.Count == 0) return;
        foreach (var fact in await FactStreams.LoadAsync(connection, missing, ct)) Set(fact);
    }

    /// <summary>Makes sure that the budgets of programs are in memory.</summary>
    public async Task LoadBudgetsAsync(NpgsqlConnection connection, IEnumerable<string> programs, CancellationToken ct)
    {
        var missing = programs.Where(program => !budgets.ContainsKey(program)).ToList();
        if (missing.Count == 0) return;
        foreach (var budget in await BudgetTable.LoadAsync(connection, missing, ct)) Set(budget);
    }

    /// <summary>
    /// Makes sure that accounts are in memory with their open lots, and with all lots of the orders named. For a merged account the
    /// survivor is loaded too, because it has the lots and orders.
    /// </summary>
    public async Task LoadAccountsAsync(NpgsqlConnection connection, IReadOnlyList<NeededAccount> keys, CancellationToken ct)
    {
        await LoadMissingAsync(connection, [.. keys.Select(key => key.Account).Where(key => !accounts.ContainsKey(key)).Distinct()], ct);
        keys = await FollowAsync(connection, keys, ct);
        await LoadRedemptionsAsync(connection, keys, ct);
        var withOrders = keys.Where(key => key.Order is not null).Distinct()
            .Select(key => (Loaded: accounts[key.Account], Order: key.Order!))
            .Where(pair => pair.Loaded.RowVersion > 0 && !pair.Loaded.Account.Lots.KnowsOrder(pair.Order)).ToList();
        if (withOrders.Count > 0)
        {
            await LotStateTable.LoadOfOrdersAsync(
                connection, [.. withOrders.Select(pair => pair.Loaded)], [.. withOrders.Select(pair => pair.Order)], ct);
        }
    }

    private async Task LoadMissingAsync(NpgsqlConnection connection, IReadOnlyList<AccountKey> missing, CancellationToken ct)
    {
        if (missing.Count == 0) return;
        foreach (var account in await AccountLoading.LoadAsync(connection, missing, ct))
        {
            account.UsedInBatch = batch;
            accounts[new AccountKey(account.Account.Program, account.Account.Id)] = account;
        }
    }

    // Follows chains of merges link by link, because they are short. If another process extends a chain meanwhile, the append fails with a
    // conflict.
    private async Task<IReadOnlyList<NeededAccount>> FollowAsync(
        NpgsqlConnection connection, IReadOnlyList<NeededAccount> keys, CancellationToken ct)
    {
        var next = keys;
        while (next.Any(key => accounts[key.Account].Account.MergedInto is not null))
        {
            var links = next.Select(key => (Key: key, accounts[key.Account].Account.MergedInto)).ToList();
            foreach (var (key, into) in links)
            {
                // A cached survivor that does not know the merge is stale: it lacks what the merge moved to it, so it is loaded again.
                if (into is null) continue;
                var survivor = new AccountKey(key.Account.Program, into);
                if (accounts.TryGetValue(survivor, out var known) && !known.Account.Answers(key.Account.Account)) accounts.Remove(survivor);
            }

            next = [.. links.Select(link =>
                link.Key with
                {
                    Account = link.Key.Account with { Account = link.MergedInto ?? link.Key.Account.Account },
                })];
            await LoadMissingAsync(
                connection, [.. next.Select(key => key.Account).Where(key => !accounts.ContainsKey(key)).Distinct()], ct);
        }

        return next;
    }

    /// <summary>Makes sure that the stocks of rewards are in memory.</summary>
    public async Task LoadStocksAsync(NpgsqlConnection connection, IEnumerable<RewardKey> keys, CancellationToken ct)
    {
        var missing = keys.Where(key => !stocks.ContainsKey(key)).Distinct().ToList();
        if (missing.Count == 0) return;
        foreach (var stock in await RewardTable.LoadAsync(connection, missing, ct)) Set(stock);
    }

    public RewardStock? Stock(RewardKey key) => stocks.GetValueOrDefault(key);

    // A return gives back the redemptions that paid for the order. The value goes to the lots that it came from, which may be closed by
    // now. So these redemptions and lots are loaded together with the order.
    private async Task LoadRedemptionsAsync(NpgsqlConnection connection, IReadOnlyList<NeededAccount> keys, CancellationToken ct)
    {
        var all = keys.Where(key => key.Order is not null)
            .Distinct()
            .Select(key => (Loaded: accounts[key.Account], Order: key.Order!))
            .ToList();
        var unknown = all.Where(pair => pair.Loaded.RowVersion > 0 && !pair.Loaded.Account.Spending.KnowsOrder(pair.Order)).ToList();
        if (unknown.Count > 0)
        {
            await SpendingTable.LoadOfOrdersAsync(
                connection, [.. unknown.Select(pair => pair.Loaded)], [.. unknown.Select(pair => pair.Order)], ct);
        }

        var lots = all.SelectMany(pair =>
            pair.Loaded.Account.Spending.OfOrder(pair.Order)
                .SelectMany(redemption => redemption.Lots.Select(part => new NeededLot(pair.Loaded, part.Lot))));
        await LotStateTable.LoadByNumberAsync(connection, lots, ct);
    }

    /// <summary>
    /// Notes that the batch's changes are being committed: the cache now holds what the tables will have. Returns the batch's number.
    /// </summary>
    /// <param name="changed">Accounts whose row is saved.</param>
    /// <param name="used">Programs whose budget is saved.</param>
    public long Saved(IEnumerable<LoadedAccount> changed, IEnumerable<string> used)
    {
        foreach (var program in used) budgets[program] = budgets[program] with { RowVersion = budgets[program].RowVersion + 1 };
        foreach (var account in changed)
        {
            account.Save();
        }

        Commands.Saved();
        Grants.Saved();
        return batch++;
    }

    /// <summary>
    /// Evicts, after a commit, what can be loaded again. Nothing used by a later batch is evicted, and nothing before its commit: it would
    /// be loaded again in the state before the change.
    /// </summary>
    public void Committed(long number, IEnumerable<LoadedAccount> changed)
    {
        foreach (var account in changed.Where(account => account.UsedInBatch <= number))
        {
            account.Account.Lots.Clean(ClosedMax);
            account.Account.Spending.Clean(ClosedMax);
            account.Account.Mechanics.Clean(ClosedMax);
        }

        if (accounts.Count > AccountsMax)
        {
            var oldest = accounts.Values.Where(a => a.UsedInBatch <= number).OrderBy(a => a.UsedInBatch).Take(accounts.Count / 4).ToList();
            foreach (var old in oldest)
            {
                accounts.Remove(new AccountKey(old.Account.Program, old.Account.Id));
            }

            // An order must not stay in the cache longer than its account, because only the account's version reveals that the order is
            // stale.
            foreach (var (key, _) in orders.Where(order => order.Value.UsedInBatch <= number).ToList()) orders.Remove(key);
        }

        EvictHalf(orders, order => order.UsedInBatch, number);
        EvictHalf(facts, fact => fact.UsedInBatch, number);
    }

    private static void EvictHalf<TKey, TCached>(Dictionary<TKey, TCached> cached, Func<TCached, long> usedInBatch, long number)
        where TKey : notnull
    {
        if (cached.Count <= OrdersMax) return;
        var oldest = cached.Where(one => usedInBatch(one.Value) <= number).OrderBy(one => usedInBatch(one.Value)).Take(cached.Count / 2);
        foreach (var (key, _) in oldest.ToList()) cached.Remove(key);
    }

    /// <summary>
    /// Removes, after a batch failed, everything that it or a later batch used, and all orders. Their decisions are not in the tables, and
    /// what they read may be stale; everything else equals the tables.
    /// </summary>
    /// <param name="number">The number of the batch that failed.</param>
    public void ForgetSince(long number)
    {
        foreach (var (key, _) in accounts.Where(account => account.Value.UsedInBatch >= number).ToList()) accounts.Remove(key);
        // All orders, not only the used ones: a command only reads the order that it pays for, so a stale order is detected by its
        // account's version alone.
        orders.Clear();
        foreach (var (key, _) in facts.Where(fact => fact.Value.UsedInBatch >= number).ToList()) facts.Remove(key);
        stocks.Clear();
        budgets.Clear();
        Commands.Forget();
        Grants.Forget();
    }

    private readonly record struct CachedOrder(Order Order, long UsedInBatch);

    private readonly record struct CachedFact(FactStream Fact, long UsedInBatch);
}
