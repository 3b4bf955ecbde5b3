using System.Globalization;
using Ledger.Cli.Import.Csv;
using Ledger.Cli.Terminal;

namespace Ledger.Cli.Commands;

/// <summary>Shows the facts that a CSV file would be sent as, and all of its errors; sends nothing and needs no service.</summary>
internal static class CsvPreview
{
    private const int ItemsShown = 20;

    /// <summary>Writes the first items as JSON, one per line, and each problem as a line of the error stream.</summary>
    /// <returns>Success when the file has no errors.</returns>
    public static async Task<ExitCode> WriteAsync(CsvFacts facts, Screen screen)
    {
        foreach (var item in facts.Items().Where(item => item.Json is not null).Take(ItemsShown))
        {
            await screen.Output.WriteLineAsync(item.Json!.ToJsonString());
        }

        foreach (var problem in facts.Unreadable) await screen.Error.WriteLineAsync(ImportSummary.Line(problem));
        await screen.Error.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture, $"{facts.Rows:N0} rows: {facts.Count:N0} would be sent, {facts.Refused:N0} would not."));
        return facts.Refused == 0 ? ExitCode.Ok : ExitCode.Failed;
    }
}
