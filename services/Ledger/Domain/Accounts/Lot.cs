using Ledger.Contracts.V1;

namespace Ledger.Ledger.Domain;

/// <summary>Value credited at one time from one cause, with an activation time and an expiry; every debit names the lots it took from.</summary>
/// <param name="number">Its sequence within the account, from 1.</param>
public sealed class Lot(long number, WalletKey wallet, string? order, string? rebate, DateTimeOffset? expiresAt)
{
    public long Number { get; } = number;

    public WalletKey Wallet { get; } = wallet;

    /// <summary>"source/orderId" of the order that earned it.</summary>
    public string? Order { get; } = order;

    /// <summary>"rebate/period" of the rebate that paid it, with who had closed the period where that account was merged.</summary>
    public string? Rebate { get; } = rebate;

    /// <summary>Absent: never. Later than the original expiry when a restored redemption gave it grace.</summary>
    public DateTimeOffset? ExpiresAt => ExtendedTo ?? OriginalExpiresAt;

    /// <summary>The expiry it was credited with.</summary>
    public DateTimeOffset? OriginalExpiresAt { get; } = expiresAt;

    /// <summary>The end of the grace after a restored redemption (domain.md §4, restoreGraceDays).</summary>
    public DateTimeOffset? ExtendedTo { get; set; }

    /// <summary>Absent: waits for its trigger.</summary>
    public DateTimeOffset? ActivatesAt { get; set; }

    public decimal Pending { get; set; }

    /// <summary>Activated and unheld.</summary>
    public decimal Unheld { get; set; }

    public decimal Held { get; set; }

    /// <summary>Redeemed, adjusted away, transferred away or used to pay arrears.</summary>
    public decimal Spent { get; set; }

    public decimal Expired { get; set; }

    /// <summary>The part of what was spent or held that a reversal has already turned into arrears.</summary>
    public decimal Owed { get; set; }

    /// <summary>What was forgiven when its order (or rebate period) fell; set off against later increases. Kept on the first lot.</summary>
    public decimal Waived { get; set; }

    /// <summary>True while any value is in it that time or a command can still move.</summary>
    public bool IsOpen => Pending > 0 || Unheld > 0 || Held > 0;

    /// <summary>True once its date has come and unless it expires at or before it (domain.md §4 step 4).</summary>
    public bool IsActiveAt(DateTimeOffset now) => ActivatesAt <= now && !NeverActivates;

    public bool IsExpiredAt(DateTimeOffset now) => ExpiresAt <= now;

    /// <summary>A lot that expires at or before its activation never activates.</summary>
    public bool NeverActivates => ExpiresAt <= ActivatesAt;

    /// <summary>When time next changes it: activation or expiry; null when nothing is left that time moves.</summary>
    public (DateTimeOffset At, DueKind Kind)? NextDue =>
        Pending > 0 && ActivatesAt is { } activation && !NeverActivates ? (activation, DueKind.Activation)
        : Pending + Unheld > 0 && ExpiresAt is { } expiry ? (expiry, DueKind.Expiry)
        : null;

    /// <summary>Posts one move to the lot.</summary>
    public void Apply(LotMove move)
    {
        ArgumentNullException.ThrowIfNull(move);
        if (move is { From: Books.Arrears, To: Books.Issuance })
        {
            Owed += move.Amount;
            return;
        }

        Shift(move.From, -move.Amount);
        Shift(move.To, move.Amount);
    }

    public Lot Copy() => (Lot)MemberwiseClone();

    private void Shift(string book, decimal amount)
    {
        switch (book)
        {
            case Books.Pending: Pending += amount; break;
            case Books.Available: Unheld += amount; break;
            case Books.Held: Held += amount; break;
            case Books.Expired: Expired += amount; break;
            case Books.Redeemed or Books.Arrears: Spent += amount; break;
            case Books.Adjustment or Books.Transfer when amount > 0: Spent += amount; break;
        }
    }
}

/// <summary>Kinds of due work in the order they are carried out when their times tie (domain.md §4).</summary>
public enum DueKind
{
    HoldExpiry,
    Activation,
    Expiry,
    MembershipEnd,
    RebateClose,
    ChallengeClose,
    Draw,
    TierReview,
}
