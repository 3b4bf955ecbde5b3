using Ledger.Client;
using Ledger.Contracts.V1.Answers;

namespace Ledger.Console;

/// <summary>How many accounts a program has, and in which tiers.</summary>
/// <param name="Count">Accounts that are not merged into others.</param>
/// <param name="IsCut">There are more: only so many are counted for a page.</param>
public sealed record Members(long Count, bool IsCut, IReadOnlyList<TierCount> Tiers)
{
    private const int PagesMax = 20;

    /// <summary>Counts a list of accounts.</summary>
    public static Members Of(IEnumerable<AccountListed> accounts, bool isCut)
    {
        var own = accounts.Where(account => account.MergedInto is null).ToList();
        return new Members(own.Count, isCut,
            [.. own.GroupBy(account => account.Tier ?? "–").Select(tier => new TierCount(tier.Key, tier.LongCount()))
                .OrderBy(tier => tier.Count).ThenBy(tier => tier.Tier, StringComparer.Ordinal)]);
    }

    /// <summary>Counts the accounts of a program, at most twenty pages of a thousand.</summary>
    public static async Task<Members> CountAsync(LedgerProgram program)
    {
        ArgumentNullException.ThrowIfNull(program);
        var (accounts, after) = (new List<AccountListed>(), (string?)null);
        for (var page = 0; page < PagesMax; page++)
        {
            var cursor = after is null ? "" : $"&after={Uri.EscapeDataString(after)}";
            var answer = await program.ReadAsync<AccountsAnswer>($"accounts?limit=1000{cursor}");
            accounts.AddRange(answer.Accounts);
            after = answer.Next;
            if (after is null) break;
        }

        return Of(accounts, after is not null);
    }
}

/// <summary>How many accounts are in a tier.</summary>
public sealed record TierCount(string Tier, long Count);
