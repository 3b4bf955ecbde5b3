using Ledger.Contracts.V1;

namespace Ledger.Rules.Domain.Program;

/// <summary>A reward each time the scoped net reaches a multiple of an amount (mechanics.md §4).</summary>
/// <param name="Every">Money, above 0.</param>
/// <param name="Scope">A scope's name; null is all merchandise.</param>
/// <param name="Reward">A reward's id.</param>
/// <param name="Max">The most rewards that one account gets in all; null: no limit.</param>
public sealed record Milestone(string Id, Exact Every, string? Scope, string Reward, int? Max);
