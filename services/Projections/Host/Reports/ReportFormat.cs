using Ledger.Contracts.V1;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Ledger.Projections.Host.Reports;

/// <summary>A format in which a report is answered.</summary>
/// <param name="Ending">The ending of its address; empty for the formats at the address without an ending.</param>
/// <param name="MediaType">The media type of its body.</param>
/// <param name="HasPages">Whether long reports are paged in it; other formats have all lines.</param>
internal sealed record ReportFormat(string Ending, string MediaType, bool HasPages = false)
{
    public static ReportFormat Json { get; } = new("", "application/json", HasPages: true);

    /// <summary>
    /// The cells of CSV as JSON with the kind of each column, for clients that can show any report. It has no address of its own.
    /// </summary>
    public static ReportFormat Table { get; } = new("", LedgerMediaTypes.Table, HasPages: true);

    public static ReportFormat Csv { get; } = new(".csv", "text/csv");

    public static ReportFormat Xlsx { get; } = new(".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");

    /// <summary>The format that a request prefers, by quality and then by the header's order; JSON when the header names none.</summary>
    public static ReportFormat Accepted(HttpRequest request) =>
        request.GetTypedHeaders().Accept.Where(accepted => accepted.Quality is not 0)
            .OrderByDescending(accepted => accepted.Quality ?? 1)
            .Select(Of).FirstOrDefault(format => format is not null) ?? Json;

    private static ReportFormat? Of(MediaTypeHeaderValue accepted) =>
        new[] { Json, Table, Csv, Xlsx }.FirstOrDefault(format => new MediaTypeHeaderValue(format.MediaType).IsSubsetOf(accepted));
}
