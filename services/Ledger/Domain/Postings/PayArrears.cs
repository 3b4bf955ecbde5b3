using Ledger.Contracts.V1;

namespace Ledger.Ledger.Domain;

/// <summary>Arrears are paid at once by whatever is or becomes available in the wallet, in redemption order (domain.md §4).</summary>
public static class PayArrears
{
    public static void From(Recorder recorder, WalletKey key, Cause cause, int version, DateTimeOffset effectiveAt)
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
        recorder.Move<ArrearsCleared>(key, moves.Sum(move => move.Amount), moves, cause, version, effectiveAt);
    }
}
