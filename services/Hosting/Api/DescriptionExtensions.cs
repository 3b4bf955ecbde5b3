using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Ledger.Hosting.Api;

/// <summary>Describes an endpoint where it is mapped; the OpenAPI document is generated from these descriptions.</summary>
public static class DescriptionExtensions
{
    private const string Json = "application/json";

    /// <summary>Names the endpoint's operation.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="id">The operation's id: a verb and a noun in camelCase, unique.</param>
    /// <param name="tag">One of <see cref="ApiTags"/>.</param>
    /// <param name="summary">What the operation does, in a few words.</param>
    public static TBuilder Describe<TBuilder>(this TBuilder endpoint, string id, string tag, string summary)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithName(id).WithTags(tag).WithSummary(summary);

    /// <summary>The endpoint answers with JSON.</summary>
    /// <typeparam name="T">Type of the body.</typeparam>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="status">HTTP status.</param>
    /// <param name="meaning">A sentence for people.</param>
    /// <param name="contentType">application/json, or another media type whose content is JSON.</param>
    public static RouteHandlerBuilder Answers<T>(
        this RouteHandlerBuilder endpoint, int status = StatusCodes.Status200OK, string meaning = "The answer.",
        string contentType = Json) =>
        endpoint.With(new DescribedAnswer(status, typeof(T), contentType, meaning));

    /// <summary>The endpoint answers with a CSV file: RFC 4180, UTF-8 without BOM, line feeds, a header line.</summary>
    public static RouteHandlerBuilder AnswersCsv(this RouteHandlerBuilder endpoint, string meaning = "The file.") =>
        endpoint.With(new DescribedAnswer(StatusCodes.Status200OK, null, "text/csv", meaning));

    /// <summary>The endpoint answers with a spreadsheet: one sheet, whose first line has the names of the columns.</summary>
    public static RouteHandlerBuilder AnswersXlsx(this RouteHandlerBuilder endpoint, string meaning = "The file.") =>
        endpoint.With(new DescribedAnswer(
            StatusCodes.Status200OK, null, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", meaning))
            .Refuses(StatusCodes.Status422UnprocessableEntity, "report_too_long");

    /// <summary>The endpoint answers with a PDF file.</summary>
    public static RouteHandlerBuilder AnswersPdf(this RouteHandlerBuilder endpoint, string meaning = "The file.") =>
        endpoint.With(new DescribedAnswer(StatusCodes.Status200OK, null, "application/pdf", meaning));

    /// <summary>The endpoint answers with server-sent events if the request accepts text/event-stream.</summary>
    public static RouteHandlerBuilder AnswersStream(this RouteHandlerBuilder endpoint) =>
        endpoint.With(new DescribedAnswer(StatusCodes.Status200OK, null, "text/event-stream", "The events as they come."));

    /// <summary>The endpoint answers without a body.</summary>
    public static RouteHandlerBuilder AnswersNothing(this RouteHandlerBuilder endpoint, string meaning) =>
        endpoint.With(new DescribedAnswer(StatusCodes.Status204NoContent, null, null, meaning));

    /// <summary>The endpoint answers with text.</summary>
    public static TBuilder AnswersText<TBuilder>(this TBuilder endpoint, string meaning)
        where TBuilder : IEndpointConventionBuilder =>
        endpoint.With(new DescribedAnswer(StatusCodes.Status200OK, null, "text/plain", meaning));

    /// <summary>The endpoint may refuse with these codes.</summary>
    public static RouteHandlerBuilder Refuses(this RouteHandlerBuilder endpoint, int status, params string[] codes) =>
        endpoint.With(new DescribedRefusals([.. codes.Select(code => (status, code))]));

    /// <summary>The endpoint reads these query parameters.</summary>
    public static RouteHandlerBuilder Reads(this RouteHandlerBuilder endpoint, params QueryParameter[] parameters) =>
        endpoint.With(new DescribedQuery(parameters));

    /// <summary>The endpoint reads a JSON body.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="type">Type of the body.</param>
    /// <param name="optional">Members that the body may leave out, because the address, a header or the key gives them.</param>
    /// <param name="absent">Members of the type that the body may not have.</param>
    /// <param name="isRequired">Whether there must be a body.</param>
    /// <param name="contentType">application/json, or application/x-ndjson for lines of JSON.</param>
    public static RouteHandlerBuilder Takes(
        this RouteHandlerBuilder endpoint, Type type, IReadOnlyList<string>? optional = null, IReadOnlyList<string>? absent = null,
        bool isRequired = true, string contentType = Json) =>
        endpoint.With(new DescribedBody(type, contentType, optional ?? [], absent ?? [], isRequired));

    /// <summary>The endpoint requires a header.</summary>
    public static RouteHandlerBuilder Needs(this RouteHandlerBuilder endpoint, string header, string meaning) =>
        endpoint.With(new DescribedHeader(header, meaning));

    /// <summary>The endpoint's answers have the position of the log that they reflect.</summary>
    public static RouteHandlerBuilder HasPosition(this RouteHandlerBuilder endpoint) => endpoint.With(new DescribedPosition());

    /// <summary>The endpoint's answers have an ETag.</summary>
    public static RouteHandlerBuilder HasTag(this RouteHandlerBuilder endpoint) => endpoint.With(new DescribedTag());

    /// <summary>The endpoint's answers are pages of a list.</summary>
    public static RouteHandlerBuilder HasPages(this RouteHandlerBuilder endpoint, bool isNumeric = true) =>
        endpoint.With(new DescribedPages()).Reads(Page.LimitParameter, isNumeric ? Page.AfterNumber : Page.AfterText);

    private static TBuilder With<TBuilder>(this TBuilder endpoint, object described)
        where TBuilder : IEndpointConventionBuilder
    {
        endpoint.Add(builder => builder.Metadata.Add(described));
        return endpoint;
    }
}
