using Ledger.Contracts.V1;
using Ledger.Rules.Domain.States;

namespace Ledger.Domain.Spending;

/// <summary>Cancels an unused voucher: what was not yet reversed of the redemption that paid for it is reversed.</summary>
internal sealed class CancelVoucherKind : CommandKind<CancelVoucher>
{
    protected override CommandSubject? SubjectOf(CancelVoucher command) => new(SpendingKinds.Voucher, command.Code);

    protected override CommandEnd Unknown(CancelVoucher command) => IssuedVoucher.Unknown();

    protected override CommandEnd Decide(CommandScope scope, CancelVoucher command)
    {
        var now = scope.Begin();
        var account = scope.Account;
        if (IssuedVoucher.Of(account, command.Code, out var refusal) is not { } voucher) return refusal!;
        var redemption = account.Spending.Redemptions[voucher.Redemption];
        var left = redemption.Left;
        IReadOnlyList<LotMove> moves = left > 0 ? ReverseRedemptionKind.Post(scope, redemption, left) : [];
        scope.Recorder.Emit(new VoucherCancelled(account.Program, account.Id, voucher.Code, now, scope.Recorder.RecordedAt));
        var reply = scope.Reply(VoucherStateNames.Cancelled, redemption.Wallet, left, moves, redemption.Id);
        return CommandEnd.Done(reply with { Voucher = voucher.Code, Value = voucher.Value });
    }
}
