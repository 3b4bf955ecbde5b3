using Ledger.Contracts.V1;
using Ledger.Domain.Accounts;
using Ledger.Domain.Orders;
using Ledger.Domain.Postings;
using Ledger.Rules.Domain.States;

namespace Ledger.Domain.Spending;

/// <summary>
/// Captures, releases and expires holds. Value that goes back to a lot past its expiry expires at once, by an entry of its own; the rest
/// may pay arrears (domain.md §4 redemption).
/// </summary>
internal static class HeldValue
{
    /// <summary>An open hold; null, with a refusal, when there is none.</summary>
    public static Hold? Open(Account account, string id, out CommandEnd? refusal)
    {
        var hold = account.Spending.Holds.Find(id);
        refusal = hold is null || hold.IsClaim ? Unknown(id)
            : hold.IsOpen ? null
            : Ended(hold);
        return refusal is null ? hold : null;
    }

    public static CommandEnd Unknown(string id) => CommandEnd.Refuse(Refusals.UnknownHold, $"There is no hold {id}.");

    private static CommandEnd Ended(Hold hold) => hold.State switch
    {
        HoldState.Expired =>
            CommandEnd.Refuse(Refusals.HoldExpired, $"Hold {hold.Id} expired at {InstantJsonConverter.Format(hold.ExpiresAt)}."),
        HoldState.Held or HoldState.Captured or HoldState.Released =>
            CommandEnd.Refuse(Refusals.HoldClosed, $"Hold {hold.Id} is {HoldStateNames.NameOf(hold.State)}."),
    };

    /// <summary>Spends held value, from its lots in redemption order, and returns the rest to the same lots.</summary>
    /// <param name="redemptionId">The id of the redemption that the capture makes.</param>
    /// <param name="orderNet">The exact net of the hold's order as it now stands; null when the hold is for no order.</param>
    /// <returns>The moves that spend the value.</returns>
    public static IReadOnlyList<LotMove> Capture(
        Recorder recorder, Hold hold, decimal amount, string redemptionId, Exact? orderNet, PostingContext posting)
    {
        var moves = new List<LotMove>();
        var left = amount;
        foreach (var share in InRedemptionOrder(recorder.Account, hold))
        {
            var taken = Math.Min(left, share.Amount);
            if (taken > 0) moves.Add(new LotMove(share.Lot, Books.Held, Books.RedeemedWith(hold.PartnerId), taken));
            left -= taken;
        }

        recorder.Move<HoldCaptured>(
            hold.Wallet, -amount, moves, posting,
            with: entry => entry with
            {
                HoldId = hold.Id,
                RedemptionId = redemptionId,
                Order = hold.Order,
                OrderNet = orderNet,
                PartnerId = hold.PartnerId,
            });

        // Releases what the capture leaves of the hold.
        Release(recorder, recorder.Account.Spending.Holds[hold.Id], posting);
        return moves;
    }

    // Soonest expiry first (none last), then activation, then number, as lots are spent (domain.md §4 redemption).
    private static IEnumerable<LotShare> InRedemptionOrder(Account account, Hold hold) => hold
            .Lots.OrderBy(share => account.Lots[share.Lot].ExpiresAt ?? DateTimeOffset.MaxValue)
            .ThenBy(share => account.Lots[share.Lot].ActivatesAt)
            .ThenBy(share => share.Lot);

    /// <summary>Returns what is still held to its lots. The moves are empty when nothing is held.</summary>
    public static IReadOnlyList<LotMove> Release(Recorder recorder, Hold hold, PostingContext posting)
    {
        var moves = Moves(hold);
        if (moves.Count == 0) return moves;
        recorder.Move<HoldReleased>(
            hold.Wallet, moves.Sum(move => move.Amount), moves, posting, with: entry => entry with { HoldId = hold.Id });
        Settle(recorder, hold.Wallet, moves, lot => lot.ExpiresAt <= posting.At, posting);
        return moves;
    }

    /// <summary>Ends a hold whose time is over. A lot that expires at the same time expires afterwards, by its own due work.</summary>
    public static void Expire(Recorder recorder, Hold hold, DateTimeOffset at)
    {
        var posting = new PostingContext(new Cause(CauseKindNames.Due), recorder.Catalog.VersionForDueWork(at).Version, at);
        var moves = Moves(hold);
        recorder.Move<HoldExpired>(
            hold.Wallet, moves.Sum(move => move.Amount), moves, posting, with: entry => entry with { HoldId = hold.Id });
        Settle(recorder, hold.Wallet, moves, lot => lot.ExpiresAt < at, posting);
    }

    /// <summary>Value that came back to a lot past its expiry expires at once and pays no arrears; the rest may pay arrears.</summary>
    public static void Settle(
        Recorder recorder, WalletKey wallet, IReadOnlyList<LotMove> came, Func<Lot, bool> isOverdue, PostingContext posting)
    {
        ExpireOverdue(recorder, wallet, came, isOverdue, posting);
        PayArrears.FromFreed(recorder, wallet, posting);
    }

    /// <summary>Expires the value that came back to a lot past its expiry.</summary>
    public static void ExpireOverdue(
        Recorder recorder, WalletKey wallet, IReadOnlyList<LotMove> came, Func<Lot, bool> isOverdue, PostingContext posting)
    {
        var overdue = came.Where(move => isOverdue(recorder.Account.Lots[move.Lot]))
            .Select(move => new LotMove(move.Lot, Books.Available, Books.Expired, move.Amount))
            .ToList();
        if (overdue.Count > 0) recorder.Move<PointsExpired>(wallet, -overdue.Sum(move => move.Amount), overdue, posting);
    }

    private static List<LotMove> Moves(Hold hold) =>
        [.. hold.Lots.Select(share => new LotMove(share.Lot, Books.Held, Books.Available, share.Amount))];
}
