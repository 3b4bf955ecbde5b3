using System.Text.Json;

namespace Ledger.Contracts.V1;

/// <summary>A command was carried out. A retry with the same key and content gets <paramref name="Reply"/> again; other content is a
/// conflict (domain.md §2).</summary>
/// <param name="Key">The Idempotency-Key, and the id of the hold, redemption, adjustment or transfer that the command made.</param>
/// <param name="Command">The command's name, for example HoldPoints.</param>
/// <param name="ContentHash">Hash of the command's content, the principal excluded.</param>
/// <param name="Reply">What was answered: a <see cref="CommandReply"/>.</param>
/// <param name="Principal">Who asked.</param>
/// <param name="EffectiveAt">The command's effective time; for a command that moves no clock, the clock as it was.</param>
public sealed record CommandHandled(
    string Program, string AccountId, string Key, string Command, string ContentHash, JsonElement Reply, string Principal,
    DateTimeOffset EffectiveAt, DateTimeOffset RecordedAt) : IAccountEvent;

/// <summary>A movement of a hold's value.</summary>
public interface IHoldMovement
{
    /// <summary>The hold's id.</summary>
    public string HoldId { get; }
}

/// <summary>Value was set aside: available → held.</summary>
public sealed record PointsHeld : Movement, IHoldMovement
{
    /// <inheritdoc/>
    public string HoldId { get; init; } = "";

    /// <summary>When the value still held goes back by itself.</summary>
    public DateTimeOffset ExpiresAt { get; init; }

    /// <summary>"source/orderId" of the order that the hold is for.</summary>
    public string? Order { get; init; }

    /// <summary>The partner with whom the value is spent once the hold is captured (mechanics.md §7).</summary>
    public string? PartnerId { get; init; }
}

/// <summary>Held value was spent: held → redeemed. The next entry releases the rest of the hold.</summary>
public sealed record HoldCaptured : Movement, IHoldMovement
{
    /// <inheritdoc/>
    public string HoldId { get; init; } = "";

    /// <summary>The id of the redemption that the hold became.</summary>
    public string RedemptionId { get; init; } = "";

    /// <summary>"source/orderId" of the order that the value paid for.</summary>
    public string? Order { get; init; }

    /// <summary>Exact net of that order when the hold was captured; absent without an order and in older events.</summary>
    public Exact? OrderNet { get; init; }

    /// <summary>The partner with whom the value was spent (mechanics.md §7).</summary>
    public string? PartnerId { get; init; }
}

/// <summary>Held value went back to its lots: held → available.</summary>
public sealed record HoldReleased : Movement, IHoldMovement
{
    /// <inheritdoc/>
    public string HoldId { get; init; } = "";
}

/// <summary>A hold expired; its value went back to its lots: held → available.</summary>
public sealed record HoldExpired : Movement, IHoldMovement
{
    /// <inheritdoc/>
    public string HoldId { get; init; } = "";
}

/// <summary>Value was spent, in any unit: available → redeemed.</summary>
public sealed record PointsRedeemed : Movement
{
    public string RedemptionId { get; init; } = "";

    /// <summary>order, reward, voucher or cash.</summary>
    public string For { get; init; } = "";

    /// <summary>"source/orderId" of the order that the value paid for.</summary>
    public string? Order { get; init; }

    /// <summary>
    /// Exact net of that order when the redemption paid for it; absent without an order and in older events. When the net falls, the amount
    /// to give back is computed from this net (domain.md §4 redemption).
    /// </summary>
    public Exact? OrderNet { get; init; }

    /// <summary>The reward that the redemption bought.</summary>
    public string? Reward { get; init; }

    /// <summary>The partner with whom the value was spent (mechanics.md §7).</summary>
    public string? PartnerId { get; init; }
}

/// <summary>An expired lot got a new expiry, the end of the grace of a restored redemption.</summary>
public sealed record LotExtended(long Lot, DateTimeOffset ExpiresAt);

/// <summary>Spent value came back to the lots from which it was taken: redeemed → available.</summary>
public sealed record RedemptionReversed : Movement
{
    public string RedemptionId { get; init; } = "";

    /// <summary>Lots that had expired meanwhile and got a new expiry; absent when there are none.</summary>
    public IReadOnlyList<LotExtended>? Extended { get; init; }
}

/// <summary>Value was added or taken by hand: adjustment → available, or available → adjustment.</summary>
public sealed record PointsAdjusted : Movement
{
    public string AdjustmentId { get; init; } = "";
}

/// <summary>Value went to another wallet, available → transfer, or came from one, transfer → available, with the dates of the lot that it
/// left.</summary>
public sealed record PointsTransferred : Movement
{
    public string TransferId { get; init; } = "";

    /// <summary>The other account; for a transfer within an account, the same account.</summary>
    public string OtherAccountId { get; init; } = "";

    public string OtherOwner { get; init; } = "";
}

/// <summary>An adjustment above the program's limit waits for a second principal; nothing moved.</summary>
public sealed record AdjustmentRequested(
    string Program, string AccountId, string AdjustmentId, string Owner, string Unit, decimal Amount, string Reason, string RequestedBy,
    DateTimeOffset EffectiveAt, DateTimeOffset RecordedAt) : IAccountEvent;

/// <summary>A balance was brought over from another system; its entry follows. An account unknown until then begins with it.</summary>
/// <param name="BalanceId">The command's key.</param>
/// <param name="EarnedAt">Since when the value could be spent in the other system.</param>
public sealed record BalanceOpened(
    string Program, string AccountId, string BalanceId, DateTimeOffset EarnedAt, DateTimeOffset EffectiveAt,
    DateTimeOffset RecordedAt) : IAccountEvent;

/// <summary>A waiting adjustment was approved; its entry follows.</summary>
public sealed record AdjustmentApproved(
    string Program, string AccountId, string AdjustmentId, string ApprovedBy, DateTimeOffset EffectiveAt,
    DateTimeOffset RecordedAt) : IAccountEvent;

/// <summary>A waiting adjustment was rejected.</summary>
public sealed record AdjustmentRejected(
    string Program, string AccountId, string AdjustmentId, string RejectedBy, DateTimeOffset EffectiveAt, DateTimeOffset RecordedAt,
    string? Reason = null) : IAccountEvent;

/// <summary>A redemption was issued as a voucher: money with a code, to be used once.</summary>
/// <param name="RedemptionId">The redemption that paid for it.</param>
/// <param name="ValidUntil">Exclusive; absent: the voucher does not expire.</param>
public sealed record VoucherIssued(
    string Program, string AccountId, string Code, string RedemptionId, decimal Value, string Currency, DateTimeOffset EffectiveAt,
    DateTimeOffset RecordedAt, DateTimeOffset? ValidUntil = null) : IAccountEvent;

/// <summary>A voucher was used.</summary>
/// <param name="Order">"source/orderId" of the order that the voucher paid for, if one was named.</param>
public sealed record VoucherRedeemed(
    string Program, string AccountId, string Code, DateTimeOffset EffectiveAt, DateTimeOffset RecordedAt,
    string? Order = null) : IAccountEvent;

/// <summary>A voucher was cancelled before it was used; the redemption that paid for it was reversed.</summary>
public sealed record VoucherCancelled(string Program, string AccountId, string Code, DateTimeOffset EffectiveAt, DateTimeOffset RecordedAt)
    : IAccountEvent;

/// <summary>One piece of a reward's stock was taken. Recorded in the reward's own stream, so that no two redemptions take the last
/// piece.</summary>
public sealed record RewardTaken(
    string Program, string Reward, string AccountId, string RedemptionId, DateTimeOffset EffectiveAt,
    DateTimeOffset RecordedAt) : ILedgerEvent;

/// <summary>A redemption of a reward was reversed whole: the piece is in stock again.</summary>
public sealed record RewardReturned(
    string Program, string Reward, string AccountId, string RedemptionId, DateTimeOffset EffectiveAt,
    DateTimeOffset RecordedAt) : ILedgerEvent;
