using System.Text.Json;
using Ledger.Client;

namespace Ledger.Cli.Commands;

/// <summary>Goes through all rejected facts of a program, as the service lists them.</summary>
internal static class RejectedPages
{
    /// <param name="program">Asks the service.</param>
    /// <param name="cancellation">Gives up.</param>
    public static IAsyncEnumerable<JsonElement> RejectedAsync(this LedgerProgram program, CancellationToken cancellation) =>
        program.ReadPagesAsync("rejected", cancellation).SelectMany(page => page.GetProperty("rejected").EnumerateArray());
}
