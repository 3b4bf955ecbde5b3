using Ledger.Projections.Host.Tables;
using Ledger.Rules.Domain.Program;

namespace Ledger.Projections.Host.Tailing;

/// <summary>Finds the local month of an instant in a program. A program's time zone never changes.</summary>
internal sealed class LocalMonths(ViewTables tables)
{
    private readonly Dictionary<string, Calendar> calendars = new(StringComparer.Ordinal);

    /// <summary>Requests a program, so that its zone is known after the next load.</summary>
    public void Want(string program)
    {
        if (!calendars.ContainsKey(program)) tables.Programs.Want(new ProgramRowKey(program));
    }

    /// <summary>The local month: year × 12 + month − 1. The program must have been requested with <see cref="Want"/>.</summary>
    /// <exception cref="InvalidOperationException">The program has no published version, so its zone is not known.</exception>
    public int Of(string program, DateTimeOffset at)
    {
        if (calendars.TryGetValue(program, out var known)) return known.MonthOf(at);
        var zone = tables.Programs[new ProgramRowKey(program)].Row?.TimeZone
            ?? throw new InvalidOperationException($"Program {program} has an entry and no published version.");
        var calendar = calendars[program] = new Calendar(TimeZoneInfo.FindSystemTimeZoneById(zone));
        return calendar.MonthOf(at);
    }
}
