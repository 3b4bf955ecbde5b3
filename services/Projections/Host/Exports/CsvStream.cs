using System.Text;
using Ledger.Hosting;
using Ledger.Projections.Domain.Reports;
using Microsoft.AspNetCore.Http;
using Npgsql;

namespace Ledger.Projections.Host.Exports;

/// <summary>Streams lines of CSV to the caller.</summary>
internal sealed class CsvStream(HttpResponse response, string header)
{
    private const int FlushChars = 32 * 1024;

    private readonly StringBuilder text = new StringBuilder(FlushChars + 1024).Append(header).Append('\n');

    /// <summary>Begins an answer with a CSV file, read at a position.</summary>
    public static CsvStream Begin(HttpContext context, long position, string file, string header)
    {
        EntityTags.Write(context, position);
        context.Response.ContentType = "text/csv; charset=utf-8";
        context.Response.Headers.ContentDisposition = $"attachment; filename=\"{file}\"";
        return new CsvStream(context.Response, header);
    }

    public void Line(params ReadOnlySpan<string> fields) => Csv.Line(text, fields);

    /// <summary>Sends the collected text once there is enough for a network packet.</summary>
    public ValueTask FlushAsync(CancellationToken ct) => text.Length < FlushChars ? ValueTask.CompletedTask : new ValueTask(EndAsync(ct));

    public async Task EndAsync(CancellationToken ct)
    {
        await response.WriteAsync(text.ToString(), ct);
        text.Clear();
    }

    /// <summary>Writes one line for every row of a query.</summary>
    public async Task RowsAsync(NpgsqlCommand command, Action<NpgsqlDataReader> line, CancellationToken ct)
    {
        await using (command)
        {
            await using var reader = await command.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct))
            {
                line(reader);
                await FlushAsync(ct);
            }
        }
    }
}
