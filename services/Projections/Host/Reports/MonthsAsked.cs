using Ledger.Contracts.V1;
using Ledger.Hosting;
using Ledger.Projections.Host.Queries;
using Microsoft.AspNetCore.Http;

namespace Ledger.Projections.Host.Reports;

/// <summary>The local months that a report is asked for: year × 12 + month − 1, both inclusive.</summary>
/// <param name="From">The first; null: from the beginning.</param>
/// <param name="To">The last; null: to the end.</param>
internal readonly record struct MonthsAsked(int? From, int? To)
{
    /// <summary>The first month as text; null when it was not given.</summary>
    public string? FromText => From is { } month ? MonthText.Of(month) : null;

    /// <summary>The last month as text; null when it was not given.</summary>
    public string? ToText => To is { } month ? MonthText.Of(month) : null;

    /// <summary>The instants of the months in a program's zone: from the first, inclusive, to the end of the last.</summary>
    /// <param name="program">A program with a published version.</param>
    public (DateTime Start, DateTime End) Instants(QueriedProgram program)
    {
        var calendar = program.Catalog.Versions[0].Calendar;
        return (
            From is { } first ? calendar.StartOfMonth(first).UtcDateTime : DateTimeOffset.MinValue.UtcDateTime,
            To is { } last ? calendar.StartOfMonth(last + 1).UtcDateTime : DateTimeOffset.MaxValue.UtcDateTime);
    }

    /// <summary>
    /// Reads <c>month</c>, or <c>fromMonth</c> and <c>toMonth</c>; returns a problem when they are malformed or contradict each other.
    /// </summary>
    public static IResult? Read(HttpContext context, out MonthsAsked months)
    {
        months = default;
        if (One(context, "month", out var month) is { } problem) return problem;
        if (One(context, "fromMonth", out var from) is { } first) return first;
        if (One(context, "toMonth", out var to) is { } last) return last;
        if (month is not null && (from is not null || to is not null))
        {
            return Problem.OfParameter("bad_period", "month", "month stands alone, or fromMonth and toMonth without it.");
        }

        if (from > to) return Problem.OfParameter("bad_period", "fromMonth", "fromMonth is after toMonth.");
        months = new MonthsAsked(month ?? from, month ?? to);
        return null;
    }

    /// <summary>Reads one month, null when it is not given; returns a problem when it is malformed.</summary>
    public static IResult? One(HttpContext context, string name, out int? month)
    {
        var text = context.Request.Query[name] is [{ Length: > 0 } given] ? given : null;
        month = text is null ? null : MonthText.ParsePeriod(text);
        return text is not null && month is null ? Bad(name) : null;
    }

    /// <summary>The refusal of a malformed month.</summary>
    public static IResult Bad(string name) => Problem.OfParameter("bad_period", name, $"{name} is a local month like 2011-07.");
}
