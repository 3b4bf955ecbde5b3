using Ledger.Contracts.V1;
using Ledger.Domain.Accounts;
using Ledger.Rules.Domain.Mechanics;

namespace Ledger.Domain.Postings;

/// <summary>Pays arrears at once from whatever is or becomes available in the wallet, in redemption order (domain.md §4).</summary>
public static class PayArrears
{
    /// <summary>
    /// Pays after a credit, or after a reversal opened arrears. Pays nothing once the program's spending has ended, because what is
    /// credited then expires at once (mechanics.md §11).
    /// </summary>
    public static void From(Recorder recorder, WalletKey key, PostingContext posting)
    {
        ArgumentNullException.ThrowIfNull(recorder);
        if (WindDownRules.SpendingEnded(recorder.Catalog.VersionForDueWork(posting.At), posting.At)) return;
        FromFreed(recorder, key, posting);
    }

    /// <summary>
    /// Pays after an activation or the end of a hold. Both still pay at the very end of a program's spending, because they come before its
    /// lots expire.
    /// </summary>
    public static void FromFreed(Recorder recorder, WalletKey key, PostingContext posting)
    {
        ArgumentNullException.ThrowIfNull(recorder);
        var owed = recorder.Account.Wallet(key).Arrears;
        if (owed <= 0) return;
        var moves = new List<LotMove>();
        foreach (var lot in recorder.Account.Lots.InRedemptionOrder(key))
        {
            var paid = Math.Min(owed, lot.Unheld);
            moves.Add(new LotMove(lot.Number, Books.Available, Books.Arrears, paid));
            owed -= paid;
            if (owed == 0) break;
        }

        if (moves.Count == 0) return;
        recorder.Move<ArrearsCleared>(key, moves.Sum(move => move.Amount), moves, posting);
    }
}
