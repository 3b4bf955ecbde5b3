using Ledger.Contracts.V1;
using Ledger.Domain.Accounts;
using Ledger.Domain.Due;
using Ledger.Domain.Orders;
using Ledger.Rules.Domain.States;

namespace Ledger.Domain.Spending;

/// <summary>
/// Captures a hold before its time is over, whole or in part; the rest returns to the same lots (domain.md §4 redemption).
/// </summary>
internal sealed class CaptureHoldKind : CommandKind<CaptureHold>
{
    protected override CommandSubject? SubjectOf(CaptureHold command) => new(SpendingKinds.Hold, command.HoldId);

    protected override string? OrderOfSubject(CaptureHold command, Account account) => account.Spending.Holds.Find(command.HoldId)?.Order;

    protected override CommandEnd Unknown(CaptureHold command) => HeldValue.Unknown(command.HoldId);

    protected override CommandEnd Decide(CommandScope scope, CaptureHold command)
    {
        var now = scope.Begin();
        if (HeldValue.Open(scope.Account, command.HoldId, out var refusal) is not { } hold) return refusal!;
        var version = scope.Version;
        if (EndOfSpending.Refusal(version, now) is { } closed) return closed;
        var amount = hold.Amount;
        if (command.Amount is { } part)
        {
            if (Amounts.Positive(version, hold.Wallet.Unit, part, out refusal) is not { } asked) return refusal!;
            if (asked > hold.Amount) return CommandEnd.Refuse(Refusals.AboveHeld, $"{hold.Amount} are held; {asked} were asked for.");
            amount = asked;
        }

        // The net at the capture counts, not the net when the value was set aside.
        var net = Redeemable.NetOf(scope, hold.Order);
        var moves = HeldValue.Capture(scope.Recorder, hold, amount, command.Key, net, scope.Posting(now));
        return CommandEnd.Done(scope.Reply(HoldStateNames.Captured, hold.Wallet, amount, moves, hold.Id));
    }
}
