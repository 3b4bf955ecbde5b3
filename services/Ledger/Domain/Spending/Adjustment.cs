using Ledger.Domain.Accounts;

namespace Ledger.Domain.Spending;

/// <summary>An adjustment that needs a second principal (domain.md §2, four eyes).</summary>
/// <param name="State">awaiting_approval, approved or rejected.</param>
public sealed record Adjustment(
    string Id, WalletKey Wallet, decimal Amount, string Reason, string RequestedBy, DateTimeOffset RequestedAt, string State)
{
    public const string Waiting = "awaiting_approval";
    public const string Approved = "approved";
    public const string Rejected = "rejected";
}

/// <summary>A redemption in the shape of a code that is worth money, once.</summary>
/// <param name="State">issued, used or cancelled.</param>
public sealed record Voucher(string Code, string Redemption, decimal Value, DateTimeOffset? ValidUntil, string State)
{
    public const string Issued = "issued";
    public const string Used = "used";
    public const string Cancelled = "cancelled";
}

/// <summary>How many of a reward were taken. One stream for each reward, so that two accounts never take the last one both.</summary>
public sealed record RewardStock(string Program, string Reward)
{
    /// <summary>Version of the reward's stream.</summary>
    public long StreamVersion { get; init; }

    public long Taken { get; init; }
}
