using Ledger.Contracts.V1;
using Ledger.Domain.Orders;
using Ledger.Rules.Domain.States;

namespace Ledger.Domain.Spending;

/// <summary>Rejects an adjustment that waits for approval: nothing happens to the account.</summary>
internal sealed class RejectAdjustmentKind : CommandKind<RejectAdjustment>
{
    protected override CommandSubject? SubjectOf(RejectAdjustment command) => new(SpendingKinds.Adjustment, command.AdjustmentId);

    protected override CommandEnd Unknown(RejectAdjustment command) => WaitingAdjustment.Unknown(command.AdjustmentId);

    protected override CommandEnd Decide(CommandScope scope, RejectAdjustment command)
    {
        if (WaitingAdjustment.Of(scope.Account, command.AdjustmentId, out var refusal) is not { } asked) return refusal!;
        var account = scope.Account;
        scope.Recorder.Emit(new AdjustmentRejected(
                account.Program, account.Id, asked.Id, scope.Principal, account.Clock, scope.Recorder.RecordedAt, command.Reason));
        return new CommandEnd(
            Outcome.Recorded, scope.Reply(AdjustmentStateNames.Rejected, asked.Wallet, asked.Amount, of: asked.Id), MovesClock: false);
    }
}
