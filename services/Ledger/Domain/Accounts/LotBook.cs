namespace Ledger.Ledger.Domain;

/// <summary>
/// The lots of an account that are in memory: every open one, and closed ones of the orders at hand.
/// Indexed by what is due next and by the order in which they are spent, so that no step walks over all lots.
/// </summary>
public sealed class LotBook
{
    private readonly Dictionary<long, Lot> lots = [];
    private readonly SortedSet<(DateTimeOffset At, DueKind Kind, long Number)> due = [];
    private readonly Dictionary<WalletKey, SortedSet<(DateTimeOffset Expires, DateTimeOffset Activates, long Number)>> spendable = [];
    private readonly Dictionary<string, List<long>> byOrder = [];
    private readonly Dictionary<string, List<long>> byRebate = [];
    private readonly HashSet<string> wholeOrders = [];
    private readonly HashSet<long> changed = [];
    private readonly HashSet<long> opened = [];

    // Closed and of no rebate: what may be forgotten.
    private readonly HashSet<long> closed = [];

    public int Count => lots.Count;

    public IEnumerable<Lot> All => lots.Values;

    /// <summary>Numbers of lots changed since <see cref="Saved"/>.</summary>
    public IReadOnlyCollection<long> Changed => changed;

    /// <summary>Whether a lot was opened since <see cref="Saved"/>.</summary>
    public bool IsNew(long number) => opened.Contains(number);

    public Lot this[long number] => lots[number];

    /// <summary>The earliest due work among lots; null when there is none.</summary>
    public (DateTimeOffset At, DueKind Kind, long Number)? NextDue => due.Count == 0 ? null : due.Min;

    public bool Has(long number) => lots.ContainsKey(number);

    /// <summary>Adds a lot that a store kept.</summary>
    public void Restore(Lot lot)
    {
        ArgumentNullException.ThrowIfNull(lot);
        if (!lots.TryAdd(lot.Number, lot)) return;
        if (lot.Order is { } order) Append(byOrder, order, lot.Number);
        if (lot.Rebate is { } rebate) Append(byRebate, rebate, lot.Number);
        Index(lot);
    }

    /// <summary>Adds a lot that was just opened.</summary>
    public void Open(Lot lot)
    {
        Restore(lot);
        changed.Add(lot.Number);
        opened.Add(lot.Number);
    }

    /// <summary>Changes a lot and keeps the indexes true.</summary>
    public void Change(long number, Action<Lot> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        var lot = lots[number];
        Unindex(lot);
        change(lot);
        Index(lot);
        changed.Add(number);
    }

    /// <summary>Says that all lots of an order are here, also closed ones.</summary>
    public void KnowOrder(string order) => wholeOrders.Add(order);

    /// <summary>Whether all lots of an order are here.</summary>
    public bool KnowsOrder(string order) => wholeOrders.Contains(order);

    /// <summary>Lots of one order and owner, oldest first.</summary>
    public IReadOnlyList<Lot> OfOrder(string order, WalletKey wallet) => Select(byOrder, order, wallet);

    /// <summary>All lots of one order, oldest first.</summary>
    public IReadOnlyList<Lot> OfOrder(string order) => byOrder.TryGetValue(order, out var numbers) ? [.. numbers.Order().Select(n => lots[n])] : [];

    /// <summary>Lots of one rebate period, oldest first.</summary>
    public IReadOnlyList<Lot> OfRebate(string rebate, WalletKey wallet) => Select(byRebate, rebate, wallet);

    /// <summary>Activated, unheld lots of a wallet in redemption order: soonest expiry first (none last), then activation, then number.</summary>
    public IEnumerable<Lot> InRedemptionOrder(WalletKey wallet) => spendable.TryGetValue(wallet, out var set) ? set.Select(key => lots[key.Number]) : [];

    /// <summary>What changed is saved.</summary>
    public void Saved()
    {
        changed.Clear();
        opened.Clear();
    }

    /// <summary>Forgets closed lots when there are many; what it costs depends on them alone.</summary>
    public void Clean(int closedMax)
    {
        if (closed.Count <= closedMax) return;
        foreach (var number in closed)
        {
            lots.Remove(number, out var lot);
            if (lot!.Order is not { } order) continue;
            wholeOrders.Remove(order);
            if (byOrder.TryGetValue(order, out var numbers) && numbers.Remove(number) && numbers.Count == 0) byOrder.Remove(order);
        }

        closed.Clear();
    }

    public LotBook Copy()
    {
        var copy = new LotBook();
        foreach (var lot in lots.Values) copy.Restore(lot.Copy());
        copy.wholeOrders.UnionWith(wholeOrders);
        copy.changed.UnionWith(changed);
        copy.opened.UnionWith(opened);
        return copy;
    }

    private static void Append(Dictionary<string, List<long>> index, string key, long number)
    {
        if (!index.TryGetValue(key, out var numbers)) index[key] = numbers = [];
        numbers.Add(number);
    }

    private List<Lot> Select(Dictionary<string, List<long>> index, string key, WalletKey wallet)
    {
        if (!index.TryGetValue(key, out var numbers)) return [];
        var found = new List<Lot>(numbers.Count);
        foreach (var number in numbers)
        {
            if (lots[number].Wallet == wallet) found.Add(lots[number]);
        }

        found.Sort((a, b) => a.Number.CompareTo(b.Number));
        return found;
    }

    private void Index(Lot lot)
    {
        if (lot.NextDue is var (at, kind)) due.Add((at, kind, lot.Number));
        if (!lot.IsOpen && lot.Rebate is null) closed.Add(lot.Number);
        if (lot.Unheld <= 0) return;
        if (!spendable.TryGetValue(lot.Wallet, out var set)) spendable[lot.Wallet] = set = [];
        set.Add(SpendKey(lot));
    }

    private void Unindex(Lot lot)
    {
        if (lot.NextDue is var (at, kind)) due.Remove((at, kind, lot.Number));
        closed.Remove(lot.Number);
        if (lot.Unheld > 0) spendable[lot.Wallet].Remove(SpendKey(lot));
    }

    private static (DateTimeOffset Expires, DateTimeOffset Activates, long Number) SpendKey(Lot lot) =>
        (lot.ExpiresAt ?? DateTimeOffset.MaxValue, lot.ActivatesAt ?? DateTimeOffset.MinValue, lot.Number);
}
