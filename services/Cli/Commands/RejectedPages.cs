using System.Runtime.CompilerServices;
using System.Text.Json;
using Ledger.Cli.Service;

namespace Ledger.Cli.Commands;

/// <summary>Goes through all rejected facts of a program, page by page.</summary>
internal static class RejectedPages
{
    private const int PageSize = 200;

    public static async IAsyncEnumerable<JsonElement> RejectedAsync(this LedgerClient client, string program, [EnumeratorCancellation] CancellationToken cancellation)
    {
        string? after = null;
        do
        {
            var query = after is null ? $"?limit={PageSize}" : $"?limit={PageSize}&after={Uri.EscapeDataString(after)}";
            var page = await client.GetAsync<RejectedPage>(Paths.Rejected(program) + query, cancellation);
            foreach (var item in page.Rejected) yield return item;
            var next = page.Next is { ValueKind: JsonValueKind.String or JsonValueKind.Number } cursor ? cursor.ToString() : null;
            after = next == after ? null : next;
        }
        while (after is not null);
    }
}
