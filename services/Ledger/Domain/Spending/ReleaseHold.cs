using Ledger.Contracts.V1;
using Ledger.Rules.Domain.States;

namespace Ledger.Domain.Spending;

/// <summary>Releases a hold before it expires: all that is still held goes back to its lots (domain.md §4 redemption).</summary>
internal sealed class ReleaseHoldKind : CommandKind<ReleaseHold>
{
    protected override CommandSubject? SubjectOf(ReleaseHold command) => new(SpendingKinds.Hold, command.HoldId);

    protected override CommandEnd Unknown(ReleaseHold command) => HeldValue.Unknown(command.HoldId);

    protected override CommandEnd Decide(CommandScope scope, ReleaseHold command)
    {
        var now = scope.Begin();
        if (HeldValue.Open(scope.Account, command.HoldId, out var refusal) is not { } hold) return refusal!;
        var moves = HeldValue.Release(scope.Recorder, hold, scope.Posting(now));
        return CommandEnd.Done(scope.Reply(HoldStateNames.Released, hold.Wallet, hold.Amount, moves, hold.Id));
    }
}
