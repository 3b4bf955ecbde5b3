using Ledger.Contracts.V1;
using Ledger.Domain.Spending;
using Ledger.Domain.Versions;
using Ledger.Rules.Domain.Evaluation;
using Ledger.Rules.Domain.Postings;
using Ledger.Rules.Domain.Program;

namespace Ledger.Domain.Accounts;

/// <summary>
/// What the ledger must know of one account in order to decide. An immutable value: <see cref="Evolve"/> computes the next one from each
/// event, so memory, the state tables and a rebuild from the log agree.
/// </summary>
public sealed record Account(string Program, string Id)
{
    private long streamVersion;
    private DateTimeOffset clock = DateTimeOffset.MinValue;

    /// <summary>Version of the account's stream: the number of its events; 0 before the first.</summary>
    public long StreamVersion
    {
        get => streamVersion;
        init => streamVersion = value;
    }

    /// <summary>The largest effective time among recorded facts (domain.md §4); the program's clock may be later.</summary>
    public DateTimeOffset Clock
    {
        get => clock;
        init => clock = value;
    }

    /// <summary>Number of the account's last entry (value movement); 0 before the first.</summary>
    public long Entries { get; init; }

    /// <summary>Number of the account's last lot; 0 before the first.</summary>
    public long LotsOpened { get; init; }

    /// <summary>Orders recorded, returned ones included.</summary>
    public long Orders { get; init; }

    /// <summary>Earliest placedAt of a recorded order.</summary>
    public DateTimeOffset? FirstOrderAt { get; init; }

    /// <summary>
    /// Stands for the lowest tier, whatever the version calls it, until the first order sets a tier id (<see cref="TierRules.InVersion"/>).
    /// </summary>
    public const string LowestTier = "";

    /// <summary>The tier's id; null before the first fact, <see cref="LowestTier"/> before the first order.</summary>
    public string? Tier { get; init; }

    /// <summary>Since when the account has its tier.</summary>
    public DateTimeOffset TierSince { get; init; }

    /// <summary>The boundary at which the running grace ends; null when none runs.</summary>
    public DateTimeOffset? GraceUntil { get; init; }

    /// <summary>The last boundary at which the tier was reviewed.</summary>
    public DateTimeOffset? ReviewedAt { get; init; }

    /// <summary>
    /// The sums of the account's orders by scope and month. Never changed in place: an addition goes into a copy, which the next account
    /// gets.
    /// </summary>
    public Measures Measures { get; init; } = new();

    /// <summary>The account's wallets, by owner and unit.</summary>
    public VersionedTable<WalletKey, Wallet> Wallets { get; init; } = VersionedTable.Empty<WalletKey, Wallet>();

    /// <summary>Rebate periods with an order in them, by "rebate/period".</summary>
    public VersionedTable<string, RebatePeriodState> Rebates { get; init; } = VersionedTable.Empty<string, RebatePeriodState>();

    /// <summary>The account's lots that are in memory.</summary>
    public AccountLots Lots { get; init; } = new();

    /// <summary>Holds, redemptions, adjustments, vouchers.</summary>
    public AccountSpending Spending { get; init; } = new();

    /// <summary>Activities, memberships, milestones, claims and judging.</summary>
    public AccountMechanics Mechanics { get; init; } = AccountMechanics.Empty;

    /// <summary>The account that this one was merged into; null when it was not merged.</summary>
    public string? MergedInto { get; init; }

    /// <summary>The accounts that were merged into this one, directly or over others, by id.</summary>
    public VersionedTable<string, Alias> Aliases { get; init; } = VersionedTable.Empty<string, Alias>();

    /// <summary>Rebate periods that were closed by accounts which were merged into this one afterwards.</summary>
    public VersionedTable<InheritedPeriod, RebatePeriodState> Inherited { get; init; } =
        VersionedTable.Empty<InheritedPeriod, RebatePeriodState>();

    /// <summary>Whether an id is this account's own or that of one of its aliases.</summary>
    public bool Answers(string id) => id == Id || Aliases.Has(id);

    /// <summary>Whether any fact was ever recorded for it.</summary>
    public bool IsKnown => Clock != DateTimeOffset.MinValue;

    /// <summary>A wallet's totals; all 0 while it has no entries.</summary>
    public WalletTotals Wallet(WalletKey key) => Wallets.Find(key)?.Totals ?? default;

    /// <summary>
    /// Ends the versions of the account from an older one up to the one before this: their tables cannot be read any more
    /// (<see cref="VersionedTable{TKey, TRow}.EndOlder"/>).
    /// </summary>
    public void EndOlder(Account older)
    {
        ArgumentNullException.ThrowIfNull(older);
        Wallets.EndOlder(older.Wallets);
        Rebates.EndOlder(older.Rebates);
        Lots.EndOlder(older.Lots);
        Spending.EndOlder(older.Spending);
        Mechanics.EndOlder(older.Mechanics);
        Aliases.EndOlder(older.Aliases);
        Inherited.EndOlder(older.Inherited);
    }

    /// <summary>
    /// Counts an event in the stream's version and the clock. In place: only for a version that was just made and that nobody else has, so
    /// that an event costs one copy of the account and not two.
    /// </summary>
    internal Account Advance(IAccountEvent happened)
    {
        if (happened is not IFactEvent) streamVersion++;
        if (happened.EffectiveAt > clock) clock = happened.EffectiveAt;
        return this;
    }

    /// <summary>Compared by reference: two versions of one account are never equal.</summary>
    public bool Equals(Account? other) => ReferenceEquals(this, other);

    /// <inheritdoc/>
    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
}

/// <summary>An account that was merged into another.</summary>
/// <param name="Into">The account that it was merged into at the time; that account may have been merged since.</param>
/// <param name="Measures">
/// The sums of the orders recorded for the alias: the part of the survivor's measures that the alias's own rebate periods are computed
/// from. Never changed in place.
/// </param>
public sealed record Alias(string Id, string Into, Measures Measures);

/// <summary>Names a rebate period that a merged account had closed.</summary>
/// <param name="ClosedBy">The account that had closed it.</param>
/// <param name="Period">"rebate/period".</param>
public readonly record struct InheritedPeriod(string ClosedBy, string Period);

/// <summary>A rebate period in which the account placed an order.</summary>
/// <param name="Opened">Which rule and period, and when it closes.</param>
/// <param name="ClosedBy">The merged account that had closed the period; null when the period is the account's own.</param>
public sealed record RebatePeriodState(RebatePeriodOpened Opened, string? ClosedBy = null)
{
    public string Key { get; } = KeyOf(Opened.Rebate, Opened.Period);

    /// <summary>The basis that <see cref="Amount"/> was computed from; null until the period is closed.</summary>
    public Exact? Basis { get; init; }

    /// <summary>What the rule gives on the basis: money, 0 or more.</summary>
    public decimal Amount { get; init; }

    /// <summary>Whether the period is closed.</summary>
    public bool IsClosed => Basis is not null;

    public MonthRange Months => new(Opened.FirstMonth, Opened.FirstMonth + Opened.MonthCount - 1);

    /// <summary>
    /// How lots name the period. It includes who closed it, because one account may hold lots of a period that several merged accounts had
    /// closed.
    /// </summary>
    public string LotKey => ClosedBy is null ? Key : LotKeyOf(Key, ClosedBy);

    /// <summary>The key of a period: "rebate/period".</summary>
    public static string KeyOf(string rebate, string period) => $"{rebate}/{period}";

    /// <summary>
    /// How a lot names its period once its account is merged. A key that holds a blank was extended by an earlier merge (ids hold no blank)
    /// and stays.
    /// </summary>
    public static string LotKeyOf(string key, string closedBy)
    {
        ArgumentNullException.ThrowIfNull(key);
        return key.Contains(' ', StringComparison.Ordinal) ? key : $"{key} {closedBy}";
    }
}
