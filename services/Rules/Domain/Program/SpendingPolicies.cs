using Ledger.Contracts.V1;

namespace Ledger.Rules.Domain.Program;

/// <summary>How value may be redeemed and given back (domain.md §3, §4 redemption).</summary>
/// <param name="MinPoints">Least points of one redemption or hold.</param>
/// <param name="MaxOrderSharePercent">The highest share of what the buyer owes, min(net, gross − entitled), that may be paid with value, in
/// percent.</param>
/// <param name="RestoreGraceDays">Days of 24 hours until a restored lot expires if it had expired meanwhile; 0: it expires at once.</param>
/// <param name="RestoresOnReturn">Whether a return automatically gives back the value that paid for the returned part.</param>
/// <param name="HoldMaxMinutes">Longest time to live of a hold.</param>
public sealed record RedemptionPolicy(
    long MinPoints, Exact MaxOrderSharePercent, int RestoreGraceDays, bool RestoresOnReturn, int HoldMaxMinutes)
{
    /// <summary>The defaults of domain.md §3.</summary>
    public static RedemptionPolicy Default { get; } = new(1, 100, 0, true, 10_080);
}

/// <summary>The amounts above which an adjustment waits for a second principal; null: never.</summary>
/// <param name="Points">The limit for points.</param>
/// <param name="Money">The limit for cashback and fund.</param>
public sealed record AdjustmentPolicy(Exact? Points, Exact? Money)
{
    /// <summary>No approval needed.</summary>
    public static AdjustmentPolicy Default { get; } = new(null, null);

    /// <summary>Whether an amount, whatever its sign, needs approval.</summary>
    public bool NeedsApproval(bool isPoints, decimal amount) => (isPoints ? Points : Money) is { } above && (Exact)Math.Abs(amount) > above;
}

/// <summary>How a period's books are closed.</summary>
/// <param name="CloseNeedsApproval">Whether a second person has to approve the close.</param>
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
/// <param name="Unit">Unit of the cost: points or cashback.</param>
/// <param name="Cost">Above 0; whole points, or money in the currency's minor digits.</param>
/// <param name="TierIn">Tiers that may redeem for it; empty: all.</param>
/// <param name="Stock">Number of pieces in all; null: no limit. Grants draw on no stock.</param>
/// <param name="Kind">What a grant of the reward gives (mechanics.md §4).</param>
/// <param name="Amount">
/// For a voucher or cashback: money above 0 in the currency's minor digits; for points: whole points; 0 for an item.
/// </param>
/// <param name="VoucherValidMonths">For a voucher: local months until it expires; null: it does not expire.</param>
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
