using Ledger.Contracts.V1;
using Ledger.Domain.Accounts;
using Ledger.Rules.Domain.Postings;
using Ledger.Rules.Domain.Program;

namespace Ledger.Domain.Postings;

/// <summary>
/// Takes a decrease back from the lots of its cause (domain.md §4): first what is unspent and unheld; then what was spent or is held
/// becomes arrears, or is waived, by policy; what expired is waived. Under pending-only an activated lot is left alone.
/// </summary>
public static class Reversal
{
    /// <param name="recorder">Takes the entries.</param>
    /// <param name="target">The wallet and the lots of the cause, oldest first; at least one.</param>
    /// <param name="amount">Above 0: by how much the result fell.</param>
    /// <param name="policy">What to do about value that was spent, is held or has activated.</param>
    /// <param name="posting">Why, by which version, and when.</param>
    public static void Post(
        Recorder recorder, CreditTarget target, decimal amount, NegativePolicy policy, PostingContext posting)
    {
        ArgumentNullException.ThrowIfNull(recorder);
        ArgumentNullException.ThrowIfNull(target);
        var (wallet, lots, issuance) = (target.Wallet, target.Existing, Books.IssuanceBy(target.Partner));
        var moves = new List<LotMove>();
        var debts = new List<LotMove>();
        var left = amount;
        for (var i = lots.Count - 1; i >= 0 && left > 0; i--)
        {
            var lot = lots[i];
            if (policy == NegativePolicy.PendingOnly && lot.IsActiveAt(posting.At)) continue;
            left -= Take(moves, lot, Books.Pending, issuance, Math.Min(left, lot.Pending));
            left -= Take(moves, lot, Books.Available, issuance, Math.Min(left, lot.Unheld));
        }

        var taken = amount - left;

        // Over all lots together, arrears never exceed what was spent or is held. In a single lot they may: when spent value became
        // arrears, then came back by a redemption's reversal, and expired.
        var spent = policy == NegativePolicy.Arrears ? lots.Sum(lot => lot.Spent + lot.Held - lot.Owed) : 0;
        for (var i = lots.Count - 1; i >= 0 && left > 0 && spent > 0; i--)
        {
            var lot = lots[i];
            var gone = Math.Min(Math.Min(left, spent), lot.Spent + lot.Held - lot.Owed);
            if (gone <= 0) continue;
            debts.Add(new LotMove(lot.Number, Books.Arrears, issuance, gone));
            left -= gone;
            spent -= gone;
        }

        if (taken > 0 || left > 0) Reverse(recorder, wallet, -taken, moves, posting, left, lots[0].Number);
        if (debts.Count == 0) return;
        recorder.Move<ArrearsOpened>(wallet, -debts.Sum(debt => debt.Amount), debts, posting);
        PayArrears.From(recorder, wallet, posting);
    }

    private static decimal Take(List<LotMove> moves, Lot lot, string book, string issuance, decimal amount)
    {
        if (amount > 0) moves.Add(new LotMove(lot.Number, book, issuance, amount));
        return amount;
    }

    private static void Reverse(
        Recorder recorder, WalletKey wallet, decimal amount, List<LotMove> moves, PostingContext posting,
        decimal waived, long first)
    {
        if (Units.Of(wallet.Unit).IsMoney())
        {
            recorder.Move<CashbackReversed>(
                wallet, amount, moves, posting, with: entry => entry with { Waived = waived, WaivedLot = first });
        }
        else
        {
            recorder.Move<AccrualReversed>(
                wallet, amount, moves, posting, with: entry => entry with { Waived = waived, WaivedLot = first });
        }
    }
}
