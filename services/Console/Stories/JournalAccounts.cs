using Ledger.Contracts.V1.Answers;

namespace Ledger.Console.Stories;

/// <summary>What a journal posts to one account of the general ledger, money.</summary>
public sealed record PostedAccount(string Account, decimal Debit, decimal Credit)
{
    /// <summary>The accounts of a journal in ordinal order. Total debit and total credit are equal.</summary>
    /// <param name="journal">The report's table.</param>
    public static IReadOnlyList<PostedAccount> Of(ReportTableAnswer journal)
    {
        ArgumentNullException.ThrowIfNull(journal);
        var posted = journal.Lines.SelectMany(line =>
        {
            // Zero with the currency's digits.
            var (amount, none) = (journal.NumberOf(line, "amount"), journal.NumberOf(line, "amount") * 0);
            return new PostedAccount[]
            {
                new(journal.TextOf(line, "debit"), amount, none), new(journal.TextOf(line, "credit"), none, amount),
            };
        });
        return
        [
            .. posted.GroupBy(one => one.Account).OrderBy(account => account.Key, StringComparer.Ordinal).Select(account =>
                new PostedAccount(account.Key, account.Sum(one => one.Debit), account.Sum(one => one.Credit))),
        ];
    }
}
