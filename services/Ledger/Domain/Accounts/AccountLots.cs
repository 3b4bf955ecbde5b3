using Ledger.Domain.Versions;
using Ledger.Rules.Domain.Program;

namespace Ledger.Domain.Accounts;

/// <summary>
/// The lots of an account that are in memory: every open one, and closed ones of the orders at hand. An immutable value, as
/// <see cref="VersionedTable{TKey, TRow}"/> says; indexed by what is due next and by the order in which lots are spent, so that no step
/// walks over all of them.
/// </summary>
public sealed class AccountLots
{
    private readonly VersionedTable<long, Lot> lots;
    private readonly LotIndex index;

    /// <summary>No lots.</summary>
    public AccountLots()
    {
        index = new LotIndex();
        lots = new VersionedTable<long, Lot>(index);
    }

    private AccountLots(VersionedTable<long, Lot> lots, LotIndex index) => (this.lots, this.index) = (lots, index);

    /// <summary>How many lots are in memory.</summary>
    public int Count => lots.Count;

    /// <summary>The lots in memory.</summary>
    public IEnumerable<Lot> All => lots.Values;

    /// <summary>The lot with a number; it must be in memory.</summary>
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

    /// <summary>Whether the lot with a number is in memory.</summary>
    public bool Has(long number) => lots.Has(number);

    /// <summary>The lots with one opened or changed.</summary>
    public AccountLots Set(Lot lot)
    {
        ArgumentNullException.ThrowIfNull(lot);
        return new AccountLots(lots.Set(lot.Number, lot), index);
    }

    /// <summary>Adds a lot that was read from the store, unless it is in memory already.</summary>
    public void Load(Lot lot)
    {
        ArgumentNullException.ThrowIfNull(lot);
        lots.Load(lot.Number, lot);
    }

    /// <summary>
    /// Lots opened or changed since an older version of these; all when <paramref name="older"/> is null or of another account.
    /// </summary>
    public IReadOnlyList<RowChange<long, Lot>> ChangesSince(AccountLots? older) => lots.ChangesSince(older?.lots);

    /// <summary>
    /// Marks all lots of an order, closed ones included, as being in memory. The mark holds for every version of the lots.
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

    /// <summary>
    /// Activated, unheld lots of a wallet in redemption order: soonest expiry first (none last), then activation, then number.
    /// </summary>
    public IEnumerable<Lot> InRedemptionOrder(WalletKey wallet) =>
        Read().Spendable.TryGetValue(wallet, out var set) ? set.Select(key => lots[key.Number]) : [];

    /// <summary>
    /// Drops all closed lots from memory when there are more than <paramref name="closedMax"/>, in time that depends on their number alone.
    /// No older version of the lots may be in use.
    /// </summary>
    public void Clean(int closedMax)
    {
        if (Read().Closed.Count <= closedMax) return;
        var closed = index.Closed.ToList();
        foreach (var number in closed) if (lots[number].Order is { } order) index.WholeOrders.Remove(order);
        lots.Forget(closed);
    }

    /// <inheritdoc cref="VersionedTable{TKey, TRow}.EndOlder"/>
    public void EndOlder(AccountLots older)
    {
        ArgumentNullException.ThrowIfNull(older);
        lots.EndOlder(older.lots);
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
