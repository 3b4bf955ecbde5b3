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
/// A report of a program in all its formats: JSON, table, CSV and spreadsheet are made from the same lines. CSV and spreadsheet have
/// addresses of their own; the address without an ending answers in the format that <c>Accept</c> names.
/// </summary>
/// <param name="Path">Its address, without an ending.</param>
/// <param name="Operation">Its id in the OpenAPI document; the other formats append Csv or Xlsx.</param>
/// <param name="About">What it shows, as the end of a sentence.</param>
/// <param name="Table">Its columns.</param>
/// <param name="ReadAsync">Reads its lines and answers with them, or refuses the request.</param>
internal sealed record Report<TLine>(
    string Path, string Operation, string About, ReportTable<TLine> Table,
    Func<ReportRequest<TLine>, CancellationToken, Task<IResult>> ReadAsync)
{
    /// <summary>Describes its JSON answer.</summary>
    public required Func<RouteHandlerBuilder, RouteHandlerBuilder> Answers { get; init; }

    /// <summary>Describes its paging, in the formats that have pages; by default there is none.</summary>
    public Func<RouteHandlerBuilder, RouteHandlerBuilder> Pages { get; init; } = endpoint => endpoint;

    /// <summary>Describes its parameters and refusals, in every format.</summary>
    public Func<RouteHandlerBuilder, RouteHandlerBuilder> Describes { get; init; } = endpoint => endpoint;

    /// <summary>Sets who may read it.</summary>
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

    // A null format means that the request chooses one.
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
