using Ledger.Domain.Due;
using Ledger.Domain.Versions;
using Ledger.Rules.Domain.Program;

namespace Ledger.Domain.Accounts;

/// <summary>Indexes over the version of an account's lots that was read last.</summary>
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
