using Ledger.Contracts.V1;
using Ledger.Domain.Accounts;
using Ledger.Domain.Orders;
using Ledger.Domain.Postings;
using Ledger.Rules.Domain.Postings;
using Ledger.Rules.Domain.States;

namespace Ledger.Domain.Spending;

/// <summary>
/// Adjustments (domain.md §4): a positive one opens a lot that is active at once and has the points expiry; a negative one is allocated
/// like a redemption. One above the program's limit waits for the approval of another principal, and takes effect then.
/// </summary>
internal sealed class AdjustPointsKind : CommandKind<AdjustPoints>
{
    protected override string? AccountOf(AdjustPoints command) => command.AccountId;

    protected override CommandEnd Decide(CommandScope scope, AdjustPoints command)
    {
        var account = scope.Account;
        if (!account.IsKnown) return CommandEnd.Refuse(Refusals.UnknownAccount, $"Nothing is known of account {command.AccountId}.");
        var version = scope.Version;
        if (Amounts.Signed(version, command.Unit, command.Amount, out var refusal) is not { } amount) return refusal!;
        var wallet = new WalletKey(command.Owner, command.Unit);
        if (!version.Adjustments.NeedsApproval(command.Unit == Units.Points, amount))
        {
            return Post(scope, command.Key, wallet, amount, command.Reason);
        }

        // Nothing happens to the account until the approval, so its clock does not move.
        scope.Recorder.Emit(new AdjustmentRequested(
                account.Program, account.Id, command.Key, command.Owner, command.Unit, amount, command.Reason, scope.Principal,
                account.Clock, scope.Recorder.RecordedAt));
        return new CommandEnd(Outcome.Recorded, scope.Reply(AdjustmentStateNames.AwaitingApproval, wallet, amount), MovesClock: false);
    }

    /// <summary>Posts an adjustment that needs no approval or is approved.</summary>
    public static CommandEnd Post(CommandScope scope, string id, WalletKey wallet, decimal amount, string? reason)
    {
        var now = scope.Begin();
        var (recorder, version) = (scope.Recorder, scope.Version);
        var posting = scope.Posting(now, reason);
        List<LotMove>? moves;
        if (amount > 0)
        {
            var number = scope.Account.LotsOpened + 1;
            var expiresAt = wallet.Unit == Units.Points ? version.Calendar.ExpiryOf(now, version.Points.Expiry) : null;
            moves = [new LotMove(number, Books.Adjustment, Books.Available, amount)];
            recorder.Move<PointsAdjusted>(
                wallet, amount, moves, posting, new LotOpened(number, now, expiresAt),
                with: entry => entry with { AdjustmentId = id });
            PayArrears.From(recorder, wallet, posting);
        }
        else
        {
            moves = Allocate.From(scope.Account, wallet, -amount, Books.Adjustment, null);
            if (moves is null) return Allocate.Insufficient(scope.Account, wallet, -amount);
            recorder.Move<PointsAdjusted>(
                wallet, amount, moves, posting, with: entry => entry with { AdjustmentId = id });
        }

        return CommandEnd.Done(scope.Reply(AdjustmentStateNames.Adjusted, wallet, amount, moves));
    }
}
