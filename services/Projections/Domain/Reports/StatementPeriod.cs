using System.Globalization;
using Ledger.Contracts.V1;
using Calendar = Ledger.Rules.Domain.Program.Calendar;

namespace Ledger.Projections.Domain.Reports;

/// <summary>
/// The period of a statement, by effective time (domain.md §1). A null bound means from the beginning, or to the end, of the log.
/// </summary>
/// <param name="From">Inclusive.</param>
/// <param name="To">Exclusive.</param>
public sealed record StatementPeriod(DateTimeOffset? From, DateTimeOffset? To)
{
    /// <summary>
    /// Reads bounds, each an instant or a local date like <c>2011-03-01</c>, which stands for the date's first instant in the program's
    /// zone; so <c>from=2011-03-01&amp;to=2011-04-01</c> is the month of March. Returns null, and a sentence in <paramref name="problem"/>,
    /// when a bound is malformed or <c>from</c> is after <c>to</c>.
    /// </summary>
    public static StatementPeriod? Read(string? from, string? to, Calendar calendar, out string? problem)
    {
        ArgumentNullException.ThrowIfNull(calendar);
        problem = null;
        if (!TryBound(from, calendar, out var begin))
            problem = "from is an instant with an offset, or a date like 2011-03-01.";
        else if (!TryBound(to, calendar, out var end))
            problem = "to is an instant with an offset, or a date like 2011-03-01.";
        else if (begin > end)
            problem = "from is after to.";
        else
            return new StatementPeriod(begin, end);
        return null;
    }

    private static bool TryBound(string? text, Calendar calendar, out DateTimeOffset? bound)
    {
        bound = null;
        if (text is null)
            return true;
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            bound = calendar.StartOfDay(day);
        else if (InstantJsonConverter.TryParse(text, out var instant))
            bound = instant;
        return bound is not null;
    }
}
