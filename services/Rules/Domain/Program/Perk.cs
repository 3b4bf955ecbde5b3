namespace Ledger.Rules.Domain.Program;

/// <summary>
/// A benefit that an account has while the perk's condition holds and, if any tier or membership lists the perk, the account has such a
/// tier or membership (mechanics.md §6).
/// </summary>
/// <param name="When">The condition; null: it always holds.</param>
/// <param name="ActivationOn">A further trigger that activates the points of orders; null: none.</param>
/// <param name="Benefit">Text for people.</param>
/// <param name="Kind">A word for programs that group their perks.</param>
public sealed record Perk(string Id, Condition? When, Trigger? ActivationOn, string? Benefit, string? Kind);

/// <summary>A group that an account is in while a condition holds (mechanics.md §6).</summary>
public sealed record Segment(string Id, Condition When);
