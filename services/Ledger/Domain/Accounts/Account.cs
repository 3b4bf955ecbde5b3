using Ledger.Contracts.V1;
using Ledger.Domain.Spending;
using Ledger.Domain.Versions;
using Ledger.Rules.Domain.Evaluation;
using Ledger.Rules.Domain.Postings;
using Ledger.Rules.Domain.Program;

namespace Ledger.Domain.Accounts;

/// <summary>
/// What the ledger knows of one account in order to decide. An immutable value: <see cref="Evolve"/> gives the next one, event by event, so
/// what is in memory, what the state tables keep and what a rebuild from the log gives are the same.
/// </summary>
public sealed record Account(string Program, string Id)
{
    /// <summary>Version of the account's stream; 0 before its first event.</summary>
    public long StreamVersion { get; init; }

    /// <summary>The largest effective time among recorded facts (domain.md §4); the program's clock may be later.</summary>
    public DateTimeOffset Clock { get; init; } = DateTimeOffset.MinValue;

    /// <summary>Number of the last entry.</summary>
    public long Entries { get; init; }

    /// <summary>Number of the last lot.</summary>
    public long LotsOpened { get; init; }

    /// <summary>Orders recorded, returned ones included.</summary>
    public long Orders { get; init; }

    /// <summary>Earliest placedAt of a recorded order.</summary>
    public DateTimeOffset? FirstOrderAt { get; init; }

    /// <summary>
    /// In place of a tier's id while no order has said it: the lowest, whatever the version calls it (<see cref="TierRules.Carry"/>).
    /// </summary>
    public const string LowestTier = "";

    /// <summary>Absent before the first fact; <see cref="LowestTier"/> before the first order.</summary>
    public string? Tier { get; init; }

    public DateTimeOffset TierSince { get; init; }

    public DateTimeOffset? GraceUntil { get; init; }

    /// <summary>The last boundary at which the tier was reviewed.</summary>
    public DateTimeOffset? ReviewedAt { get; init; }

    /// <summary>
    /// What its orders come to by scope and month. Never added to in place: the next account has a copy with the addition.
    /// </summary>
    public Measures Measures { get; init; } = new();

    public VersionedTable<WalletKey, Wallet> Wallets { get; init; } = VersionedTable.Empty<WalletKey, Wallet>();

    /// <summary>Rebate periods with an order in them, by "rebate/period".</summary>
    public VersionedTable<string, RebatePeriodState> Rebates { get; init; } = VersionedTable.Empty<string, RebatePeriodState>();

    public LotBook Lots { get; init; } = new();

    /// <summary>Holds, redemptions, adjustments, vouchers.</summary>
    public SpendBook Spending { get; init; } = new();

    /// <summary>Activities, memberships, milestones, claims and judging.</summary>
    public MechanicsBook Mechanics { get; init; } = MechanicsBook.Empty;

    /// <summary>The account that it was merged into; absent: it stands for itself.</summary>
    public string? MergedInto { get; init; }

    /// <summary>Accounts that it stands for besides itself.</summary>
    public VersionedTable<string, Alias> Aliases { get; init; } = VersionedTable.Empty<string, Alias>();

    /// <summary>Rebate periods that its aliases had closed.</summary>
    public VersionedTable<InheritedPeriod, RebatePeriodState> Inherited { get; init; } =
        VersionedTable.Empty<InheritedPeriod, RebatePeriodState>();

    /// <summary>Whether an id means this account.</summary>
    public bool Answers(string id) => id == Id || Aliases.Has(id);

    /// <summary>Whether any fact was ever recorded for it.</summary>
    public bool IsKnown => Clock != DateTimeOffset.MinValue;

    /// <summary>A wallet's totals; all 0 where nothing was moved yet.</summary>
    public WalletTotals Wallet(WalletKey key) => Wallets.Find(key)?.Totals ?? default;

    /// <summary>The same account only if it is the same version of it.</summary>
    public bool Equals(Account? other) => ReferenceEquals(this, other);

    /// <inheritdoc/>
    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
}

/// <summary>An account that was merged into another.</summary>
/// <param name="Into">The account that it was merged into then; that one may be an alias by now.</param>
/// <param name="Measures">
/// What the orders recorded for it come to: the part of the survivor's measures that rebate periods of the alias are computed from. Never
/// added to in place.
/// </param>
public sealed record Alias(string Id, string Into, Measures Measures);

/// <summary>Names a rebate period that a merged account had closed.</summary>
/// <param name="ClosedBy">The account that had closed it.</param>
/// <param name="Period">"rebate/period".</param>
public readonly record struct InheritedPeriod(string ClosedBy, string Period);

/// <summary>A rebate period in which the account placed an order.</summary>
/// <param name="Opened">Which rule and period, and when it closes.</param>
/// <param name="ClosedBy">The merged account that had closed it; absent: it is the account's own.</param>
public sealed record RebatePeriodState(RebatePeriodOpened Opened, string? ClosedBy = null)
{
    public string Key { get; } = KeyOf(Opened.Rebate, Opened.Period);

    /// <summary>Absent until the period is closed; then the basis its amount stands for.</summary>
    public Exact? Basis { get; init; }

    /// <summary>The rule's result on the basis, money.</summary>
    public decimal Amount { get; init; }

    public bool IsClosed => Basis is not null;

    public MonthRange Months => new(Opened.FirstMonth, Opened.FirstMonth + Opened.MonthCount - 1);

    /// <summary>How its lots name it: one account may hold lots of a period that several had closed.</summary>
    public string LotKey => ClosedBy is null ? Key : LotKeyOf(Key, ClosedBy);

    public static string KeyOf(string rebate, string period) => $"{rebate}/{period}";

    /// <summary>A lot's key once its account is merged; ids hold no blank, so one that has it is that of an earlier merge.</summary>
    public static string LotKeyOf(string key, string closedBy)
    {
        ArgumentNullException.ThrowIfNull(key);
        return key.Contains(' ', StringComparison.Ordinal) ? key : $"{key} {closedBy}";
    }
}
