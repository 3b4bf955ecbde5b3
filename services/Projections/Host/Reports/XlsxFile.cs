using System.Globalization;
using Ledger.Hosting;
using Ledger.Projections.Domain.Reports;
using Microsoft.AspNetCore.Http;
using MiniExcelLibs;
using MiniExcelLibs.Attributes;
using MiniExcelLibs.OpenXml;

namespace Ledger.Projections.Host.Reports;

/// <summary>
/// A report as a spreadsheet (Office Open XML). Every cell has a type: text stays text, whatever it begins with, and no cell is a formula.
/// A number with more than 15 digits, which spreadsheets would round, and a time before March 1900, for which they have no date, are text.
/// </summary>
internal static class XlsxFile
{
    /// <summary>The most lines of a sheet below its header.</summary>
    public const int LinesMax = 1_048_575;

    /// <summary>
    /// Writes the spreadsheet to a temporary file and then sends it, because the file is complete only with the last line.
    /// </summary>
    /// <param name="linesMax">The most lines; a longer report is refused.</param>
    public static async Task<IResult> AnswerAsync<TLine>(
        HttpContext context, long position, string name, ReportTable<TLine> table, IAsyncEnumerable<TLine> lines, int minorDigits,
        int linesMax = LinesMax)
    {
        var ct = context.RequestAborted;
        await using var file = new FileStream(
            Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()),
            new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.ReadWrite,
                Share = FileShare.None,
                Options = FileOptions.DeleteOnClose,
            });
        await using var rows = new SheetRows<TLine>(table, lines, linesMax, ct);

        // MiniExcel reads rows and writes synchronously, so it runs on a thread of its own.
        await Task.Factory.StartNew(
            () => file.SaveAs(rows, sheetName: table.Name, configuration: Configuration(table, minorDigits)), ct,
            TaskCreationOptions.LongRunning, TaskScheduler.Default);
        if (rows.AreMore)
        {
            return Problem.Of(
                StatusCodes.Status422UnprocessableEntity, "report_too_long",
                string.Create(
                    CultureInfo.InvariantCulture, $"The report has more than {linesMax} lines, which a sheet cannot hold; take CSV."));
        }

        EntityTags.Write(context, position);
        context.Response.ContentType = ReportFormat.Xlsx.MediaType;
        context.Response.ContentLength = file.Length;
        context.Response.Headers.ContentDisposition = $"attachment; filename=\"{name}\"";
        file.Position = 0;
        await file.CopyToAsync(context.Response.Body, ct);
        return Results.Empty;
    }

    private static OpenXmlConfiguration Configuration<TLine>(ReportTable<TLine> table, int minorDigits) => new()
    {
        DynamicColumns =
        [
            .. table.Columns.Select(column => new DynamicExcelColumn(column.Name)
            {
                Width = column.Kind == CellKind.Text ? 24 : column.Kind == CellKind.Instant ? 20 : 16,
                Format = column.Kind switch
                {
                    CellKind.Text => null,
                    CellKind.Whole => "0",
                    CellKind.Amount => null,
                    CellKind.Money => minorDigits == 0 ? "0" : $"0.{new string('0', minorDigits)}",
                    CellKind.Share => "0.00%",
                    CellKind.Day => "yyyy-mm-dd",
                    CellKind.Instant => "yyyy-mm-dd hh:mm:ss",
                },
            }),
        ],
    };
}
