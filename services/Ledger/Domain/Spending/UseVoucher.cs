using Ledger.Contracts.V1;

namespace Ledger.Ledger.Domain;

/// <summary>
/// A voucher is used once, before it expires, or cancelled, which reverses the redemption that paid for it. When that was reversed by hand, whole or in
/// part, the voucher can only be cancelled: value is never both given back and spent.
/// </summary>
internal static class UseVoucher
{
    public static CommandEnd Decide(CommandScope scope, RedeemVoucher command)
    {
        var now = scope.Begin();
        var account = scope.Account;
        if (Issued(account, command.Code, out var refusal) is not { } voucher) return refusal!;
        var paid = account.Spending.Redemptions[voucher.Redemption];
        if (paid.Left < paid.Amount) return CommandEnd.Refuse(Refusals.VoucherClosed, "What paid for the voucher was given back.");
        if (voucher.ValidUntil <= now) return CommandEnd.Refuse(Refusals.VoucherExpired, $"The voucher was valid until {InstantJsonConverter.Format(voucher.ValidUntil.Value)}.");
        var order = command.Source is { } source ? Order.KeyOf(source, command.OrderId!) : null;
        scope.Recorder.Emit(new VoucherRedeemed(account.Program, account.Id, voucher.Code, now, scope.Recorder.RecordedAt, order));
        return CommandEnd.Done(new CommandReply(command.Key, Voucher.Used, account.Id, now, Of: voucher.Redemption, Voucher: voucher.Code, Value: voucher.Value));
    }

    public static CommandEnd Cancel(CommandScope scope, CancelVoucher command)
    {
        var now = scope.Begin();
        var account = scope.Account;
        if (Issued(account, command.Code, out var refusal) is not { } voucher) return refusal!;
        var redemption = account.Spending.Redemptions[voucher.Redemption];
        var left = redemption.Left;
        IReadOnlyList<LotMove> moves = left > 0 ? UndoRedemption.Post(scope, redemption, left) : [];
        scope.Recorder.Emit(new VoucherCancelled(account.Program, account.Id, voucher.Code, now, scope.Recorder.RecordedAt));
        var reply = scope.Reply(Voucher.Cancelled, redemption.Wallet, left, moves, redemption.Id);
        return CommandEnd.Done(reply with { Voucher = voucher.Code, Value = voucher.Value });
    }

    public static CommandEnd Unknown() => CommandEnd.Refuse(Refusals.UnknownVoucher, "There is no such voucher.");

    private static Voucher? Issued(Account account, string code, out CommandEnd? refusal)
    {
        refusal = !account.Spending.Vouchers.TryGetValue(code, out var voucher) ? Unknown()
            : voucher.State == Voucher.Issued ? null
            : CommandEnd.Refuse(Refusals.VoucherClosed, $"The voucher is {voucher.State}.");
        return refusal is null ? voucher : null;
    }
}
