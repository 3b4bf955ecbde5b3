namespace Ledger.Rules.Domain.Program;

/// <summary>Something in a program document that is unknown, missing or makes no sense.</summary>
/// <param name="Path">JSON path, like $.discounts[1].steps[0].from.</param>
/// <param name="Code">Stable, snake_case.</param>
/// <param name="Message">A sentence for the person who wrote the program.</param>
public sealed record ProgramError(string Path, string Code, string Message);

/// <summary>A document read: the version, or everything that is wrong with it.</summary>
/// <param name="Version">Null when there is any error.</param>
public sealed record ParsedProgram(ProgramVersion? Version, IReadOnlyList<ProgramError> Errors);
