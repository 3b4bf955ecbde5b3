using Ledger.Contracts.V1;
using Ledger.Domain.Accounts;
using Ledger.Domain.Orders;

namespace Ledger.Domain.Spending;

/// <summary>
/// Takes value from activated lots: soonest expiry first (none last), then activation, then number; never more than available, and not
/// from the lots of the order that it pays for (domain.md §4 redemption).
/// </summary>
internal static class Allocate
{
    /// <summary>The moves of an amount from available lots to a book; null when not enough is available.</summary>
    public static List<LotMove>? From(Account account, WalletKey wallet, decimal amount, string to, string? exceptOrder)
    {
        var own = exceptOrder is null ? 0 : account.Lots.OfOrder(exceptOrder, wallet).Sum(lot => lot.Unheld);
        if (account.Wallet(wallet).Available - own < amount) return null;
        var moves = new List<LotMove>();
        foreach (var lot in account.Lots.InRedemptionOrder(wallet))
        {
            if (exceptOrder is not null && lot.Order == exceptOrder) continue;
            var taken = Math.Min(amount, lot.Unheld);
            moves.Add(new LotMove(lot.Number, Books.Available, to, taken));
            amount -= taken;
            if (amount == 0) return moves;
        }

        return null;
    }

    public static CommandEnd Insufficient(Account account, WalletKey wallet, decimal amount) => CommandEnd.Refuse(
            Refusals.InsufficientBalance,
            $"{account.Wallet(wallet).Available} are available to {wallet.Owner} in {wallet.Unit}; {amount} were asked for.");
}
