namespace Ledger.Rules.Domain.Program;

/// <summary>How a program ends (mechanics.md §11).</summary>
/// <param name="EarnUntil">Orders placed and activities completed from this time on earn nothing.</param>
/// <param name="RedeemUntil">From this time on nothing can be spent, and at this time all lots expire; at or after
/// <paramref name="EarnUntil"/>.</param>
public sealed record WindDown(DateTimeOffset EarnUntil, DateTimeOffset RedeemUntil);
