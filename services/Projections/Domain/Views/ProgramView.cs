using Ledger.Projections.Domain.Reading;
using Ledger.Rules.Domain.States;

namespace Ledger.Projections.Domain.Views;

/// <summary>A program and its clock.</summary>
/// <param name="Mode">wall or manual.</param>
/// <param name="ClockAt">
/// The later of the time that the clock was advanced to and the end of the last closed period: no account's clock is before it.
/// </param>
/// <param name="Revision">Increases whenever a version changes, so that caches know to read the versions again.</param>
/// <param name="TimeZone">IANA name of the program's time zone, the same in all versions; null before the first is published.</param>
public sealed record ProgramRow(string Mode, DateTimeOffset? ClockAt = null, long Revision = 0, string? TimeZone = null);

/// <summary>A version of a program.</summary>
/// <param name="Document">The JSON document.</param>
/// <param name="Number">Position of the event that published it. Scopes get their keys in the order of publishing.</param>
public sealed record VersionRow(VersionState State, string Document, long Number);

/// <summary>Changes the rows of programs and their versions.</summary>
public static class ProgramView
{
    /// <summary>The row after a draft or publication. Only the first draft sets the clock's mode.</summary>
    public static ProgramRow Apply(ProgramRow? row, VersionData seen) => (row ?? new ProgramRow(seen.Clock)) with
    {
        Mode = row is null || seen.Published ? seen.Clock : row.Mode,
        Revision = (row?.Revision ?? 0) + 1,
        TimeZone = row?.TimeZone ?? (seen.Published ? seen.Document.GetProperty("timeZone").GetString() : null),
    };

    public static ProgramRow Apply(ProgramRow row, RetirementData _) => row with { Revision = row.Revision + 1 };

    public static ProgramRow Apply(ProgramRow? row, ClockData seen) =>
        new(seen.Clock, row?.ClockAt > seen.EffectiveAt ? row.ClockAt : seen.EffectiveAt, row?.Revision ?? 0, row?.TimeZone);

    /// <summary>The row after a period was closed: no account's clock is before the period's end.</summary>
    public static ProgramRow Apply(ProgramRow row, PeriodClosedData seen) =>
        row.ClockAt > seen.EffectiveAt ? row : row with { ClockAt = seen.EffectiveAt };

    /// <summary>The row after a draft or publication. A draft replaces a draft; a published version never changes.</summary>
    public static VersionRow Apply(VersionRow? row, VersionData seen, long position)
    {
        if (row is not null && row.State.IsFinal()) return row;
        var state = seen.Published ? VersionState.Published : VersionState.Draft;
        return new VersionRow(state, seen.Document.GetRawText(), position);
    }

    public static VersionRow Retire(VersionRow row) => row with { State = VersionState.Retired };
}
