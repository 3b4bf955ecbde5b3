namespace Ledger.Contracts.V1;

/// <summary>What caused an entry: an order, return, command or rule. Only the members that apply are set.</summary>
/// <param name="Kind">
/// order, return, cancellation, amendment, progress, activity, revocation, membership, refund, milestone, challenge, draw, due, rebate,
/// command.
/// </param>
/// <param name="Activity">An activity's id.</param>
public sealed record Cause(
    string Kind, string? Source = null, string? OrderId = null, string? ReturnId = null, long? Revision = null, string? Rule = null,
    string? Period = null, string? Command = null, string? Principal = null, string? Reason = null, string? Activity = null);

/// <summary>One posting of a movement: an amount goes from one book to another, for one lot (domain.md §5).</summary>
/// <param name="Lot">
/// The lot's number within its account. Where arrears are opened: the lot that is reversed. Where arrears are paid: the lot that pays. 0
/// only where a merge moves the arrears of a wallet, which belong to no lot.
/// </param>
/// <param name="From">A name of <see cref="Books"/>.</param>
/// <param name="To">A name of <see cref="Books"/>.</param>
/// <param name="Amount">Above 0; points or money.</param>
public sealed record LotMove(long Lot, string From, string To, decimal Amount);

/// <summary>The book accounts of the double entry. Every move takes an amount from one book and gives it to another, so the books sum to
/// zero.</summary>
public static class Books
{
    public const string Issuance = "issuance";
    public const string Pending = "pending";
    public const string Available = "available";
    public const string Held = "held";
    public const string Redeemed = "redeemed";
    public const string Expired = "expired";
    public const string Arrears = "arrears";
    public const string Adjustment = "adjustment";
    public const string Transfer = "transfer";

    private const string IssuanceOf = Issuance + ":";
    private const string RedeemedOf = Redeemed + ":";

    /// <summary>The book from which a partner's credits are issued and to which they are taken back; without a partner the program's own
    /// (mechanics.md §7).</summary>
    public static string IssuanceBy(string? partner) => partner is null ? Issuance : IssuanceOf + partner;

    /// <summary>The book to which value redeemed with a partner goes; without a partner the program's own (mechanics.md §7).</summary>
    public static string RedeemedWith(string? partner) => partner is null ? Redeemed : RedeemedOf + partner;

    /// <summary>Whether a book is an issuance book, the program's or a partner's.</summary>
    public static bool IsIssuance(string book) => IsOrBegins(book, Issuance, IssuanceOf);

    /// <summary>Whether a book is a redeemed book, the program's or a partner's.</summary>
    public static bool IsRedeemed(string book) => IsOrBegins(book, Redeemed, RedeemedOf);

    /// <summary>The partner to whom a book belongs; null for the program's own books.</summary>
    public static string? PartnerOf(string book)
    {
        ArgumentNullException.ThrowIfNull(book);
        return book.StartsWith(IssuanceOf, StringComparison.Ordinal) ? book[IssuanceOf.Length..]
            : book.StartsWith(RedeemedOf, StringComparison.Ordinal) ? book[RedeemedOf.Length..]
            : null;
    }

    private static bool IsOrBegins(string book, string own, string partners) =>
        book == own || book.StartsWith(partners, StringComparison.Ordinal);
}

/// <summary>A lot that a movement opened.</summary>
/// <param name="Lot">The lot's number within the account, from 1.</param>
/// <param name="Order">"source/orderId" of the order that earned the lot, if an order did.</param>
/// <param name="Rebate">"rebate/period" of the rebate that paid the lot, if a rebate did; after a merge followed by a blank and the merged
/// account that had closed the period.</param>
/// <param name="Activity">The id of the activity that earned the lot, if an activity did.</param>
/// <param name="Fund">The fund that gave the money, in a wallet of the unit fund.</param>
/// <param name="ActivatesAt">Absent: the lot waits for its trigger.</param>
/// <param name="ExpiresAt">Absent: never.</param>
public sealed record LotOpened(
    long Lot, DateTimeOffset? ActivatesAt = null, DateTimeOffset? ExpiresAt = null, string? Order = null, string? Rebate = null,
    string? Activity = null, string? Fund = null);

/// <summary>How a rule computed its part of an amount.</summary>
/// <param name="Base">What the rule was applied to, exact.</param>
/// <param name="Rate">Amount per unit of the base, exact, multipliers included.</param>
/// <param name="Result">What the rule gave, after its one rounding.</param>
public sealed record Component(string Rule, Exact Base, Exact Rate, decimal Result);

/// <summary>A wallet's balance after an entry. Available may be below zero (arrears).</summary>
public sealed record BalanceAfter(decimal Pending, decimal Available, decimal Held, decimal Arrears);

/// <summary>
/// Marks a movement whose fact is dated, or whose work fell due, in a period that had been closed. It is posted to an open period:
/// effective at the end of the last closed period or later.
/// </summary>
/// <param name="ActivityAt">When the fact happened, as the fact states; for due work, its due time.</param>
/// <param name="DatedIn">The local month of <paramref name="ActivityAt"/>, which is closed: 2011-07.</param>
/// <param name="PostedIn">The local month of the effective time, which was open at posting: 2011-08.</param>
public sealed record PriorPeriod(DateTimeOffset ActivityAt, string DatedIn, string PostedIn);

/// <summary>The members of every value movement (domain.md §5). A movement's id is the stored event's id.</summary>
public abstract record Movement : IAccountEvent
{
    public string Program { get; init; } = "";

    public string AccountId { get; init; } = "";

    /// <summary>The account's entry number, from 1, without gaps.</summary>
    public long Sequence { get; init; }

    /// <summary>"account", or a contact's id.</summary>
    public string Owner { get; init; } = "";

    /// <summary>points, cashback or fund.</summary>
    public string Unit { get; init; } = "";

    /// <summary>Points or money, signed as the entry's type means it: the amount credited, taken or moved.</summary>
    public decimal Amount { get; init; }

    public IReadOnlyList<LotMove> Moves { get; init; } = [];

    /// <summary>The lot that this movement opened, if it opened one.</summary>
    public LotOpened? Opened { get; init; }

    public Cause Cause { get; init; } = new("due");

    public int ProgramVersion { get; init; }

    public IReadOnlyList<Component>? Components { get; init; }

    public BalanceAfter Balance { get; init; } = new(0, 0, 0, 0);

    public DateTimeOffset EffectiveAt { get; init; }

    /// <summary>Set when the movement is dated in a closed period: that period, and the one to which the movement was posted
    /// instead.</summary>
    public PriorPeriod? PriorPeriod { get; init; }

    public DateTimeOffset RecordedAt { get; init; }
}

/// <summary>Points were credited: issuance → pending or available.</summary>
public sealed record PointsAccrued : Movement;

/// <summary>Cashback was credited: issuance → pending or available.</summary>
public sealed record CashbackAccrued : Movement;

/// <summary>Pending value became usable, in any unit: pending → available.</summary>
public sealed record PointsActivated : Movement;

/// <summary>Value expired, in any unit: pending or available → expired.</summary>
public sealed record PointsExpired : Movement;

/// <summary>A movement that waived part of a reversal, or set an increase off against what had been waived.</summary>
public interface IWaiving
{
    /// <summary>What a policy waived or left alone, points or money; later increases are set off against it (domain.md §4).</summary>
    public decimal Waived { get; }

    /// <summary>The lot on which the waived amount is recorded: the first lot of the order and owner, or of the rebate period.</summary>
    public long WaivedLot { get; }
}

/// <summary>Credited points were taken back: pending or available → issuance.</summary>
public sealed record AccrualReversed : Movement, IWaiving
{
    /// <inheritdoc/>
    public decimal Waived { get; init; }

    /// <inheritdoc/>
    public long WaivedLot { get; init; }
}

/// <summary>Credited cashback was taken back: pending or available → issuance.</summary>
public sealed record CashbackReversed : Movement, IWaiving
{
    /// <inheritdoc/>
    public decimal Waived { get; init; }

    /// <inheritdoc/>
    public long WaivedLot { get; init; }
}

/// <summary>A reversal exceeded what was left: arrears → issuance. The wallet owes the difference.</summary>
public sealed record ArrearsOpened : Movement;

/// <summary>Value that became available paid arrears: available → arrears.</summary>
public sealed record ArrearsCleared : Movement;

/// <summary>An increase was set off against what had been waived before; nothing moved. Waived is below zero.</summary>
public sealed record WaiverUsed : Movement, IWaiving
{
    /// <inheritdoc/>
    public decimal Waived { get; init; }

    /// <inheritdoc/>
    public long WaivedLot { get; init; }
}

/// <summary>The order's trigger came: a pending lot now has an activation time, or an earlier one. No value moved.</summary>
public sealed record ActivationScheduled(
    string Program, string AccountId, long Lot, DateTimeOffset ActivatesAt, Cause Cause, DateTimeOffset EffectiveAt,
    DateTimeOffset RecordedAt) : IAccountEvent;
