using Ledger.Console.Charts;
using Ledger.Contracts.V1;
using Ledger.Contracts.V1.Answers;

namespace Ledger.Console.Stories;

/// <summary>A wallet's balance over time, from its entries.</summary>
public static class BalanceHistory
{
    /// <summary>
    /// The available value by recorded order, as steps at the entries' effective times. A back-dated entry is shown at the time of the
    /// entry before it, so that the chart never runs backwards.
    /// </summary>
    /// <param name="entries">In the order of their numbers.</param>
    public static IReadOnlyList<ValueStep> Available(IEnumerable<Entry> entries, string owner, string unit) =>
        Of(entries, owner, unit, balance => balance.Available);

    /// <summary>The wallets that the entries are about, the account's own first.</summary>
    public static IReadOnlyList<(string Owner, string Unit)> Wallets(IEnumerable<Entry> entries) =>
        [.. entries.Select(entry => (entry.Owner, entry.Unit)).Distinct()
            .OrderBy(wallet => wallet.Owner == "account" ? 0 : 1).ThenBy(wallet => wallet.Owner, StringComparer.Ordinal)
            .ThenByDescending(wallet => wallet.Unit, StringComparer.Ordinal)];

    private static List<ValueStep> Of(IEnumerable<Entry> entries, string owner, string unit, Func<BalanceAfter, decimal> value)
    {
        var steps = new List<ValueStep>();
        foreach (var entry in entries.Where(entry => entry.Owner == owner && entry.Unit == unit))
        {
            var at = steps.Count > 0 && steps[^1].At > entry.EffectiveAt ? steps[^1].At : entry.EffectiveAt;
            // Several entries of one instant are one step.
            if (steps.Count > 0 && steps[^1].At == at) steps.RemoveAt(steps.Count - 1);
            steps.Add(new ValueStep(at, value(entry.Balance)));
        }

        return steps;
    }
}
