using System.Text.Json;

namespace Ledger.Contracts.V1;

/// <summary>A program version was stored as a draft; a later draft of the same version replaces it.</summary>
/// <param name="Clock">wall or manual; set by the first draft of the program.</param>
/// <param name="Principal">Who asked for it.</param>
public sealed record ProgramDrafted(
    string Program, int Version, JsonElement Document, string Clock, DateTimeOffset EffectiveAt, DateTimeOffset RecordedAt,
    string? Principal = null) : ILedgerEvent;

/// <summary>A program version came into force for orders placed from its effectiveFrom on.</summary>
/// <param name="Document">The version as published; it never changes.</param>
/// <param name="Clock">The program's clock when this was published: wall or manual.</param>
/// <param name="EffectiveAt">The version's effectiveFrom.</param>
/// <param name="Principal">Who asked for it.</param>
public sealed record ProgramPublished(
    string Program, int Version, JsonElement Document, string Clock, DateTimeOffset EffectiveAt, DateTimeOffset RecordedAt,
    string? Principal = null) : ILedgerEvent;

/// <summary>A version was retired: it judges no new orders; evaluations that it made stay.</summary>
/// <param name="Principal">Who asked for it.</param>
public sealed record ProgramRetired(
    string Program, int Version, DateTimeOffset EffectiveAt, DateTimeOffset RecordedAt, string? Principal = null) : ILedgerEvent;

/// <summary>The program's clock was advanced by command, or went from manual to wall.</summary>
/// <param name="Clock">The clock's mode afterwards: wall or manual.</param>
/// <param name="EffectiveAt">Every account's clock is at least this.</param>
/// <param name="Principal">Who asked for it.</param>
public sealed record ClockAdvanced(
    string Program, string Clock, DateTimeOffset EffectiveAt, DateTimeOffset RecordedAt, string? Principal = null) : ILedgerEvent;
