using System.Text.Json;
using Ledger.Client;

namespace Ledger.Cli.Commands;

/// <summary>Reads all rejected facts of a program, in the service's order.</summary>
internal static class RejectedPages
{
    /// <param name="program">The client of the program.</param>
    /// <param name="cancellation">Cancels the reading.</param>
    public static IAsyncEnumerable<JsonElement> RejectedAsync(this LedgerProgram program, CancellationToken cancellation) =>
        program.ReadPagesAsync("rejected", cancellation).SelectMany(page => page.GetProperty("rejected").EnumerateArray());
}
