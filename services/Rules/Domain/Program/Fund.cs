using Ledger.Contracts.V1;

namespace Ledger.Rules.Domain.Program;

/// <summary>A trade-marketing fund that grows with orders and is spent by approved claims (mechanics.md §5).</summary>
/// <param name="Percent">Percent of scoped net, 0 to 100.</param>
/// <param name="Scope">A scope's name; null is all merchandise.</param>
/// <param name="Expiry">The expiry of the fund's lots; null: never.</param>
/// <param name="ClaimDays">Days of 24 hours after which an undecided claim expires; null: never.</param>
public sealed record Fund(string Id, Exact Percent, string? Scope, Expiry? Expiry, int? ClaimDays);
