using Ledger.Domain.Versions;

namespace Ledger.Domain.Spending;

/// <summary>
/// The holds, redemptions, adjustments and vouchers of an account that are in memory: every open hold, and whatever else recent commands
/// needed. An immutable value, as described at <see cref="VersionedTable{TKey, TRow}"/>.
/// </summary>
public sealed class AccountSpending
{
    private readonly Tables tables;

    public AccountSpending() => tables = new Tables();

    private AccountSpending(Tables tables) => this.tables = tables;

    public VersionedTable<string, Hold> Holds => tables.Holds;

    public VersionedTable<string, Redemption> Redemptions => tables.Redemptions;

    public VersionedTable<string, Adjustment> Adjustments => tables.Adjustments;

    public VersionedTable<string, Voucher> Vouchers => tables.Vouchers;

    /// <summary>The open hold that expires next; null when there is none.</summary>
    public Hold? NextToExpire => Due.Count == 0 ? null : Holds[Due.Min.Id];

    private SortedSet<(DateTimeOffset At, long Number, string Id)> Due
    {
        get
        {
            Holds.Read();
            return tables.Index.Due;
        }
    }

    /// <summary>Redemptions that paid for an order, earliest first.</summary>
    public IEnumerable<Redemption> OfOrder(string order) =>
        Redemptions.Count == 0
            ? []
            : Redemptions.Values.Where(redemption => redemption.Order == order).OrderBy(redemption => redemption.Number);

    /// <summary>Open holds for an order.</summary>
    public IEnumerable<Hold> HoldsFor(string order) => Holds.Values.Where(hold => hold.IsOpen && hold.Order == order);

    /// <summary>Adds a row that was read from the store, unless it is in memory already.</summary>
    public void Load(Hold hold) => Holds.Load(Checked(hold).Id, hold);

    /// <inheritdoc cref="Load(Hold)"/>
    public void Load(Redemption redemption) => Redemptions.Load(Checked(redemption).Id, redemption);

    /// <inheritdoc cref="Load(Hold)"/>
    public void Load(Adjustment adjustment) => Adjustments.Load(Checked(adjustment).Id, adjustment);

    /// <inheritdoc cref="Load(Hold)"/>
    public void Load(Voucher voucher) => Vouchers.Load(Checked(voucher).Code, voucher);

    /// <summary>The account's spending with a hold added or changed.</summary>
    public AccountSpending Set(Hold hold) => new(tables with { Holds = Holds.Set(Checked(hold).Id, hold) });

    /// <summary>The account's spending with a redemption added or changed.</summary>
    public AccountSpending Set(Redemption redemption) =>
        new(tables with { Redemptions = Redemptions.Set(Checked(redemption).Id, redemption) });

    /// <summary>The account's spending with an adjustment added or changed.</summary>
    public AccountSpending Set(Adjustment adjustment) =>
        new(tables with { Adjustments = Adjustments.Set(Checked(adjustment).Id, adjustment) });

    /// <summary>The account's spending with a voucher added or changed.</summary>
    public AccountSpending Set(Voucher voucher) => new(tables with { Vouchers = Vouchers.Set(Checked(voucher).Code, voucher) });

    /// <summary>
    /// Drops from memory, when there are more than <paramref name="closedMax"/> of a kind, the rows that can be loaded again. No older
    /// version may be in use.
    /// </summary>
    public void Clean(int closedMax)
    {
        // Every open hold is in Due, so the difference is the number of closed ones.
        if (Holds.Count - Due.Count > closedMax) Holds.Forget([.. Holds.Values.Where(hold => !hold.IsOpen).Select(hold => hold.Id)]);
        if (Adjustments.Count > closedMax) Adjustments.Forget([.. Adjustments.Keys]);
        if (Vouchers.Count > closedMax) Vouchers.Forget([.. Vouchers.Keys]);
        if (Redemptions.Count <= closedMax) return;
        Redemptions.Forget([.. Redemptions.Keys]);
        tables.Index.WholeOrders.Clear();
    }

    /// <inheritdoc cref="VersionedTable{TKey, TRow}.EndOlder"/>
    public void EndOlder(AccountSpending older)
    {
        ArgumentNullException.ThrowIfNull(older);
        Holds.EndOlder(older.Holds);
        Redemptions.EndOlder(older.Redemptions);
        Adjustments.EndOlder(older.Adjustments);
        Vouchers.EndOlder(older.Vouchers);
    }

    /// <summary>Marks all redemptions of an order as being in memory. The mark holds for every version.</summary>
    public void KnowOrder(string order) => tables.Index.WholeOrders.Add(order);

    /// <summary>Whether all redemptions of an order are in memory.</summary>
    public bool KnowsOrder(string order) => tables.Index.WholeOrders.Contains(order);

    private static T Checked<T>(T row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return row;
    }

    private sealed record Tables
    {
        public Tables()
        {
            Index = new HoldIndex();
            Holds = new VersionedTable<string, Hold>(Index);
            Redemptions = new VersionedTable<string, Redemption>();
            Adjustments = new VersionedTable<string, Adjustment>();
            Vouchers = new VersionedTable<string, Voucher>();
        }

        public HoldIndex Index { get; }

        public VersionedTable<string, Hold> Holds { get; init; }

        public VersionedTable<string, Redemption> Redemptions { get; init; }

        public VersionedTable<string, Adjustment> Adjustments { get; init; }

        public VersionedTable<string, Voucher> Vouchers { get; init; }
    }

    private sealed class HoldIndex : IRowIndex<Hold>
    {
        /// <summary>Open holds by when they expire.</summary>
        public SortedSet<(DateTimeOffset At, long Number, string Id)> Due { get; } = [];

        /// <summary>Orders whose redemptions are all in memory.</summary>
        public HashSet<string> WholeOrders { get; } = new(StringComparer.Ordinal);

        public void Change(Hold? before, Hold? after)
        {
            if (before is { IsOpen: true }) Due.Remove((before.ExpiresAt, before.Number, before.Id));
            if (after is { IsOpen: true }) Due.Add((after.ExpiresAt, after.Number, after.Id));
        }
    }
}
