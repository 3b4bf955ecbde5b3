using Ledger.Contracts.V1;

namespace Ledger.Domain.Accounts;

/// <summary>
/// What every movement of value does to an account: it becomes the next entry, changes its wallet and lots, and may open a lot.
/// </summary>
internal static class Entries
{
    public static Account Post(Account account, Movement movement)
    {
        var key = new WalletKey(movement.Owner, movement.Unit);
        var lots = account.Lots;
        if (movement.Opened is { } opened)
        {
            var cause = opened.Activity is { } activity ? Lot.OfActivity(activity) : opened.Order;
            lots = lots.Set(
                new Lot(opened.Lot, key, cause, opened.Rebate, opened.ExpiresAt) { ActivatesAt = opened.ActivatesAt, Fund = opened.Fund });
        }

        foreach (var move in movement.Moves)
        {
            if (move.Lot != 0) lots = lots.Set(lots[move.Lot].After(move));
        }

        if (movement is IWaiving { Waived: not 0 } waiving)
        {
            var lot = lots[waiving.WaivedLot];
            lots = lots.Set(lot with { Waived = lot.Waived + waiving.Waived });
        }

        return account with
        {
            Wallets = account.Wallets.Set(key, new Wallet(key, account.Wallet(key).After(movement.Moves))),
            Lots = lots,
            LotsOpened = movement.Opened?.Lot ?? account.LotsOpened,
            Entries = movement.Sequence,
        };
    }
}
