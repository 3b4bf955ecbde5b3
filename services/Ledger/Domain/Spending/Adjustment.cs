using Ledger.Domain.Accounts;
using Ledger.Rules.Domain.States;

namespace Ledger.Domain.Spending;

/// <summary>An adjustment that needs a second principal (domain.md §2, four eyes).</summary>
public sealed record Adjustment(
    string Id, WalletKey Wallet, decimal Amount, string Reason, string RequestedBy, DateTimeOffset RequestedAt, AdjustmentState State);

/// <summary>A redemption in the shape of a code that is worth money, once.</summary>
public sealed record Voucher(string Code, string Redemption, decimal Value, DateTimeOffset? ValidUntil, VoucherState State);

/// <summary>How many of a reward were taken. One stream for each reward, so that two accounts never take the last one both.</summary>
public sealed record RewardStock(string Program, string Reward)
{
    /// <summary>Version of the reward's stream.</summary>
    public long StreamVersion { get; init; }

    public long Taken { get; init; }
}
