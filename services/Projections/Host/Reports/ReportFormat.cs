using Ledger.Contracts.V1;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Ledger.Projections.Host.Reports;

/// <summary>A form in which a report is answered.</summary>
/// <param name="Ending">Of its address; empty for the form that the address without an ending has.</param>
/// <param name="MediaType">Of its body.</param>
/// <param name="HasPages">A long report has pages in it; the other forms have all lines.</param>
internal sealed record ReportFormat(string Ending, string MediaType, bool HasPages = false)
{
    public static ReportFormat Json { get; } = new("", "application/json", HasPages: true);

    /// <summary>The cells of CSV with what each column holds, for whoever shows any report: it has no address of its own.</summary>
    public static ReportFormat Table { get; } = new("", LedgerMediaTypes.Table, HasPages: true);

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
        new[] { Json, Table, Csv, Xlsx }.FirstOrDefault(format => new MediaTypeHeaderValue(format.MediaType).IsSubsetOf(accepted));
}
