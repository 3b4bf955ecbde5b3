using Ledger.Contracts.V1.Answers;
using Ledger.Hosting.Access;
using Ledger.Hosting.Api;
using Ledger.Keys;
using Ledger.Projections.Domain.Reports;
using Ledger.Projections.Host.Endpoints;
using Ledger.Projections.Host.Queries;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Ledger.Projections.Host.Reports;

/// <summary>
/// A report of a program, in all its forms: JSON, a table, CSV and a spreadsheet follow from one reading of its lines. CSV and spreadsheet
/// have an address of their own, and the one without an ending answers with what <c>Accept</c> names.
/// </summary>
/// <param name="Path">Its address, without an ending.</param>
/// <param name="Operation">Its id in the OpenAPI document; the other forms have it with Csv and Xlsx behind it.</param>
/// <param name="About">What it shows, as the end of a sentence.</param>
/// <param name="Table">Its columns.</param>
/// <param name="ReadAsync">Reads its lines and answers with them, or refuses.</param>
internal sealed record Report<TLine>(
    string Path, string Operation, string About, ReportTable<TLine> Table,
    Func<ReportRequest<TLine>, CancellationToken, Task<IResult>> ReadAsync)
{
    /// <summary>What its JSON is.</summary>
    public required Func<RouteHandlerBuilder, RouteHandlerBuilder> Answers { get; init; }

    /// <summary>How it is paged in the forms that have pages; without it, it has none.</summary>
    public Func<RouteHandlerBuilder, RouteHandlerBuilder> Pages { get; init; } = endpoint => endpoint;

    /// <summary>What it reads and refuses, in every form.</summary>
    public Func<RouteHandlerBuilder, RouteHandlerBuilder> Describes { get; init; } = endpoint => endpoint;

    /// <summary>Whom it is for.</summary>
    public Func<RouteHandlerBuilder, RouteHandlerBuilder> Opens { get; init; } = endpoint => endpoint.RequireScope(Scopes.FinanceRead);

    public void Map(IEndpointRouteBuilder program)
    {
        var meaning = $"The columns are {Table.Header}.";
        Pages(Answers(MapForm(program, null, Operation, $"Shows {About}")))
            .Answers<ReportTableAnswer>(meaning: meaning, contentType: ReportFormat.Table.MediaType)
            .AnswersCsv(meaning).AnswersXlsx(meaning);
        MapForm(program, ReportFormat.Csv, $"{Operation}Csv", $"Exports {About}").AnswersCsv(meaning);
        MapForm(program, ReportFormat.Xlsx, $"{Operation}Xlsx", $"Exports {About} as a spreadsheet").AnswersXlsx(meaning);
    }

    // Without a form the request chooses one.
    private RouteHandlerBuilder MapForm(IEndpointRouteBuilder program, ReportFormat? form, string operation, string summary) => Describes(
        Opens(program.MapGet(
            Path + form?.Ending,
            (HttpContext context, Views views) =>
            {
                if (form is null) context.Response.Headers.Vary = "Accept";
                var format = form ?? ReportFormat.Accepted(context.Request);
                return views.AnswerAsync(
                    context,
                    (snapshot, state, ct) => ReadAsync(new ReportRequest<TLine>(this, format, context, views, snapshot, state), ct));
            }))
            .Describe(operation, ApiTags.Reports, summary).OfProgram());
}
