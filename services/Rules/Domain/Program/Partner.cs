using Ledger.Contracts.V1;

namespace Ledger.Rules.Domain.Program;

/// <summary>A business of the coalition (mechanics.md §7).</summary>
/// <param name="PointCost">Money for which one point is settled.</param>
/// <param name="MayIssue">Whether the partner's orders and activities earn points.</param>
/// <param name="MayRedeem">Whether points may be redeemed with the partner.</param>
public sealed record Partner(string Id, Exact PointCost, bool MayIssue, bool MayRedeem);
