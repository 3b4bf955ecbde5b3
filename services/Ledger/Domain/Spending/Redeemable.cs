using Ledger.Contracts.V1;
using Ledger.Domain.Accounts;
using Ledger.Domain.Orders;
using Ledger.Rules.Domain.Numbers;
using Ledger.Rules.Domain.Postings;
using Ledger.Rules.Domain.Program;

namespace Ledger.Domain.Spending;

/// <summary>
/// The limits of a redemption or hold besides the balance: the minimum of points, and the share of the order that may be paid with value
/// (domain.md §4 redemption).
/// </summary>
internal static class Redeemable
{
    /// <summary>The refusal of an amount; null when it is within the limits.</summary>
    /// <param name="order">The key of the order that is paid for; null: none.</param>
    public static CommandEnd? Refusal(CommandScope scope, ProgramVersion version, WalletKey wallet, decimal amount, string? order)
    {
        if (wallet.Unit == Units.Points && amount < version.Redemption.MinPoints)
        {
            return CommandEnd.Refuse(Refusals.BelowMinimum, $"A redemption is at least {version.Redemption.MinPoints} points.");
        }

        if (order is null) return null;
        if (scope.Order is not { IsRecorded: true, Evaluation: { } evaluation } || scope.Order.Key != order)
        {
            return CommandEnd.Refuse(Refusals.UnknownOrder, "The account has no such order.");
        }

        // The net already deducts the discount that the order states, so only the entitlement beyond that lowers what the buyer owes.
        var beyond = (Exact)evaluation.Entitled - evaluation.Stated;
        var net = evaluation.Net - (beyond.Sign > 0 ? beyond : Exact.Zero);
        var cap = net.Sign <= 0 ? 0 : Rounding.Floor.Round(net * version.Redemption.MaxOrderSharePercent / 100, version.MinorDigits);
        var used = Amounts.Worth(version, wallet.Unit, amount);
        foreach (var redemption in scope.Account.Spending.OfOrder(order))
        {
            used += Amounts.Worth(version, redemption.Wallet.Unit, redemption.Left);
        }
        foreach (var hold in scope.Account.Spending.HoldsFor(order)) used += Amounts.Worth(version, hold.Wallet.Unit, hold.Amount);
        return used > cap
            ? CommandEnd.Refuse(
                Refusals.AboveOrderShare,
                $"At most {cap} {version.Currency} of the order may be paid with value, all redemptions and holds together.")
            : null;
    }

    /// <summary>The exact net, as it now stands, of the order that is paid for; null when there is none.</summary>
    /// <param name="order">The key of the order.</param>
    /// <exception cref="InvalidOperationException">The order was not loaded for the decision.</exception>
    public static Exact? NetOf(CommandScope scope, string? order)
    {
        if (order is null) return null;
        if (scope.Order is not { Evaluation: { } evaluation } paid || paid.Key != order)
        {
            throw new InvalidOperationException($"Order {order} is paid for, and the decision was not given it.");
        }

        return evaluation.Net;
    }

    /// <summary>The key of the order whose lots must not be spent: under "future", the order that is paid for; else null.</summary>
    public static string? Skipped(ProgramVersion version, string? order) => version.Points.RedeemOn == RedeemOn.Future ? order : null;
}
