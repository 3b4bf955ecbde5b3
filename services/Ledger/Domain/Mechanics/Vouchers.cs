using Ledger.Contracts.V1;
using Ledger.Domain.Accounts;
using Ledger.Domain.Spending;
using Ledger.Rules.Domain.States;

namespace Ledger.Domain.Mechanics;

/// <summary>Vouchers: redemptions whose value is a code that can be used once.</summary>
internal sealed class Vouchers : Mechanic
{
    public override IEnumerable<EventCase<Account>> Events =>
    [
        AccountCase.On<VoucherIssued>((account, issued) => account with
        {
            Spending = account.Spending.Set(
                new Voucher(issued.Code, issued.RedemptionId, issued.Value, issued.ValidUntil, VoucherState.Issued)),
        }),
        AccountCase.On<VoucherRedeemed>((account, used) => End(account, used.Code, VoucherState.Used)),
        AccountCase.On<VoucherCancelled>((account, cancelled) => End(account, cancelled.Code, VoucherState.Cancelled)),
    ];

    public override IEnumerable<CommandKind> Commands => [new RedeemVoucherKind(), new CancelVoucherKind()];

    private static Account End(Account account, string code, VoucherState state) =>
        account with { Spending = account.Spending.Set(account.Spending.Vouchers[code] with { State = state }) };
}
