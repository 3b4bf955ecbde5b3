using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Ledger.Projections.Host;

/// <summary>A form in which a report is answered.</summary>
/// <param name="Ending">Of its address; empty for the form that the address without an ending has.</param>
/// <param name="MediaType">Of its body.</param>
internal sealed record ReportFormat(string Ending, string MediaType)
{
    public static ReportFormat Json { get; } = new("", "application/json");

    public static ReportFormat Csv { get; } = new(".csv", "text/csv");

    public static ReportFormat Xlsx { get; } = new(".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");

    /// <summary>
    /// The form that a request without an ending accepts best, by quality and then by the order of the header; JSON where none is named.
    /// </summary>
    public static ReportFormat Accepted(HttpRequest request) =>
        request.GetTypedHeaders().Accept.Where(accepted => accepted.Quality is not 0)
            .OrderByDescending(accepted => accepted.Quality ?? 1)
            .Select(Of).FirstOrDefault(format => format is not null) ?? Json;

    private static ReportFormat? Of(MediaTypeHeaderValue accepted) =>
        new[] { Json, Csv, Xlsx }.FirstOrDefault(format => new MediaTypeHeaderValue(format.MediaType).IsSubsetOf(accepted));
}
