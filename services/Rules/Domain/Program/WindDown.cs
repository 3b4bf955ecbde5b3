namespace Ledger.Rules.Domain.Program;

/// <summary>How a program ends (mechanics.md §11).</summary>
/// <param name="EarnUntil">What is placed or completed from then on earns nothing.</param>
/// <param name="RedeemUntil">From then on nothing is spent, and all lots expire; at or after <paramref name="EarnUntil"/>.</param>
public sealed record WindDown(DateTimeOffset EarnUntil, DateTimeOffset RedeemUntil);
