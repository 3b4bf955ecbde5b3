namespace Ledger.Ledger.Domain;

/// <summary>
/// Holds, redemptions, adjustments and vouchers of an account that are in memory: every open hold, and of the rest what the commands at
/// hand name. Remembers what changed, so that only that is saved.
/// </summary>
public sealed class SpendBook
{
    private readonly Dictionary<string, Hold> holds = new(StringComparer.Ordinal);
    private readonly SortedSet<(DateTimeOffset At, long Number, string Id)> due = [];
    private readonly Dictionary<string, Redemption> redemptions = new(StringComparer.Ordinal);
    private readonly HashSet<string> wholeOrders = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Adjustment> adjustments = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Voucher> vouchers = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, Hold> Holds => holds;

    public IReadOnlyDictionary<string, Redemption> Redemptions => redemptions;

    public IReadOnlyDictionary<string, Adjustment> Adjustments => adjustments;

    public IReadOnlyDictionary<string, Voucher> Vouchers => vouchers;

    public HashSet<string> ChangedHolds { get; } = new(StringComparer.Ordinal);

    public HashSet<string> ChangedRedemptions { get; } = new(StringComparer.Ordinal);

    public HashSet<string> ChangedAdjustments { get; } = new(StringComparer.Ordinal);

    public HashSet<string> ChangedVouchers { get; } = new(StringComparer.Ordinal);

    /// <summary>The open hold whose time is over next.</summary>
    public Hold? NextToExpire => due.Count == 0 ? null : holds[due.Min.Id];

    /// <summary>Redemptions that paid for an order, earliest first.</summary>
    public IEnumerable<Redemption> OfOrder(string order) => redemptions.Values.Where(redemption => redemption.Order == order).OrderBy(redemption => redemption.Number);

    /// <summary>Open holds for an order.</summary>
    public IEnumerable<Hold> HoldsFor(string order) => holds.Values.Where(hold => hold.IsOpen && hold.Order == order);

    /// <summary>Adds what a store kept, unless it is here already.</summary>
    public void Restore(Hold hold)
    {
        ArgumentNullException.ThrowIfNull(hold);
        if (holds.TryAdd(hold.Id, hold) && hold.IsOpen) due.Add((hold.ExpiresAt, hold.Number, hold.Id));
    }

    /// <inheritdoc cref="Restore(Hold)"/>
    public void Restore(Redemption redemption)
    {
        ArgumentNullException.ThrowIfNull(redemption);
        redemptions.TryAdd(redemption.Id, redemption);
    }

    /// <inheritdoc cref="Restore(Hold)"/>
    public void Restore(Adjustment adjustment)
    {
        ArgumentNullException.ThrowIfNull(adjustment);
        adjustments.TryAdd(adjustment.Id, adjustment);
    }

    /// <inheritdoc cref="Restore(Hold)"/>
    public void Restore(Voucher voucher)
    {
        ArgumentNullException.ThrowIfNull(voucher);
        vouchers.TryAdd(voucher.Code, voucher);
    }

    /// <summary>Adds or changes a hold.</summary>
    public void Set(Hold hold)
    {
        ArgumentNullException.ThrowIfNull(hold);
        holds[hold.Id] = hold;
        ChangedHolds.Add(hold.Id);
        if (hold.IsOpen) due.Add((hold.ExpiresAt, hold.Number, hold.Id));
        else due.Remove((hold.ExpiresAt, hold.Number, hold.Id));
    }

    public void Set(Redemption redemption)
    {
        ArgumentNullException.ThrowIfNull(redemption);
        redemptions[redemption.Id] = redemption;
        ChangedRedemptions.Add(redemption.Id);
    }

    public void Set(Adjustment adjustment)
    {
        ArgumentNullException.ThrowIfNull(adjustment);
        adjustments[adjustment.Id] = adjustment;
        ChangedAdjustments.Add(adjustment.Id);
    }

    public void Set(Voucher voucher)
    {
        ArgumentNullException.ThrowIfNull(voucher);
        vouchers[voucher.Code] = voucher;
        ChangedVouchers.Add(voucher.Code);
    }

    /// <summary>What changed is saved.</summary>
    public void Saved()
    {
        ChangedHolds.Clear();
        ChangedRedemptions.Clear();
        ChangedAdjustments.Clear();
        ChangedVouchers.Clear();
    }

    /// <summary>Forgets what can be loaded again when there is much of it.</summary>
    public void Clean(int closedMax)
    {
        // Open ones are due some time.
        if (holds.Count - due.Count > closedMax) foreach (var closed in holds.Values.Where(hold => !hold.IsOpen).ToList()) holds.Remove(closed.Id);
        if (adjustments.Count > closedMax) adjustments.Clear();
        if (vouchers.Count > closedMax) vouchers.Clear();
        if (redemptions.Count <= closedMax) return;
        redemptions.Clear();
        wholeOrders.Clear();
    }

    /// <summary>All of it is in another account's book now.</summary>
    public void Leave()
    {
        Saved();
        holds.Clear();
        due.Clear();
        redemptions.Clear();
        adjustments.Clear();
        vouchers.Clear();
        wholeOrders.Clear();
    }

    /// <summary>Says that all redemptions of an order are here.</summary>
    public void KnowOrder(string order) => wholeOrders.Add(order);

    /// <summary>Whether all redemptions of an order are here.</summary>
    public bool KnowsOrder(string order) => wholeOrders.Contains(order);

    public SpendBook Copy()
    {
        var copy = new SpendBook();
        foreach (var hold in holds.Values) copy.Restore(hold.Copy());
        foreach (var redemption in redemptions.Values) copy.Restore(redemption.Copy());
        foreach (var adjustment in adjustments.Values) copy.Restore(adjustment);
        foreach (var voucher in vouchers.Values) copy.Restore(voucher);
        copy.wholeOrders.UnionWith(wholeOrders);
        copy.ChangedHolds.UnionWith(ChangedHolds);
        copy.ChangedRedemptions.UnionWith(ChangedRedemptions);
        copy.ChangedAdjustments.UnionWith(ChangedAdjustments);
        copy.ChangedVouchers.UnionWith(ChangedVouchers);
        return copy;
    }
}
