using Ledger.Ledger.Domain;
using M = Ledger.Model;

namespace Ledger.ModelTests;

/// <summary>
/// The one place where a merge is translated. The ledger's decisions do not have it yet: when they do, <see cref="IsThere"/> becomes true and
/// <see cref="Do"/> hands <c>MergeAccounts</c> to them, with both accounts.
/// </summary>
internal static class Merging
{
    /// <summary>Whether the ledger's decisions know the merge of two accounts; without, histories have none.</summary>
    public static bool IsThere => false;

    public static Outcome Do(InMemoryLedger real, M.MergeAccounts merge) =>
        throw new InvalidOperationException($"{real.ProgramId} cannot merge {merge.OldAccount} into {merge.Survivor}.");
}
