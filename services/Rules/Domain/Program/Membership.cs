using Ledger.Contracts.V1;

namespace Ledger.Rules.Domain.Program;

/// <summary>A membership that an account buys for a term (mechanics.md §3).</summary>
/// <param name="Fee">What it costs, in the program's currency; another price is accepted and shown as a variance.</param>
/// <param name="Months">Length of a term in local calendar months.</param>
/// <param name="PointsMultiplier">Of the points of orders placed while it is active.</param>
/// <param name="Perks">Ids of perks that come with it.</param>
public sealed record Membership(string Id, Exact Fee, int Months, Exact PointsMultiplier, IReadOnlyList<string> Perks);
