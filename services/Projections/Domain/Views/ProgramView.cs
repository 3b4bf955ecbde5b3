using Ledger.Projections.Domain.Reading;
using Ledger.Rules.Domain.States;

namespace Ledger.Projections.Domain.Views;

/// <summary>A program and its clock.</summary>
/// <param name="Mode">wall or manual.</param>
/// <param name="ClockAt">The latest time the clock was advanced to, or a closed period's end: every account's clock is at least
/// this.</param>
/// <param name="Revision">Goes up whenever a version changes, so that readers know to read them again.</param>
/// <param name="TimeZone">IANA name of its zone, the same in all versions; absent before the first is published.</param>
public sealed record ProgramRow(string Mode, DateTimeOffset? ClockAt = null, long Revision = 0, string? TimeZone = null);

/// <summary>A version of a program.</summary>
/// <param name="Document">The JSON document.</param>
/// <param name="Number">Position of the event that published it: scopes get their keys in the order of publishing.</param>
public sealed record VersionRow(VersionState State, string Document, long Number);

/// <summary>Programs and their versions.</summary>
public static class ProgramView
{
    /// <summary>The first draft sets the clock's mode; later drafts leave it.</summary>
    public static ProgramRow Apply(ProgramRow? row, VersionData seen) => (row ?? new ProgramRow(seen.Clock)) with
    {
        Mode = row is null || seen.Published ? seen.Clock : row.Mode,
        Revision = (row?.Revision ?? 0) + 1,
        TimeZone = row?.TimeZone ?? (seen.Published ? seen.Document.GetProperty("timeZone").GetString() : null),
    };

    public static ProgramRow Apply(ProgramRow row, RetirementData _) => row with { Revision = row.Revision + 1 };

    public static ProgramRow Apply(ProgramRow? row, ClockData seen) =>
        new(seen.Clock, row?.ClockAt > seen.EffectiveAt ? row.ClockAt : seen.EffectiveAt, row?.Revision ?? 0, row?.TimeZone);

    /// <summary>Every account's clock is at least the end of a closed period.</summary>
    public static ProgramRow Apply(ProgramRow row, PeriodClosedData seen) =>
        row.ClockAt > seen.EffectiveAt ? row : row with { ClockAt = seen.EffectiveAt };

    /// <summary>What is published never changes; a draft replaces a draft.</summary>
    public static VersionRow Apply(VersionRow? row, VersionData seen, long position)
    {
        if (row is not null && row.State.IsFinal()) return row;
        var state = seen.Published ? VersionState.Published : VersionState.Draft;
        return new VersionRow(state, seen.Document.GetRawText(), position);
    }

    public static VersionRow Retire(VersionRow row) => row with { State = VersionState.Retired };
}
