using Ledger.Contracts.V1;

namespace Ledger.Rules.Domain.Program;

/// <summary>A membership that an account buys for a term (mechanics.md §3).</summary>
/// <param name="Fee">The price of a term in the program's currency; another price is accepted and shown as a variance.</param>
/// <param name="Months">Length of a term in local calendar months.</param>
/// <param name="PointsMultiplier">Multiplier of the points of orders placed while the membership is active.</param>
/// <param name="Perks">Ids of perks that belong to the membership.</param>
public sealed record Membership(string Id, Exact Fee, int Months, Exact PointsMultiplier, IReadOnlyList<string> Perks);
