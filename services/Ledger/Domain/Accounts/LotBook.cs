using Ledger.Domain.Due;
using Ledger.Domain.Versions;
using Ledger.Rules.Domain.Program;

namespace Ledger.Domain.Accounts;

/// <summary>
/// The lots of an account that are in memory: every open one, and closed ones of the orders at hand. An immutable value, as
/// <see cref="VersionedTable{TKey, TRow}"/> says; indexed by what is due next and by the order in which lots are spent, so that no step
/// walks over all of them.
/// </summary>
public sealed class LotBook
{
    private readonly VersionedTable<long, Lot> lots;
    private readonly LotIndex index;

    public LotBook()
    {
        index = new LotIndex();
        lots = new VersionedTable<long, Lot>(index);
    }

    private LotBook(VersionedTable<long, Lot> lots, LotIndex index) => (this.lots, this.index) = (lots, index);

    public int Count => lots.Count;

    public IEnumerable<Lot> All => lots.Values;

    public Lot this[long number] => lots[number];

    /// <summary>The lot that activates next, and when; null when none will.</summary>
    public (DateTimeOffset At, long Lot)? NextActivation => First(Read().Activations);

    /// <summary>The lot that expires next, and when; null when none will.</summary>
    public (DateTimeOffset At, long Lot)? NextExpiry => First(Read().Expiries);

    /// <summary>Whether anything is pending or available in any lot.</summary>
    public bool HasValue => Read().WithValue > 0;

    /// <summary>
    /// The lot whose next expiry notice is due first (of equal times, the lowest number), and when; null when no notice is to come. Notices
    /// depend on the program's versions, so their index is built at the first call and maintained until the versions change.
    /// </summary>
    public (DateTimeOffset At, long Lot)? NextNotice(ProgramCatalog catalog) => First(Read().NoticesBy(catalog, lots.Values));

    public bool Has(long number) => lots.Has(number);

    /// <summary>The book with a lot opened or changed.</summary>
    public LotBook Set(Lot lot)
    {
        ArgumentNullException.ThrowIfNull(lot);
        return new LotBook(lots.Set(lot.Number, lot), index);
    }

    /// <summary>Adds a lot that was read from the store, unless it is in memory already.</summary>
    public void Load(Lot lot)
    {
        ArgumentNullException.ThrowIfNull(lot);
        lots.Load(lot.Number, lot);
    }

    /// <summary>
    /// Lots opened or changed since an older version of this book; all lots when <paramref name="older"/> is null or of another book.
    /// </summary>
    public IReadOnlyList<RowChange<long, Lot>> ChangesSince(LotBook? older) => lots.ChangesSince(older?.lots);

    /// <summary>
    /// Marks all lots of an order, closed ones included, as being in memory. The mark holds for every version of the book.
    /// </summary>
    public void KnowOrder(string order) => index.WholeOrders.Add(order);

    /// <summary>Whether all lots of an order are in memory.</summary>
    public bool KnowsOrder(string order) => index.WholeOrders.Contains(order);

    /// <summary>Lots of one order and owner, oldest first.</summary>
    public IReadOnlyList<Lot> OfOrder(string order, WalletKey wallet) => Select(Read().ByOrder, order, wallet);

    /// <summary>All lots of one order, oldest first.</summary>
    public IReadOnlyList<Lot> OfOrder(string order) => Select(Read().ByOrder, order, null);

    /// <summary>Lots of one rebate period, oldest first.</summary>
    public IReadOnlyList<Lot> OfRebate(string rebate, WalletKey wallet) => Select(Read().ByRebate, rebate, wallet);

    /// <summary>Activated, unheld lots of a wallet in redemption order: soonest expiry first (none last), then activation, then
    /// number.</summary>
    public IEnumerable<Lot> InRedemptionOrder(WalletKey wallet) =>
        Read().Spendable.TryGetValue(wallet, out var set) ? set.Select(key => lots[key.Number]) : [];

    /// <summary>
    /// Drops all closed lots from memory when there are more than <paramref name="closedMax"/>, in time that depends on their number alone.
    /// No older version of the book may be in use.
    /// </summary>
    public void Clean(int closedMax)
    {
        if (Read().Closed.Count <= closedMax) return;
        var closed = index.Closed.ToList();
        foreach (var number in closed) if (lots[number].Order is { } order) index.WholeOrders.Remove(order);
        lots.Forget(closed);
    }

    private LotIndex Read()
    {
        lots.Read();
        return index;
    }

    private static (DateTimeOffset At, long Lot)? First(SortedSet<(DateTimeOffset At, long Lot)> due) => due.Count == 0 ? null : due.Min;

    private List<Lot> Select(Dictionary<string, List<long>> by, string key, WalletKey? wallet)
    {
        if (!by.TryGetValue(key, out var numbers)) return [];
        var found = new List<Lot>(numbers.Count);
        foreach (var number in numbers)
        {
            if (wallet is null || lots[number].Wallet == wallet) found.Add(lots[number]);
        }

        found.Sort((a, b) => a.Number.CompareTo(b.Number));
        return found;
    }
}

/// <summary>Indexes over the version of the book that was read last.</summary>
internal sealed class LotIndex : IRowIndex<Lot>
{
    private NoticeOrder? notices;

    public SortedSet<(DateTimeOffset At, long Lot)> Activations { get; } = [];

    public SortedSet<(DateTimeOffset At, long Lot)> Expiries { get; } = [];

    public Dictionary<WalletKey, SortedSet<(DateTimeOffset Expires, DateTimeOffset Activates, long Number)>> Spendable { get; } = [];

    public Dictionary<string, List<long>> ByOrder { get; } = [];

    public Dictionary<string, List<long>> ByRebate { get; } = [];

    /// <summary>How many lots have a pending or available amount.</summary>
    public int WithValue { get; private set; }

    /// <summary>Closed lots that no rebate paid: they may be dropped from memory.</summary>
    public HashSet<long> Closed { get; } = [];

    /// <summary>Orders whose lots are all in memory.</summary>
    public HashSet<string> WholeOrders { get; } = [];

    /// <summary>The next notice of each lot that has one to come under a program's versions.</summary>
    public SortedSet<(DateTimeOffset At, long Lot)> NoticesBy(ProgramCatalog catalog, IEnumerable<Lot> lots)
    {
        if (ReferenceEquals(notices?.Catalog, catalog)) return notices.Order;
        notices = new NoticeOrder(catalog);
        foreach (var lot in lots) notices.Add(lot);
        return notices.Order;
    }

    public void Change(Lot? before, Lot? after)
    {
        if (before is not null) Remove(before, isReplaced: after is not null);
        if (after is not null) Add(after, isReplacing: before is not null);
    }

    // A lot's order and rebate never change, so a replaced lot keeps its place in those indexes.
    private void Add(Lot lot, bool isReplacing)
    {
        if (!isReplacing && lot.Order is { } order) Append(ByOrder, order, lot.Number);
        if (!isReplacing && lot.Rebate is { } rebate) Append(ByRebate, rebate, lot.Number);
        if (lot.ActivationDue is { } activation) Activations.Add((activation, lot.Number));
        if (lot.ExpiryDue is { } expiry) Expiries.Add((expiry, lot.Number));
        notices?.Add(lot);
        if (lot.Pending > 0 || lot.Unheld > 0) WithValue++;
        if (!lot.IsOpen && lot.Rebate is null) Closed.Add(lot.Number);
        if (lot.Unheld <= 0) return;
        if (!Spendable.TryGetValue(lot.Wallet, out var set)) Spendable[lot.Wallet] = set = [];
        set.Add(SpendKey(lot));
    }

    private void Remove(Lot lot, bool isReplaced)
    {
        if (!isReplaced && lot.Order is { } order) Remove(ByOrder, order, lot.Number);
        if (!isReplaced && lot.Rebate is { } rebate) Remove(ByRebate, rebate, lot.Number);
        if (lot.ActivationDue is { } activation) Activations.Remove((activation, lot.Number));
        if (lot.ExpiryDue is { } expiry) Expiries.Remove((expiry, lot.Number));
        notices?.Remove(lot.Number);
        if (lot.Pending > 0 || lot.Unheld > 0) WithValue--;
        Closed.Remove(lot.Number);
        if (lot.Unheld > 0) Spendable[lot.Wallet].Remove(SpendKey(lot));
    }

    private static void Append(Dictionary<string, List<long>> by, string key, long number)
    {
        if (!by.TryGetValue(key, out var numbers)) by[key] = numbers = [];
        numbers.Add(number);
    }

    private static void Remove(Dictionary<string, List<long>> by, string key, long number)
    {
        if (by.TryGetValue(key, out var numbers) && numbers.Remove(number) && numbers.Count == 0) by.Remove(key);
    }

    private static (DateTimeOffset Expires, DateTimeOffset Activates, long Number) SpendKey(Lot lot) =>
        (lot.ExpiresAt ?? DateTimeOffset.MaxValue, lot.ActivatesAt ?? DateTimeOffset.MinValue, lot.Number);

    private sealed class NoticeOrder(ProgramCatalog catalog)
    {
        private readonly Dictionary<long, DateTimeOffset> next = [];

        public ProgramCatalog Catalog => catalog;

        public SortedSet<(DateTimeOffset At, long Lot)> Order { get; } = [];

        public void Add(Lot lot)
        {
            if (ExpiryNoticeDue.Of(catalog, lot) is not { } notice) return;
            next.Add(lot.Number, notice.At);
            Order.Add((notice.At, lot.Number));
        }

        public void Remove(long number)
        {
            if (next.Remove(number, out var at)) Order.Remove((at, number));
        }
    }
}
