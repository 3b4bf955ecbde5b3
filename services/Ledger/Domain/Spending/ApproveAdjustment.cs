using Ledger.Contracts.V1;
using Ledger.Domain.Orders;

namespace Ledger.Domain.Spending;

/// <summary>
/// Approves an adjustment that waits, by another principal than the one who asked (domain.md §2, four eyes). It takes effect then.
/// </summary>
internal sealed class ApproveAdjustmentKind : CommandKind<ApproveAdjustment>
{
    protected override CommandSubject? SubjectOf(ApproveAdjustment command) => new(SpendingKinds.Adjustment, command.AdjustmentId);

    protected override CommandEnd Unknown(ApproveAdjustment command) => WaitingAdjustment.Unknown(command.AdjustmentId);

    protected override CommandEnd Decide(CommandScope scope, ApproveAdjustment command)
    {
        if (WaitingAdjustment.Of(scope.Account, command.AdjustmentId, out var refusal) is not { } asked) return refusal!;
        if (asked.RequestedBy == scope.Principal)
        {
            return CommandEnd.Refuse(
                Refusals.SamePrincipal, $"{scope.Principal} asked for adjustment {asked.Id}; somebody else approves it.");
        }

        var end = AdjustPointsKind.Post(scope, asked.Id, asked.Wallet, asked.Amount, asked.Reason);
        if (end.Reply is not { } reply) return end;
        scope.Recorder.Emit(new AdjustmentApproved(
            scope.Account.Program, scope.Account.Id, asked.Id, scope.Principal, scope.Now, scope.Recorder.RecordedAt));
        return CommandEnd.Done(reply with { Of = asked.Id });
    }
}
