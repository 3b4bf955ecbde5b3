using System.Globalization;
using Ledger.Contracts.V1.Answers;

namespace Ledger.Console.Stories;

/// <summary>Finds accounts by a prefix of their ids, in the list ordered by id.</summary>
public static class AccountSearch
{
    /// <summary>A page of those accounts.</summary>
    /// <param name="begin">The prefix; empty: all accounts.</param>
    /// <param name="after">The cursor; empty: the first page.</param>
    /// <param name="limit">The most accounts of a page.</param>
    /// <param name="read">Reads a page of the list.</param>
    public static async Task<AccountsAnswer> FindAsync(string begin, string after, int limit, Func<string, Task<AccountsAnswer>> read)
    {
        ArgumentNullException.ThrowIfNull(begin);
        ArgumentNullException.ThrowIfNull(after);
        ArgumentNullException.ThrowIfNull(read);
        var cursor = after.Length > 0 ? after : Before(begin);
        var page = await read(string.Create(
            CultureInfo.InvariantCulture, $"accounts?limit={limit}{(cursor.Length > 0 ? "&after=" + Uri.EscapeDataString(cursor) : "")}"));
        var found = page.Accounts.TakeWhile(account => string.CompareOrdinal(account.AccountId, begin) < 0 || Begins(account, begin))
            .Where(account => Begins(account, begin)).ToList();
        // The last account of the page no longer has the prefix, so there are no further matches.
        var isAll = page.Accounts.Count > 0 && page.Accounts[^1] is var last && !Begins(last, begin)
            && string.CompareOrdinal(last.AccountId, begin) > 0;
        return new AccountsAnswer(found, isAll ? null : page.Next);
    }

    /// <summary>The text just before another in the order of ids: as a cursor, it makes the list begin with the other text.</summary>
    internal static string Before(string text)
    {
        if (text.Length == 0) return "";
        // Ids have no character below '!', so nothing lies between.
        var last = (char)(text[^1] - 1);
        return last < '!' ? text[..^1] : text[..^1] + last + '~';
    }

    private static bool Begins(AccountListed account, string begin) => account.AccountId.StartsWith(begin, StringComparison.Ordinal);
}
