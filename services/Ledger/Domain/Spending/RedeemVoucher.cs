using Ledger.Contracts.V1;
using Ledger.Domain.Orders;
using Ledger.Rules.Domain.States;

namespace Ledger.Domain.Spending;

/// <summary>
/// Uses a voucher, once and before it expires. A voucher whose redemption was reversed by command, whole or in part, can only be cancelled,
/// so that value is never both given back and spent.
/// </summary>
internal sealed class RedeemVoucherKind : CommandKind<RedeemVoucher>
{
    protected override CommandSubject? SubjectOf(RedeemVoucher command) => new(SpendingKinds.Voucher, command.Code);

    protected override CommandEnd Unknown(RedeemVoucher command) => IssuedVoucher.Unknown();

    protected override CommandEnd Decide(CommandScope scope, RedeemVoucher command)
    {
        var now = scope.Begin();
        var account = scope.Account;
        if (IssuedVoucher.Of(account, command.Code, out var refusal) is not { } voucher) return refusal!;
        var paid = account.Spending.Redemptions[voucher.Redemption];
        if (paid.Left < paid.Amount) return CommandEnd.Refuse(Refusals.VoucherClosed, "What paid for the voucher was given back.");
        if (voucher.ValidUntil <= now)
        {
            return CommandEnd.Refuse(
                Refusals.VoucherExpired, $"The voucher was valid until {InstantJsonConverter.Format(voucher.ValidUntil.Value)}.");
        }
        var order = command.Source is { } source ? Streams.OrderKey(source, command.OrderId!) : null;
        scope.Recorder.Emit(new VoucherRedeemed(account.Program, account.Id, voucher.Code, now, scope.Recorder.RecordedAt, order));
        return CommandEnd.Done(new CommandReply(
                command.Key, VoucherStateNames.Used, account.Id, now, Of: voucher.Redemption, Voucher: voucher.Code, Value: voucher.Value));
    }
}
