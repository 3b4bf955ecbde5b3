using Ledger.Contracts.V1;
using Ledger.Domain.Accounts;
using Ledger.Domain.Orders;
using Ledger.Domain.Postings;
using Ledger.Rules.Domain.Numbers;
using Ledger.Rules.Domain.Postings;
using Ledger.Rules.Domain.Program;

namespace Ledger.Domain.Spending;

/// <summary>
/// Returns spent value to the lots it came from, last allocation first, with their original expiry. A lot that expired meanwhile lives for
/// restoreGraceDays from now; with 0 days, the returned value expires at once (domain.md §4 redemption).
/// </summary>
internal static class GiveBack
{
    /// <param name="amount">Above 0, and at most what is left of the redemption.</param>
    /// <returns>What went back to which lot. Arrears are not paid from it yet: the caller does that.</returns>
    public static IReadOnlyList<LotMove> Post(Recorder recorder, Redemption redemption, decimal amount, Cause cause, DateTimeOffset now)
    {
        var version = recorder.Catalog.VersionForDueWork(now);
        var posting = new PostingContext(cause, version.Version, now);
        var graceDays = version.Redemption.RestoreGraceDays;
        var moves = new List<LotMove>();
        var extended = new List<LotExtended>();
        var left = amount;
        for (var i = redemption.Lots.Count - 1; i >= 0 && left > 0; i--)
        {
            var part = redemption.Lots[i];
            var back = Math.Min(left, part.Amount - part.Restored);
            if (back == 0) continue;
            left -= back;
            moves.Add(new LotMove(part.Lot, Books.RedeemedWith(redemption.PartnerId), Books.Available, back));
            if (graceDays > 0 && IsOverdue(recorder.Account.Lots[part.Lot], now))
            {
                extended.Add(new LotExtended(part.Lot, Calendar.AddDays(now, graceDays)));
            }
        }

        recorder.Move<RedemptionReversed>(
            redemption.Wallet, amount, moves, posting,
            with: entry => entry with { RedemptionId = redemption.Id, Extended = extended.Count > 0 ? extended : null });
        HeldValue.ExpireOverdue(
            recorder, redemption.Wallet, moves, lot => graceDays == 0 && IsOverdue(lot, now), posting);
        return moves;
    }

    /// <summary>
    /// Gives redeemed value back after a return or an amendment, until floor(redeemed × (N − n) ÷ N) has been given back in total. N is the
    /// order's net when it was paid for, n its net now; when nothing remains, all is given back (domain.md §4 redemption). The amount is
    /// rounded once for each wallet, over all its redemptions; reversals by command count as given back; the latest redemption goes first.
    /// What was given back is not taken again when the net rises.
    /// </summary>
    public static void ForOrder(Recorder recorder, DateTimeOffset now, Cause cause)
    {
        var order = recorder.Order;
        var version = recorder.Catalog.VersionForDueWork(now);
        if (!version.Redemption.RestoresOnReturn) return;
        foreach (var wallet in recorder.Account.Spending.OfOrder(order.Key).GroupBy(redemption => redemption.Wallet).ToList())
        {
            var due = DueInAll(recorder.Catalog, version, order, [.. wallet]) - wallet.Sum(redemption => redemption.Restored);
            foreach (var redemption in wallet.Reverse())
            {
                var back = Math.Min(due, redemption.Left);
                if (back <= 0) continue;
                Post(recorder, redemption, back, cause, now);
                due -= back;
            }

            PayArrears.From(recorder, wallet.Key, new PostingContext(cause, version.Version, now));
        }
    }

    private static decimal DueInAll(ProgramCatalog catalog, ProgramVersion version, Order order, IReadOnlyList<Redemption> redemptions)
    {
        if (order.Lines.All(line => order.RemainingOf(line) == 0)) return redemptions.Sum(redemption => redemption.Amount);
        var (net, due) = (order.Evaluation!.Net, Exact.Zero);
        foreach (var redemption in redemptions)
        {
            var paid = redemption.OrderNet ?? WholeNet(catalog, order);
            if (paid > net) due += redemption.Amount * (paid - net) / paid;
        }

        return Rounding.Floor.Round(due, Units.DigitsOf(redemptions[0].Wallet.Unit, version.MinorDigits));
    }

    // Redemptions in older logs do not hold the net at the time of paying. For them the net of the snapshot in force counts, as if nothing
    // had been returned.
    private static Exact WholeNet(ProgramCatalog catalog, Order order) =>
        catalog.Scopes[0].Net(Evaluate.Lines(order.Lines, _ => 0), order.Evaluation!.Frozen.Rate);

    private static bool IsOverdue(Lot lot, DateTimeOffset now) => lot.OriginalExpiresAt <= now;
}
