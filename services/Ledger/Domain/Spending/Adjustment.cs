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

/// <summary>A voucher: a redemption whose value is a code that can be used once.</summary>
/// <param name="State">issued, used or cancelled.</param>
public sealed record Voucher(string Code, string Redemption, decimal Value, DateTimeOffset? ValidUntil, string State)
{
    public const string Issued = "issued";
    public const string Used = "used";
    public const string Cancelled = "cancelled";
}

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
