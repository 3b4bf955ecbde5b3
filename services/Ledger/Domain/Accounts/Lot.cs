using Ledger.Contracts.V1;
using Ledger.Rules.Domain.Postings;

namespace Ledger.Domain.Accounts;

/// <summary>
/// Value credited at one time from one cause, with an activation time and an expiry; every debit names the lots that it is taken from.
/// </summary>
/// <param name="Number">Its sequence within the account, from 1.</param>
/// <param name="Order">
/// "source/orderId" of the order that earned it, or <see cref="OfActivity"/> where an activity did; null for another cause.
/// </param>
/// <param name="Rebate">The <see cref="RebatePeriodState.LotKey"/> of the rebate period that paid it; null for another cause.</param>
/// <param name="OriginalExpiresAt">The expiry it was credited with.</param>
public sealed record Lot(long Number, WalletKey Wallet, string? Order, string? Rebate, DateTimeOffset? OriginalExpiresAt)
{
    /// <summary>
    /// How lots name an activity in place of an order. It begins with a blank, which no id holds, so it cannot be the key of an order.
    /// </summary>
    public static string OfActivity(string activityId) => $" {Contracts.V1.Streams.Activity(activityId)}";

    /// <summary>The activity that earned it; null for a lot of another cause.</summary>
    public string? ActivityId => Order is [' ', ..] ? Order[(Contracts.V1.Streams.ActivityType.Length + 2)..] : null;

    /// <summary>The fund whose money it is; absent in wallets of other units (mechanics.md §5).</summary>
    public string? Fund { get; init; }

    /// <summary>When the last notice of its expiry was due (mechanics.md §11); absent: none was given.</summary>
    public DateTimeOffset? NoticedAt { get; init; }

    /// <summary>Null when the lot never expires. Later than the original expiry when a restored redemption extended it.</summary>
    public DateTimeOffset? ExpiresAt => ExtendedTo ?? OriginalExpiresAt;

    /// <summary>The end of the grace after a restored redemption (domain.md §4, restoreGraceDays).</summary>
    public DateTimeOffset? ExtendedTo { get; init; }

    /// <summary>Null while the lot waits for its trigger (paid, shipped or delivered).</summary>
    public DateTimeOffset? ActivatesAt { get; init; }

    /// <summary>The lot's value by state.</summary>
    public Pockets Left { get; init; }

    /// <inheritdoc cref="Pockets.Pending"/>
    public decimal Pending
    {
        get => Left.Pending;
        init => Left = Left with { Pending = value };
    }

    /// <inheritdoc cref="Pockets.Unheld"/>
    public decimal Unheld
    {
        get => Left.Unheld;
        init => Left = Left with { Unheld = value };
    }

    /// <inheritdoc cref="Pockets.Held"/>
    public decimal Held
    {
        get => Left.Held;
        init => Left = Left with { Held = value };
    }

    /// <summary>Redeemed, adjusted away, transferred away or used to pay arrears.</summary>
    public decimal Spent { get; init; }

    /// <summary>The amount that expired.</summary>
    public decimal Expired { get; init; }

    /// <summary>The part of what was spent or held that a reversal has already turned into arrears.</summary>
    public decimal Owed { get; init; }

    /// <summary>
    /// What was waived when the result of its order or rebate period fell; later increases are set off against it. Kept on the cause's
    /// first lot.
    /// </summary>
    public decimal Waived { get; init; }

    /// <summary>True while the lot has value that time or a command can still move.</summary>
    public bool IsOpen => Pending > 0 || Unheld > 0 || Held > 0;

    /// <summary>Whether its activation date has come and it does not expire at or before that date (domain.md §4 step 4).</summary>
    public bool IsActiveAt(DateTimeOffset now) => ActivatesAt <= now && !NeverActivates;

    /// <summary>Whether its expiry is at or before a time.</summary>
    public bool IsExpiredAt(DateTimeOffset now) => ExpiresAt <= now;

    /// <summary>A lot that expires at or before its activation never activates.</summary>
    public bool NeverActivates => ExpiresAt <= ActivatesAt;

    /// <summary>When its pending value activates; null when none will.</summary>
    public DateTimeOffset? ActivationDue => Pending > 0 && !NeverActivates ? ActivatesAt : null;

    /// <summary>When its value expires; null when nothing will, and while an activation comes first.</summary>
    public DateTimeOffset? ExpiryDue => Pending + Unheld > 0 && ActivationDue is null ? ExpiresAt : null;

    /// <summary>The lot after one move.</summary>
    public Lot After(LotMove move)
    {
        ArgumentNullException.ThrowIfNull(move);
        var (from, to) = (BookNames.Of(move.From), BookNames.Of(move.To));
        if (from == Book.Arrears && to == Book.Issuance) return this with { Owed = Owed + move.Amount };
        return this with
        {
            Left = Left.With(from, -move.Amount).With(to, move.Amount),
            Expired = Expired + ExpiredBy(from, -move.Amount) + ExpiredBy(to, move.Amount),
            Spent = Spent + SpentBy(from, -move.Amount) + SpentBy(to, move.Amount),
        };
    }

    private static decimal ExpiredBy(Book book, decimal amount) => book switch
    {
        Book.Expired => amount,
        Book.Issuance or Book.Pending or Book.Available or Book.Held or Book.Redeemed or Book.Arrears or Book.Adjustment
            or Book.Transfer => 0,
    };

    // Only leaving counts: value that an adjustment or transfer brings in was never spent from this lot.
    private static decimal SpentBy(Book book, decimal amount) => book switch
    {
        Book.Redeemed or Book.Arrears => amount,
        Book.Adjustment or Book.Transfer => Math.Max(0, amount),
        Book.Issuance or Book.Pending or Book.Available or Book.Held or Book.Expired => 0,
    };
}
