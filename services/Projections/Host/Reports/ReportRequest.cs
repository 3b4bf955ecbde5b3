using Ledger.Contracts.V1;
using Ledger.Contracts.V1.Answers;
using Ledger.Projections.Domain.Reports;
using Ledger.Projections.Host.Endpoints;
using Ledger.Projections.Host.Exports;
using Ledger.Projections.Host.Queries;
using Microsoft.AspNetCore.Http;

namespace Ledger.Projections.Host.Reports;

/// <summary>A request for a report, at one position of the views.</summary>
/// <param name="Format">The format that is asked for.</param>
internal sealed record ReportRequest<TLine>(
    Report<TLine> Report, ReportFormat Format, HttpContext Context, Views Views, Snapshot Snapshot, QueriedProgram Program)
{
    /// <summary>The program's clock.</summary>
    public DateTimeOffset Now => Program.Now(Views.Time);

    /// <summary>Answers with a few lines, or, in a format with pages, with one page.</summary>
    /// <param name="toJson">Makes the JSON body from the same lines.</param>
    /// <param name="next">The next page's cursor; null on the last page and without pages.</param>
    public Task<IResult> AnswerAsync(IReadOnlyList<TLine> lines, Func<object> toJson, CancellationToken ct, string? next = null) =>
        Format == ReportFormat.Json ? Task.FromResult(Answer.Json(toJson()))
        : Format == ReportFormat.Table ? Task.FromResult(TableOf(lines, next))
        : StreamAsync(lines.ToAsyncEnumerable(), ct);

    /// <summary>Streams all lines, as CSV or a spreadsheet.</summary>
    public async Task<IResult> StreamAsync(IAsyncEnumerable<TLine> lines, CancellationToken ct)
    {
        var file = Report.Table.Name + Format.Ending;
        if (Format == ReportFormat.Xlsx)
        {
            return await XlsxFile.AnswerAsync(Context, Snapshot.Position, file, Report.Table, lines, Program.MinorDigits);
        }

        var csv = CsvStream.Begin(Context, Snapshot.Position, file, Report.Table.Header);
        await foreach (var line in lines.WithCancellation(ct))
        {
            csv.Line(Report.Table.Fields(line));
            await csv.FlushAsync(ct);
        }

        await csv.EndAsync(ct);
        return Results.Empty;
    }

    private IResult TableOf(IReadOnlyList<TLine> lines, string? next) => Results.Json(
        new ReportTableAnswer(
            Report.Table.Name, Program.Currency,
            [.. Report.Table.Columns.Select(column => new ReportTableColumn(column.Name, NameOf(column.Kind)))],
            [.. lines.Select(Report.Table.Fields)], next),
        Wire.Options, ReportFormat.Table.MediaType);

    private static string NameOf(CellKind kind) => kind switch
    {
        CellKind.Text => "text",
        CellKind.Whole => "whole",
        CellKind.Amount => "amount",
        CellKind.Money => "money",
        CellKind.Share => "share",
        CellKind.Day => "day",
        CellKind.Instant => "instant",
    };
}
