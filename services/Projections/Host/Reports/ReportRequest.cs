using Microsoft.AspNetCore.Http;

namespace Ledger.Projections.Host;

/// <summary>A report that is asked for, at one position of the views.</summary>
/// <param name="Format">The form that it is asked for in.</param>
internal sealed record ReportRequest<TLine>(
    Report<TLine> Report, ReportFormat Format, HttpContext Context, Views Views, Snapshot Snapshot, ProgramState Program)
{
    /// <summary>Whether JSON is asked for, of which a long report has pages; the other forms have all lines.</summary>
    public bool IsJson => Format == ReportFormat.Json;

    /// <summary>The program's clock.</summary>
    public DateTimeOffset Now => Program.Now(Views.Time);

    /// <summary>Answers with lines that are few.</summary>
    /// <param name="toJson">The body of JSON, made of the same lines.</param>
    public Task<IResult> AnswerAsync(IReadOnlyList<TLine> lines, Func<object> toJson, CancellationToken ct) =>
        IsJson ? Task.FromResult(Answer.Json(toJson())) : StreamAsync(lines.ToAsyncEnumerable(), ct);

    /// <summary>Answers with all lines as they come, as CSV or a spreadsheet.</summary>
    public async Task<IResult> StreamAsync(IAsyncEnumerable<TLine> lines, CancellationToken ct)
    {
        var file = Report.Table.Name + Format.Ending;
        if (Format == ReportFormat.Xlsx)
        {
            return await XlsxFile.AnswerAsync(Context, Snapshot.Position, file, Report.Table, lines, Program.MinorDigits, ct);
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
}
