using Ledger.Domain.Accounts;
using Ledger.Domain.Orders;
using Ledger.Rules.Domain.States;

namespace Ledger.Domain.Spending;

/// <summary>Finds the voucher that a command names by its code.</summary>
internal static class IssuedVoucher
{
    public static CommandEnd Unknown() => CommandEnd.Refuse(Refusals.UnknownVoucher, "There is no such voucher.");

    /// <summary>A voucher that is neither used nor cancelled; null, with a refusal, when there is none.</summary>
    public static Voucher? Of(Account account, string code, out CommandEnd? refusal)
    {
        var voucher = account.Spending.Vouchers.Find(code);
        refusal = voucher is null ? Unknown()
            : voucher.State.IsOpen() ? null
            : CommandEnd.Refuse(Refusals.VoucherClosed, $"The voucher is {VoucherStateNames.NameOf(voucher.State)}.");
        return refusal is null ? voucher : null;
    }
}
