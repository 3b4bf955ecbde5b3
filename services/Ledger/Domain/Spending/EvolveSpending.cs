using Ledger.Contracts.V1;

namespace Ledger.Ledger.Domain;

/// <summary>The part of <see cref="Evolve"/> for holds, redemptions, adjustments and vouchers: their own books beside the lots.</summary>
internal static class EvolveSpending
{
    /// <summary>After a movement was posted to its lots and wallet.</summary>
    public static void Moved(Account account, Movement movement)
    {
        var wallet = new WalletKey(movement.Owner, movement.Unit);
        var book = account.Spending;
        switch (movement)
        {
            case PointsHeld held:
                book.Set(new Hold(held.HoldId, wallet, held.Order, held.ExpiresAt, held.Sequence) { Lots = [.. held.Moves.Select(move => new LotShare(move.Lot, move.Amount))] });
                break;
            case HoldCaptured captured:
                Close(book, captured, Hold.Captured);
                book.Set(New(captured.RedemptionId, wallet, captured.Order, null, captured));
                break;
            case HoldReleased released:
                Close(book, released, Hold.Released);
                break;
            case HoldExpired expired:
                Close(book, expired, Hold.Expired);
                break;
            case PointsRedeemed redeemed:
                book.Set(New(redeemed.RedemptionId, wallet, redeemed.Order, redeemed.Reward, redeemed));
                break;
            case RedemptionReversed reversed:
                Restore(account, reversed);
                break;
        }
    }

    /// <summary>Whether it was an event about spending that moves no value.</summary>
    public static bool Took(Account account, IAccountEvent happened)
    {
        var book = account.Spending;
        switch (happened)
        {
            case CommandHandled:
                return true;
            case AdjustmentRequested asked:
                book.Set(new Adjustment(
                    asked.AdjustmentId, new WalletKey(asked.Owner, asked.Unit), asked.Amount, asked.Reason, asked.RequestedBy, asked.RecordedAt, Adjustment.Waiting));
                return true;
            case AdjustmentApproved approved:
                book.Set(book.Adjustments[approved.AdjustmentId] with { State = Adjustment.Approved });
                return true;
            case AdjustmentRejected rejected:
                book.Set(book.Adjustments[rejected.AdjustmentId] with { State = Adjustment.Rejected });
                return true;
            case VoucherIssued issued:
                book.Set(new Voucher(issued.Code, issued.RedemptionId, issued.Value, issued.ValidUntil, Voucher.Issued));
                return true;
            case VoucherRedeemed used:
                book.Set(book.Vouchers[used.Code] with { State = Voucher.Used });
                return true;
            case VoucherCancelled cancelled:
                book.Set(book.Vouchers[cancelled.Code] with { State = Voucher.Cancelled });
                return true;
            default:
                return false;
        }
    }

    private static void Close<T>(SpendBook book, T movement, string state)
        where T : Movement, IHoldMovement
    {
        var hold = book.Holds[movement.HoldId];
        hold.Take(movement.Moves);
        // What a capture leaves goes back by a release: the hold was captured all the same.
        if (hold.State == Hold.Held) hold.State = state;
        book.Set(hold);
    }

    private static Redemption New(string id, WalletKey wallet, string? order, string? reward, Movement movement) =>
        new(id, wallet, order, reward, movement.Sequence) { Lots = [.. movement.Moves.Select(move => new Allocation(move.Lot, move.Amount, 0))] };

    private static void Restore(Account account, RedemptionReversed reversed)
    {
        var redemption = account.Spending.Redemptions[reversed.RedemptionId];
        var back = reversed.Moves.ToDictionary(move => move.Lot, move => move.Amount);
        redemption.Lots = [.. redemption.Lots.Select(part => part with { Restored = part.Restored + back.GetValueOrDefault(part.Lot) })];
        account.Spending.Set(redemption);
        foreach (var extended in reversed.Extended ?? []) account.Lots.Change(extended.Lot, lot => lot.ExtendedTo = extended.ExpiresAt);
    }
}
