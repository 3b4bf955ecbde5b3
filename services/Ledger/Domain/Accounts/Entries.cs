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
        Lot? lot = null;
        if (movement.Opened is { } opened)
        {
            var cause = opened.Activity is { } activity ? Lot.OfActivity(activity) : opened.Order;
            lot = new Lot(opened.Lot, key, cause, opened.Rebate, opened.ExpiresAt) { ActivatesAt = opened.ActivatesAt, Fund = opened.Fund };
        }

        // Moves of one lot mostly follow one another. Setting a lot updates the indexes, so each lot is set once.
        foreach (var move in movement.Moves)
        {
            if (move.Lot == 0) continue;
            if (lot is not null && lot.Number != move.Lot)
            {
                lots = lots.Set(lot);
                lot = null;
            }

            lot = (lot ?? lots[move.Lot]).After(move);
        }

        if (lot is not null) lots = lots.Set(lot);
        if (movement is IWaiving { Waived: not 0 } waiving)
        {
            var waived = lots[waiving.WaivedLot];
            lots = lots.Set(waived with { Waived = waived.Waived + waiving.Waived });
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
