using Ledger.Contracts.V1;

namespace Ledger.Rules.Domain.Program;

/// <summary>A reward for every so much of scoped net (mechanics.md §4).</summary>
/// <param name="Every">Money, above 0.</param>
/// <param name="Scope">A scope's name; null is all merchandise.</param>
/// <param name="Reward">A reward's id.</param>
/// <param name="Max">The most that one account is given in all; null without limit.</param>
public sealed record Milestone(string Id, Exact Every, string? Scope, string Reward, int? Max);
