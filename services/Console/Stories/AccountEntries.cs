using System.Globalization;
using Ledger.Client;
using Ledger.Contracts.V1.Answers;

namespace Ledger.Console.Stories;

/// <summary>The last entries of one account.</summary>
/// <param name="Entries">The entries in the order of their numbers.</param>
public sealed record AccountEntries(IReadOnlyList<Entry> Entries)
{
    /// <summary>The most entries of one request; more would take too long for a page.</summary>
    private const int Most = 1_000;

    /// <summary>Whether there are earlier entries.</summary>
    public bool IsCut => Entries is [{ Sequence: > 1 }, ..];

    /// <summary>Reads the last entries.</summary>
    public static async Task<AccountEntries> ReadAsync(LedgerProgram program, string account)
    {
        ArgumentNullException.ThrowIfNull(program);
        var page = await program.ReadAsync<EntriesAnswer<Entry>>(string.Create(
            CultureInfo.InvariantCulture, $"accounts/{Uri.EscapeDataString(account)}/entries?limit={Most}&last=true"));
        return new AccountEntries(page.Entries);
    }
}
