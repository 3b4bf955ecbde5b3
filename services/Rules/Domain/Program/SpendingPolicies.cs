using Ledger.Contracts.V1;

namespace Ledger.Rules.Domain.Program;

/// <summary>How value may be redeemed and given back (domain.md §3, §4 redemption).</summary>
/// <param name="MinPoints">Least points of one redemption or hold.</param>
/// <param name="MaxOrderSharePercent">Most of an order's net after entitlement that may be paid with value.</param>
/// <param name="RestoreGraceDays">Days of 24 hours that a restored lot lives when it has expired meanwhile; 0: it expires at once.</param>
/// <param name="RestoresOnReturn">Whether a return gives back by itself what paid for the returned part.</param>
/// <param name="HoldMaxMinutes">Longest time to live of a hold.</param>
public sealed record RedemptionPolicy(
    long MinPoints, Exact MaxOrderSharePercent, int RestoreGraceDays, bool RestoresOnReturn, int HoldMaxMinutes)
{
    /// <summary>The defaults of domain.md §3.</summary>
    public static RedemptionPolicy Default { get; } = new(1, 100, 0, true, 10_080);
}

/// <summary>Above which amounts an adjustment waits for a second principal; null: never.</summary>
/// <param name="Points">Of points.</param>
/// <param name="Money">Of cashback and fund.</param>
public sealed record AdjustmentPolicy(Exact? Points, Exact? Money)
{
    /// <summary>No approval needed.</summary>
    public static AdjustmentPolicy Default { get; } = new(null, null);

    /// <summary>Whether an amount, whatever its sign, needs approval.</summary>
    public bool NeedsApproval(bool isPoints, decimal amount) => (isPoints ? Points : Money) is { } above && (Exact)Math.Abs(amount) > above;
}

/// <summary>How a period's books are closed.</summary>
/// <param name="CloseNeedsApproval">Whether somebody else has to approve it than who asked for it.</param>
public sealed record PeriodPolicy(bool CloseNeedsApproval)
{
    /// <summary>No approval needed.</summary>
    public static PeriodPolicy Default { get; } = new(false);
}

/// <summary>Between which wallets value may be transferred.</summary>
public enum TransferPolicy
{
    None,
    WithinAccount,
    Anywhere,
}

/// <summary>An item of the reward catalogue.</summary>
/// <param name="Unit">points or cashback: what it costs.</param>
/// <param name="Cost">Above 0; whole points, or money in the currency's minor digits.</param>
/// <param name="TierIn">Tiers that may have it; empty: all.</param>
/// <param name="Stock">How many there are in all; null: without limit. Grants draw on no stock.</param>
/// <param name="Kind">What a grant of it gives (mechanics.md §4).</param>
/// <param name="Amount">
/// Of a voucher and of cashback: money above 0 in the currency's minor digits; of points: whole points; 0 for an item.
/// </param>
/// <param name="VoucherValidMonths">Of a voucher: local months until it expires; null: it does not.</param>
public sealed record Reward(
    string Id, string Unit, decimal Cost, IReadOnlyList<string> TierIn, long? Stock, RewardKind Kind = RewardKind.Item, decimal Amount = 0,
    int? VoucherValidMonths = null);

/// <summary>What a reward is: a thing, a voucher, or value in a wallet.</summary>
public enum RewardKind
{
    Item,
    Voucher,
    Points,
    Cashback,
}
