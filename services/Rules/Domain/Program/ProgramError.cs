namespace Ledger.Rules.Domain.Program;

/// <summary>An unknown, missing or invalid part of a program document.</summary>
/// <param name="Path">JSON path, like $.discounts[1].steps[0].from.</param>
/// <param name="Code">Stable code in snake_case.</param>
/// <param name="Message">A sentence for the person who wrote the program.</param>
public sealed record ProgramError(string Path, string Code, string Message);

/// <summary>The result of reading a document: the version, or all errors.</summary>
/// <param name="Version">Null when there is any error.</param>
public sealed record ParsedProgram(ProgramVersion? Version, IReadOnlyList<ProgramError> Errors);
