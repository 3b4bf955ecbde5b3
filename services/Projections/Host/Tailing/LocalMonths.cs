using Ledger.Projections.Host.Tables;
using Ledger.Rules.Domain.Program;

namespace Ledger.Projections.Host.Tailing;

/// <summary>In which local month of a program an instant lies. The zone of a program never changes.</summary>
internal sealed class LocalMonths(ViewTables tables)
{
    private readonly Dictionary<string, Calendar> calendars = new(StringComparer.Ordinal);

    /// <summary>Sees to it that the program's zone is known after the next load.</summary>
    public void Want(string program)
    {
        if (!calendars.ContainsKey(program)) tables.Programs.Want(new ProgramRowKey(program));
    }

    /// <summary>Year × 12 + month − 1. The program must be wanted first.</summary>
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
