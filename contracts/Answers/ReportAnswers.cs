namespace Ledger.Contracts.V1.Answers;

/// <summary>The books of a program and their sums, which are zero (domain.md §5).</summary>
public sealed record TrialBalanceAnswer(long Position, IReadOnlyList<BookAmount> Books, IReadOnlyList<UnitAmount> Sums);

/// <summary>What a book holds.</summary>
public sealed record BookAmount(string Book, string Unit, decimal Amount);

/// <summary>An amount of one unit.</summary>
/// <param name="Unit">points, cashback or fund.</param>
public sealed record UnitAmount(string Unit, decimal Amount);

/// <summary>What is settled with partners, by partner and month (mechanics.md §7).</summary>
/// <param name="Month">The local month that was asked for; absent: all of them.</param>
public sealed record PartnersAnswer(string Program, IReadOnlyList<PartnerMonthSettled> Partners, string? Month = null);

/// <summary>The settlement of one partner and month.</summary>
/// <param name="From">Local start of the month, an instant.</param>
/// <param name="To">Local start of the next month, an instant.</param>
public sealed record PartnerStatementAnswer(
    string Program, DateTimeOffset From, DateTimeOffset To, string Currency, PartnerMonthSettled Statement);

/// <summary>A month settled with a partner. The first four are points, the last three money.</summary>
/// <param name="PointCost">Money for which one point is settled, exact.</param>
/// <param name="Net">Owed by the partner less owed to it.</param>
public sealed record PartnerMonthSettled(
    string Partner, string Month, long Issued, long Reversed, long Redeemed, long RedemptionReversed, Exact PointCost,
    decimal OwedByPartner, decimal OwedToPartner, decimal Net, int ProgramVersion);

/// <summary>How a program that ends stands (mechanics.md §11).</summary>
/// <param name="Accounts">How many accounts have value left.</param>
/// <param name="Liability">What all of it is worth, money.</param>
public sealed record WindDownAnswer(
    string Program, DateTimeOffset EarnUntil, DateTimeOffset RedeemUntil, long Accounts, IReadOnlyList<WindDownUnit> Units,
    decimal Liability, string Currency);

/// <summary>What is left of one unit.</summary>
/// <param name="Left">Pending + available + held.</param>
/// <param name="Liability">What it is worth, money.</param>
/// <param name="ExpiresBefore">What expires before the end by its own dates.</param>
/// <param name="ExpiresAtEnd">What expires at the end.</param>
public sealed record WindDownUnit(
    string Unit, decimal Pending, decimal Available, decimal Held, decimal Left, decimal Arrears, decimal Liability, decimal ExpiresBefore,
    decimal ExpiresAtEnd);
