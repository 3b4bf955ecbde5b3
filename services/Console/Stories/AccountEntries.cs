using System.Globalization;
using System.Text.Json;
using Ledger.Client;
using Ledger.Contracts.V1.Answers;

namespace Ledger.Console;

/// <summary>The entries of one account, and what they say of its holds.</summary>
/// <param name="Entries">In the order of their numbers.</param>
/// <param name="IsCut">There are more: only so many are read for a page, the first ones.</param>
public sealed record AccountEntries(IReadOnlyList<Entry> Entries, bool IsCut)
{
    private const int PerRequest = 1_000;
    private const int RequestsMax = 10;

    /// <summary>The ids of the holds whose value may still be set aside: held, and neither captured, released nor expired since.</summary>
    public IReadOnlyList<string> OpenHolds
    {
        get
        {
            var open = new List<string>();
            foreach (var entry in Entries)
            {
                if (HoldOf(entry) is not { } hold) continue;
                open.Remove(hold);
                if (entry.Type == "points_held") open.Add(hold);
            }

            return open;
        }
    }

    /// <summary>Reads them, at most ten pages of a thousand.</summary>
    public static async Task<AccountEntries> ReadAsync(LedgerProgram program, string account)
    {
        ArgumentNullException.ThrowIfNull(program);
        var (entries, after) = (new List<Entry>(), (long?)0);
        for (var request = 0; request < RequestsMax && after is not null; request++)
        {
            var page = await program.ReadAsync<EntriesAnswer<Entry>>(string.Create(
                CultureInfo.InvariantCulture, $"accounts/{Uri.EscapeDataString(account)}/entries?limit={PerRequest}&after={after}"));
            entries.AddRange(page.Entries);
            after = page.Next;
        }

        return new AccountEntries(entries, after is not null);
    }

    private static string? HoldOf(Entry entry) =>
        entry.More is { } more && more.TryGetValue("holdId", out var hold) && hold.ValueKind == JsonValueKind.String
            ? hold.GetString()
            : null;
}
