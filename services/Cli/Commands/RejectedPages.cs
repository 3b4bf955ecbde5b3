using System.Runtime.CompilerServices;
using System.Text.Json;
using Ledger.Cli.Service;

namespace Ledger.Cli.Commands;

/// <summary>Goes through all rejected facts of a program, page by page.</summary>
internal static class RejectedPages
{
    private const int PageSize = 200;

    /// <param name="client">Asks the service.</param>
    /// <param name="program">Whose facts.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <param name="onlyOpen">Without those that were handed in again.</param>
    public static async IAsyncEnumerable<JsonElement> RejectedAsync(
        this LedgerClient client, string program, [EnumeratorCancellation] CancellationToken cancellation, bool onlyOpen = false)
    {
        string? after = null;
        do
        {
            var query = after is null ? $"?limit={PageSize}" : $"?limit={PageSize}&after={Uri.EscapeDataString(after)}";
            if (onlyOpen) query += "&open=true";
            var page = await client.GetAsync<RejectedPage>(Paths.Rejected(program) + query, cancellation);
            foreach (var item in page.Rejected) yield return item;
            var next = page.Next is { ValueKind: JsonValueKind.String or JsonValueKind.Number } cursor ? cursor.ToString() : null;
            after = next == after ? null : next;
        }
        while (after is not null);
    }
}
