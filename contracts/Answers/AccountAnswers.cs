namespace Ledger.Contracts.V1.Answers;

/// <summary>A page of a program's accounts, by id.</summary>
/// <param name="Next">The <c>after</c> of the next page; absent on the last one.</param>
public sealed record AccountsAnswer(IReadOnlyList<AccountListed> Accounts, string? Next = null);

/// <summary>An account in a list.</summary>
/// <param name="Orders">Orders recorded, returned ones included.</param>
/// <param name="Clock">The largest effective time among the account's recorded facts.</param>
/// <param name="Tier">Absent before the first order.</param>
/// <param name="MergedInto">The account that it was merged into.</param>
public sealed record AccountListed(string AccountId, long Orders, DateTimeOffset Clock, string? Tier = null, string? MergedInto = null);

/// <summary>How many accounts a program has; a merged account is not counted beside its survivor.</summary>
/// <param name="Accounts">All accounts, also those without a tier.</param>
/// <param name="Tiers">Tiers that have accounts: those of the latest version, lowest first, then those that it no longer has.</param>
public sealed record TiersAnswer(long Accounts, IReadOnlyList<TierCount> Tiers);

/// <summary>How many accounts are in a tier.</summary>
/// <param name="Tier">Absent for the accounts that have no tier, because they have no order yet.</param>
public sealed record TierCount(long Accounts, string? Tier = null);

/// <summary>An account's wallets, now or at a time of the past (domain.md §5).</summary>
/// <param name="Wallets">The account's own first, then by owner and unit.</param>
/// <param name="MergedInto">Set when it was asked for by the id of a merged account: the account that it is now.</param>
/// <param name="Clock">The time at which the balance holds; absent for a balance of the past.</param>
/// <param name="EffectiveAsOf">The balance counts what had happened in business by then, inclusive.</param>
/// <param name="RecordedAsOf">The balance counts what the ledger had recorded by then, inclusive.</param>
public sealed record BalanceAnswer(
    string AccountId, IReadOnlyList<WalletBalance> Wallets, string? MergedInto = null, DateTimeOffset? Clock = null,
    DateTimeOffset? EffectiveAsOf = null, DateTimeOffset? RecordedAsOf = null);

/// <summary>
/// One wallet. Always: accrued − reversed − redeemed − expired + adjusted = pending + available + held. Points are whole, money has the
/// currency's digits.
/// </summary>
/// <param name="Owner">account, or a contact's id.</param>
/// <param name="Unit">points, cashback or fund.</param>
/// <param name="Pending">Credited and not usable yet.</param>
/// <param name="Available">Activated − held − arrears; below zero while the wallet owes.</param>
/// <param name="Held">Set aside by holds and claims.</param>
/// <param name="Arrears">What the wallet owes.</param>
/// <param name="Accrued">All that was ever credited.</param>
/// <param name="Reversed">What was taken back, and what became arrears.</param>
/// <param name="Redeemed">What was spent, less what was given back.</param>
/// <param name="Expired">What expired.</param>
/// <param name="Adjusted">Adjustments and transfers, signed.</param>
public sealed record WalletBalance(
    string Owner, string Unit, decimal Pending, decimal Available, decimal Held, decimal Arrears, decimal Accrued, decimal Reversed,
    decimal Redeemed, decimal Expired, decimal Adjusted);

/// <summary>
/// Where an account stands (domain.md §1). Before its first fact an account has only <c>orders</c> and <c>clock</c>.
/// </summary>
/// <param name="Orders">Orders recorded, returned ones included.</param>
/// <param name="Clock">The time at which the standing holds.</param>
/// <param name="MergedInto">Set when it was asked for by the id of a merged account: the account that it is now.</param>
/// <param name="Since">Since when the account has its tier.</param>
/// <param name="Metric">The qualifying amount: money for spend, otherwise whole.</param>
/// <param name="NextTier">Absent at the highest.</param>
/// <param name="Gap">What the metric lacks to the next tier; absent at the highest.</param>
/// <param name="GraceUntil">The end of a running grace.</param>
/// <param name="ReviewAt">The next month or year boundary at which the tier is reviewed; absent where none does.</param>
/// <param name="TenureMonths">Whole local months since the first order.</param>
/// <param name="Segments">Ids of the segments at the last judging, in ordinal order.</param>
/// <param name="Perks">Ids of the perks held at the last judging, in ordinal order.</param>
/// <param name="Loyalty">true, latent, false or none.</param>
/// <param name="Memberships">Ids of the memberships active at the clock, in ordinal order.</param>
/// <param name="Nps">The latest NPS score, 0 to 10; absent: none.</param>
public sealed record StandingAnswer(
    string AccountId, long Orders, DateTimeOffset Clock, string? MergedInto = null, string? Tier = null, DateTimeOffset? Since = null,
    decimal? Metric = null, string? NextTier = null, decimal? Gap = null, DateTimeOffset? GraceUntil = null,
    DateTimeOffset? ReviewAt = null, int? TenureMonths = null, IReadOnlyList<string>? Segments = null, IReadOnlyList<string>? Perks = null,
    string? Loyalty = null, IReadOnlyList<string>? Memberships = null, int? Nps = null);

/// <summary>The rebates of an account's closed periods, by rebate and period.</summary>
/// <param name="MergedInto">Set when it was asked for by the id of a merged account: the account that it is now.</param>
public sealed record RebatesAnswer(string AccountId, IReadOnlyList<RebateListed> Rebates, string? MergedInto = null);

/// <summary>A rebate of one period.</summary>
/// <param name="Period">2011-Q3, 2011-07 or 2011.</param>
/// <param name="Basis">The scoped net of the period, in money, rounded.</param>
/// <param name="Amount">What the rule gives for the basis, in money.</param>
/// <param name="ClosedBy">The merged account that had closed the period; absent: the account itself.</param>
public sealed record RebateListed(
    string Rebate, string Period, DateTimeOffset PeriodStart, decimal Basis, decimal Amount, string? ClosedBy = null);

/// <summary>A page of an account's lots, by number.</summary>
/// <param name="MergedInto">Set when it was asked for by the id of a merged account: the account that it is now.</param>
/// <param name="Next">The <c>after</c> of the next page; absent on the last one.</param>
public sealed record LotsAnswer(string AccountId, IReadOnlyList<LotListed> Lots, string? MergedInto = null, long? Next = null);

/// <summary>What is left of a lot, and its dates.</summary>
/// <param name="Lot">The lot's number within the account, from 1.</param>
/// <param name="Owner">account, or a contact's id.</param>
/// <param name="Unit">points, cashback or fund.</param>
/// <param name="ActivatesAt">Absent: it waits for its trigger.</param>
/// <param name="ExpiresAt">Absent: never.</param>
/// <param name="Order">source/orderId of the order that earned it.</param>
/// <param name="Rebate">rebate/period of the rebate that paid it.</param>
/// <param name="Activity">The id of the activity that earned it.</param>
/// <param name="Fund">The fund whose money it is.</param>
public sealed record LotListed(
    long Lot, string Owner, string Unit, decimal Pending, decimal Available, decimal Held, DateTimeOffset OpenedAt,
    DateTimeOffset? ActivatesAt = null, DateTimeOffset? ExpiresAt = null, string? Order = null, string? Rebate = null,
    string? Activity = null, string? Fund = null);
