using Ledger.Contracts.V1;
using Ledger.Rules.Domain;

namespace Ledger.Ledger.Domain;

/// <summary>
/// Returns spent value to the lots it came from, last allocation first, with their original expiry; a lot that expired meanwhile lives
/// restoreGraceDays from now, and with 0 of them its value expires at once (domain.md §4 redemption).
/// </summary>
internal static class GiveBack
{
    /// <param name="amount">At most what is left of the redemption.</param>
    /// <returns>What went back to which lot. Arrears are not paid yet.</returns>
    public static IReadOnlyList<LotMove> Post(Recorder recorder, Redemption redemption, decimal amount, Cause cause, DateTimeOffset now)
    {
        var version = recorder.Catalog.VersionForDueWork(now);
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
            moves.Add(new LotMove(part.Lot, Books.Redeemed, Books.Available, back));
            if (graceDays > 0 && IsOverdue(recorder.Account.Lots[part.Lot], now)) extended.Add(new LotExtended(part.Lot, now.AddDays(graceDays)));
        }

        recorder.Move<RedemptionReversed>(
            redemption.Wallet, amount, moves, cause, version.Version, now,
            with: entry => entry with { RedemptionId = redemption.Id, Extended = extended.Count > 0 ? extended : null });
        GiveUpHold.ExpireOverdue(recorder, redemption.Wallet, moves, lot => graceDays == 0 && IsOverdue(lot, now), cause, version.Version, now);
        return moves;
    }

    /// <summary>
    /// After a return: floor(redeemed × returned net ÷ net) of what paid for the order has been given back by then, all of it when nothing
    /// remains. Counted for each wallet; what was reversed by hand counts; the latest redemption goes first.
    /// </summary>
    public static void AfterReturn(Recorder recorder, Order order, DateTimeOffset now, Cause cause)
    {
        var version = recorder.Catalog.VersionForDueWork(now);
        if (!version.Redemption.RestoresOnReturn) return;
        var all = recorder.Account.Spending.OfOrder(order.Key).ToList();
        foreach (var wallet in all.GroupBy(redemption => redemption.Wallet).ToList())
        {
            var redeemed = wallet.Sum(redemption => redemption.Amount);
            var due = DueInAll(version, order, wallet.Key.Unit, redeemed) - wallet.Sum(redemption => redemption.Restored);
            foreach (var redemption in wallet.Reverse())
            {
                var back = Math.Min(due, redemption.Left);
                if (back <= 0) continue;
                Post(recorder, redemption, back, cause, now);
                due -= back;
            }

            PayArrears.From(recorder, wallet.Key, cause, version.Version, now);
        }
    }

    private static decimal DueInAll(ProgramVersion version, Order order, string unit, decimal redeemed)
    {
        if (order.Lines.All(line => order.RemainingOf(line) == 0)) return redeemed;
        var net = Exact.Zero;
        foreach (var line in order.Lines)
        {
            if (line.Kind == OrderLine.Merchandise) net += ((Exact)line.Quantity * line.UnitPrice) - line.Discount;
        }

        if (net.IsZero) return 0;
        return Rounding.Floor.Round(redeemed * (net - order.Evaluation!.Net) / net, unit == Units.Points ? 0 : version.MinorDigits);
    }

    private static bool IsOverdue(Lot lot, DateTimeOffset now) => lot.OriginalExpiresAt <= now;
}
