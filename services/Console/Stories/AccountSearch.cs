using System.Globalization;
using Ledger.Contracts.V1.Answers;

namespace Ledger.Console.Stories;

/// <summary>Finds accounts whose ids begin with a text, in the list that is in the order of ids.</summary>
public static class AccountSearch
{
    /// <summary>A page of those accounts.</summary>
    /// <param name="begin">What their ids begin with; empty: all accounts.</param>
    /// <param name="after">The cursor; empty: the first page.</param>
    /// <param name="limit">How many a page has.</param>
    /// <param name="read">Asks for a page of the list.</param>
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
        // The list goes on after them: then they are all.
        var isAll = page.Accounts.Count > 0 && page.Accounts[^1] is var last && !Begins(last, begin)
            && string.CompareOrdinal(last.AccountId, begin) > 0;
        return new AccountsAnswer(found, isAll ? null : page.Next);
    }

    /// <summary>A text just before another in the order of ids, so that what comes after it begins with that one itself.</summary>
    internal static string Before(string text)
    {
        if (text.Length == 0) return "";
        // Ids have no character below '!', so nothing lies between.
        var last = (char)(text[^1] - 1);
        return last < '!' ? text[..^1] : text[..^1] + last + '~';
    }

    private static bool Begins(AccountListed account, string begin) => account.AccountId.StartsWith(begin, StringComparison.Ordinal);
}
