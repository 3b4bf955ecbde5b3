using System.Globalization;
using Ledger.Contracts.V1;
using Calendar = Ledger.Rules.Domain.Program.Calendar;

namespace Ledger.Projections.Domain.Reports;

/// <summary>The time that a statement is about, by effective time (domain.md §1). Absent bounds are the beginning and the end of all that
/// is known.</summary>
/// <param name="From">Inclusive.</param>
/// <param name="To">Exclusive.</param>
public sealed record StatementPeriod(DateTimeOffset? From, DateTimeOffset? To)
{
    /// <summary>
    /// Reads bounds that are instants, or local dates like <c>2011-03-01</c>, which begin with their first instant in the program's zone;
    /// so
    /// <c>from=2011-03-01&amp;to=2011-04-01</c> is the month of March. Null, and a sentence, for what makes no sense.
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
