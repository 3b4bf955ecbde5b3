using Ledger.Domain.Accounts;
using Ledger.Rules.Domain.States;

namespace Ledger.Domain.Spending;

/// <summary>An adjustment that needs a second principal (domain.md §2, four eyes).</summary>
public sealed record Adjustment(
    string Id, WalletKey Wallet, decimal Amount, string Reason, string RequestedBy, DateTimeOffset RequestedAt, AdjustmentState State);

/// <summary>A voucher: a redemption whose value is a code that can be used once.</summary>
public sealed record Voucher(string Code, string Redemption, decimal Value, DateTimeOffset? ValidUntil, VoucherState State);

/// <summary>
/// How many pieces of a reward were taken. Each reward has a stream of its own, whose version is compared at the append, so that two
/// accounts cannot both take the last piece.
/// </summary>
public sealed record RewardStock(string Program, string Reward)
{
    /// <summary>Version of the reward's stream.</summary>
    public long StreamVersion { get; init; }

    public long Taken { get; init; }
}
