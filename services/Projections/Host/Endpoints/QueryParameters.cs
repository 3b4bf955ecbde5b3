using Ledger.Hosting.Api;
using Ledger.Projections.Domain.Papers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Ledger.Projections.Host.Endpoints;

/// <summary>The query parameters shared by queries of the views, as the OpenAPI document shows them.</summary>
internal static class QueryParameters
{
    public static QueryParameter MinPosition { get; } = new(
        "minPosition", "Waits up to 10 seconds until the views have reached this position of the log.", typeof(long), "bad_position")
    {
        Minimum = 0,
    };

    public static QueryParameter Own { get; } =
        new("own", "true: of a merged account what the merge left it, not the account that it is now.", typeof(bool));

    public static QueryParameter All { get; } = new("all", "true: also lots without value left.", typeof(bool));

    public static QueryParameter Last { get; } =
        new("last", "true: the last of them rather than the first, as many as a page has, in their order.", typeof(bool));

    public static QueryParameter Open { get; } = new("open", "true: only facts that were not submitted again yet.", typeof(bool));

    public static QueryParameter Owner { get; } = new("owner", "Only wallets of this owner: account, or a contact's id.", typeof(string));

    public static QueryParameter Unit { get; } = new("unit", "Only wallets of this unit: points, cashback or fund.", typeof(string));

    public static QueryParameter EffectiveAsOf { get; } =
        new("effectiveAsOf", "Counts what had happened in business by this instant.", typeof(DateTimeOffset), "bad_instant");

    public static QueryParameter RecordedAsOf { get; } =
        new("recordedAsOf", "Counts what the ledger had recorded by this instant.", typeof(DateTimeOffset), "bad_instant");

    public static QueryParameter Month { get; } = new("month", "A local month like 2011-07.", typeof(string), "bad_period");

    public static QueryParameter FromMonth { get; } =
        new("fromMonth", "The first of several local months; without it from the beginning.", typeof(string), "bad_period");

    public static QueryParameter ToMonth { get; } =
        new("toMonth", "The last of several local months, included; without it to the end.", typeof(string), "bad_period");

    public static QueryParameter Period { get; } =
        new("period", "The local month that the report is about, like 2011-07.", typeof(string), "bad_period") { IsRequired = true };

    public static QueryParameter UnitOfReport { get; } = new("unit", "Only this unit: points, cashback or fund.", typeof(string));

    public static QueryParameter From { get; } =
        new("from", "Beginning, inclusive: an instant, or a date in the program's time zone.", typeof(string), "bad_period");

    public static QueryParameter To { get; } =
        new("to", "End, exclusive: an instant, or a date in the program's time zone.", typeof(string), "bad_period");

    public static QueryParameter Language { get; } = new(
        "lang", "The language of the paper. Without it the header Accept-Language chooses, else it is en.", typeof(string), "bad_language")
    {
        Values = [.. PaperLanguage.All.Select(one => one.Code)],
    };

    /// <summary>The unit that a request asks for; null: all units.</summary>
    public static string? UnitOf(HttpContext context) => context.Request.Query["unit"] is [{ Length: > 0 } unit] ? unit : null;

    /// <summary>Describes an endpoint that is about one local month or several.</summary>
    public static RouteHandlerBuilder OfMonths(this RouteHandlerBuilder endpoint) => endpoint.Reads(Month, FromMonth, ToMonth);

    /// <summary>Describes an endpoint that may be asked about a time in the past.</summary>
    public static RouteHandlerBuilder OfPast(this RouteHandlerBuilder endpoint) => endpoint.Reads(EffectiveAsOf, RecordedAsOf);

    /// <summary>Describes an endpoint that is answered from the views at one position.</summary>
    public static RouteHandlerBuilder OfViews(this RouteHandlerBuilder endpoint) => endpoint.HasPosition().Reads(MinPosition)
        .Refuses(StatusCodes.Status503ServiceUnavailable, "position_not_reached");

    /// <summary>Describes an endpoint about one program, which must exist.</summary>
    public static RouteHandlerBuilder OfProgram(this RouteHandlerBuilder endpoint) =>
        endpoint.OfViews().Refuses(StatusCodes.Status404NotFound, "unknown_program");

    /// <summary>Describes an endpoint about one account, which must exist.</summary>
    public static RouteHandlerBuilder OfAccount(this RouteHandlerBuilder endpoint) =>
        endpoint.OfProgram().Reads(Own).Refuses(StatusCodes.Status404NotFound, "unknown_account");
}
