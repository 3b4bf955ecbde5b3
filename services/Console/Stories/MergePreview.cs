using Ledger.Contracts.V1.Answers;

namespace Ledger.Console.Stories;

/// <summary>A wallet of the account that survives a merge: what it has available before, and after.</summary>
public sealed record MergedWallet(string Owner, string Unit, decimal Before, decimal After);

/// <summary>A preview of a merge.</summary>
public static class MergePreview
{
    /// <summary>The wallets of the survivor: those of both accounts, of one owner and unit together.</summary>
    /// <param name="merged">Wallets of the account that is merged.</param>
    /// <param name="survivor">Wallets of the account that survives.</param>
    public static IReadOnlyList<MergedWallet> Of(IReadOnlyList<WalletBalance> merged, IReadOnlyList<WalletBalance> survivor) =>
        [.. survivor.Concat(merged).GroupBy(wallet => (wallet.Owner, wallet.Unit)).Select(group => new MergedWallet(
            group.Key.Owner, group.Key.Unit, survivor.Where(one => (one.Owner, one.Unit) == group.Key).Sum(one => one.Available),
            group.Sum(one => one.Available)))];
}
