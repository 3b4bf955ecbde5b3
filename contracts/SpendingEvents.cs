using System.Text.Json;

namespace Ledger.Contracts.V1;

/// <summary>A command was carried out. A retry with its key and content gets <paramref name="Reply"/> again; other content is a conflict
/// (domain.md §2).</summary>
/// <param name="Key">The Idempotency-Key, and the id of the hold, redemption, adjustment or transfer that the command made.</param>
/// <param name="Command">The command's name, for example HoldPoints.</param>
/// <param name="ContentHash">Of the command's content; the principal is no part of it.</param>
/// <param name="Reply">What was answered: a <see cref="CommandReply"/>.</param>
/// <param name="Principal">Who asked.</param>
/// <param name="EffectiveAt">The command's effective time; for one that moves no clock, the clock as it was.</param>
public sealed record CommandHandled(
    string Program, string AccountId, string Key, string Command, string ContentHash, JsonElement Reply, string Principal,
    DateTimeOffset EffectiveAt, DateTimeOffset RecordedAt) : IAccountEvent;

/// <summary>A movement of value that a hold sets aside.</summary>
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

    /// <summary>When what is still held goes back by itself.</summary>
    public DateTimeOffset ExpiresAt { get; init; }

    /// <summary>"source/orderId" of the order it is for.</summary>
    public string? Order { get; init; }

    /// <summary>The partner it is spent with once it is captured (mechanics.md §7).</summary>
    public string? PartnerId { get; init; }
}

/// <summary>Held value was spent: held → redeemed. What is left of the hold is released by the next entry.</summary>
public sealed record HoldCaptured : Movement, IHoldMovement
{
    /// <inheritdoc/>
    public string HoldId { get; init; } = "";

    /// <summary>The redemption it became.</summary>
    public string RedemptionId { get; init; } = "";

    /// <summary>"source/orderId" of the order it paid for.</summary>
    public string? Order { get; init; }

    /// <summary>Exact net of that order when the hold was captured; absent without an order and in older events.</summary>
    public Exact? OrderNet { get; init; }

    /// <summary>The partner it was spent with (mechanics.md §7).</summary>
    public string? PartnerId { get; init; }
}

/// <summary>Held value went back to its lots: held → available.</summary>
public sealed record HoldReleased : Movement, IHoldMovement
{
    /// <inheritdoc/>
    public string HoldId { get; init; } = "";
}

/// <summary>A hold's time was over; its value went back to its lots: held → available.</summary>
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

    /// <summary>"source/orderId" of the order it paid for.</summary>
    public string? Order { get; init; }

    /// <summary>
    /// Exact net of that order when it was paid for, from which is counted what comes back of the redemption when the net falls (domain.md
    /// §4 redemption); absent without an order and in older events.
    /// </summary>
    public Exact? OrderNet { get; init; }

    /// <summary>The reward it bought.</summary>
    public string? Reward { get; init; }

    /// <summary>The partner it was spent with (mechanics.md §7).</summary>
    public string? PartnerId { get; init; }
}

/// <summary>A lot that had expired lives on for the grace of a restored redemption.</summary>
public sealed record LotExtended(long Lot, DateTimeOffset ExpiresAt);

/// <summary>Spent value came back to the lots it was taken from: redeemed → available.</summary>
public sealed record RedemptionReversed : Movement
{
    public string RedemptionId { get; init; } = "";

    /// <summary>Lots that expired meanwhile and live on; absent when there are none.</summary>
    public IReadOnlyList<LotExtended>? Extended { get; init; }
}

/// <summary>Value was added or taken by hand: adjustment → available, or available → adjustment.</summary>
public sealed record PointsAdjusted : Movement
{
    public string AdjustmentId { get; init; } = "";
}

/// <summary>Value left for, or came from, another wallet: available → transfer, or transfer → available with the dates of the lot it
/// left.</summary>
public sealed record PointsTransferred : Movement
{
    public string TransferId { get; init; } = "";

    /// <summary>The other account; the same one within an account.</summary>
    public string OtherAccountId { get; init; } = "";

    public string OtherOwner { get; init; } = "";
}

/// <summary>An adjustment above the program's limit waits for a second principal; nothing moved.</summary>
public sealed record AdjustmentRequested(
    string Program, string AccountId, string AdjustmentId, string Owner, string Unit, decimal Amount, string Reason, string RequestedBy,
    DateTimeOffset EffectiveAt, DateTimeOffset RecordedAt) : IAccountEvent;

/// <summary>A balance of another system is brought over; its entry follows. The account begins with it, if nothing was known of
/// it.</summary>
/// <param name="BalanceId">The command's key.</param>
/// <param name="EarnedAt">Since when it could be spent there.</param>
public sealed record BalanceOpened(
    string Program, string AccountId, string BalanceId, DateTimeOffset EarnedAt, DateTimeOffset EffectiveAt,
    DateTimeOffset RecordedAt) : IAccountEvent;

/// <summary>A waiting adjustment was approved; its entry follows.</summary>
public sealed record AdjustmentApproved(
    string Program, string AccountId, string AdjustmentId, string ApprovedBy, DateTimeOffset EffectiveAt,
    DateTimeOffset RecordedAt) : IAccountEvent;

/// <summary>A waiting adjustment was turned down.</summary>
public sealed record AdjustmentRejected(
    string Program, string AccountId, string AdjustmentId, string RejectedBy, DateTimeOffset EffectiveAt, DateTimeOffset RecordedAt,
    string? Reason = null) : IAccountEvent;

/// <summary>A redemption was issued as a voucher: money with a code, to be used once.</summary>
/// <param name="RedemptionId">The redemption that paid for it.</param>
/// <param name="ValidUntil">Absent: without end.</param>
public sealed record VoucherIssued(
    string Program, string AccountId, string Code, string RedemptionId, decimal Value, string Currency, DateTimeOffset EffectiveAt,
    DateTimeOffset RecordedAt, DateTimeOffset? ValidUntil = null) : IAccountEvent;

/// <summary>A voucher was used.</summary>
/// <param name="Order">"source/orderId" of the order it paid for, if that was said.</param>
public sealed record VoucherRedeemed(
    string Program, string AccountId, string Code, DateTimeOffset EffectiveAt, DateTimeOffset RecordedAt,
    string? Order = null) : IAccountEvent;

/// <summary>A voucher was cancelled before it was used; what paid for it went back.</summary>
public sealed record VoucherCancelled(string Program, string AccountId, string Code, DateTimeOffset EffectiveAt, DateTimeOffset RecordedAt)
    : IAccountEvent;

/// <summary>One of a reward's stock was taken. In the reward's own stream, so that no two take the last one.</summary>
public sealed record RewardTaken(
    string Program, string Reward, string AccountId, string RedemptionId, DateTimeOffset EffectiveAt,
    DateTimeOffset RecordedAt) : ILedgerEvent;

/// <summary>A reward's redemption was reversed whole: it is in stock again.</summary>
public sealed record RewardReturned(
    string Program, string Reward, string AccountId, string RedemptionId, DateTimeOffset EffectiveAt,
    DateTimeOffset RecordedAt) : ILedgerEvent;
