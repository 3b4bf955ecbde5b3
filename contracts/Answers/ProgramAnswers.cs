using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ledger.Contracts.V1.Answers;

/// <summary>The programs of this service, by id.</summary>
public sealed record ProgramsAnswer(IReadOnlyList<ProgramListed> Items);

/// <summary>A program in the list.</summary>
/// <param name="Clock">wall or manual.</param>
/// <param name="Versions">Numbers of the published versions.</param>
public sealed record ProgramListed(string Program, string Clock, IReadOnlyList<int> Versions);

/// <summary>A program by its latest published version.</summary>
/// <param name="TimeZone">An IANA name.</param>
/// <param name="Clock">wall or manual.</param>
/// <param name="Document">The version's document.</param>
public sealed record ProgramAnswer(string Program, string Currency, string TimeZone, string Clock, int Version, JsonElement Document);

/// <summary>The versions of a program, by number.</summary>
public sealed record VersionsAnswer(IReadOnlyList<VersionListed> Items);

/// <summary>A version of a program.</summary>
/// <param name="Status">draft, published or retired.</param>
/// <param name="Clock">The program's: wall or manual.</param>
/// <param name="EffectiveFrom">Absent for a draft.</param>
public sealed record VersionListed(string Program, int Version, string Status, string Clock, DateTimeOffset? EffectiveFrom = null);

/// <summary>A version of a program with its document.</summary>
/// <param name="Status">draft, published or retired.</param>
public sealed record VersionAnswer(string Program, int Version, string Status, JsonElement Document);

/// <summary>A program's clock.</summary>
/// <param name="Mode">wall or manual.</param>
/// <param name="Due">Number of accounts and pieces of program-wide work that have work due by now that is not carried out yet.</param>
/// <param name="At">The time to which a manual clock was advanced; absent before the first advance.</param>
public sealed record ClockAnswer(string Program, string Mode, long Due, DateTimeOffset? At = null);

/// <summary>A change of a program's clock. Exactly one member is given.</summary>
/// <param name="AdvanceTo">The time to which a manual clock is advanced.</param>
/// <param name="Mode">wall: the program goes live.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record ClockChange(DateTimeOffset? AdvanceTo = null, string? Mode = null);

/// <summary>What is printed at the head of a program's statements on paper. An absent member is not printed.</summary>
/// <param name="Name">The program's name, 1 to 256 characters; absent: the program's id is printed instead.</param>
/// <param name="Logo">
/// A picture in base64: a PNG in gray or true colour, with 8 bits a channel and without interlacing, or a JPEG; at most 256 KiB and 2,000
/// pixels on a side.
/// </param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record ProgramLetterhead(string? Name = null, string? Logo = null);

/// <summary>How far the periods of a program's budget are used, the earliest first.</summary>
public sealed record BudgetAnswer(string Program, string Currency, IReadOnlyList<BudgetPeriodListed> Periods);

/// <summary>A period of a budget. Amounts are money, exact.</summary>
/// <param name="Period">2011-07, 2011-Q3, 2011 or lifetime.</param>
/// <param name="ProgramVersion">The version that sets the amount and the length of the period.</param>
/// <param name="Used">Cost of the period's credits, less what was taken back in the period.</param>
/// <param name="Remaining">What may still be credited in the period, 0 or more.</param>
/// <param name="Start">The period's first instant; absent for lifetime.</param>
/// <param name="End">Exclusive; absent for lifetime.</param>
public sealed record BudgetPeriodListed(
    string Period, int ProgramVersion, Exact Amount, Exact Used, Exact Remaining, DateTimeOffset? Start = null, DateTimeOffset? End = null);
