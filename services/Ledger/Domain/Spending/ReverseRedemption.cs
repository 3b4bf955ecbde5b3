using Ledger.Contracts.V1;
using Ledger.Domain.Orders;
using Ledger.Domain.Postings;

namespace Ledger.Domain.Spending;

/// <summary>Reverses a redemption by command, whole or in part, any number of times up to its amount (domain.md §4 redemption).</summary>
internal sealed class ReverseRedemptionKind : CommandKind<ReverseRedemption>
{
    protected override CommandSubject? SubjectOf(ReverseRedemption command) => new(SpendingKinds.Redemption, command.RedemptionId);

    protected override CommandEnd Unknown(ReverseRedemption command) => Unknown(command.RedemptionId);

    protected override CommandEnd Decide(CommandScope scope, ReverseRedemption command)
    {
        scope.Begin();
        if (scope.Account.Spending.Redemptions.Find(command.RedemptionId) is not { } redemption) return Unknown(command.RedemptionId);
        var amount = redemption.Left;
        if (command.Amount is { } part)
        {
            if (Amounts.Positive(scope.Version, redemption.Wallet.Unit, part, out var refusal) is not { } asked) return refusal!;
            amount = asked;
        }

        if (amount > redemption.Left || amount == 0)
        {
            return CommandEnd.Refuse(Refusals.AboveRedeemed, $"{redemption.Left} of redemption {redemption.Id} are left to be reversed.");
        }
        var moves = Post(scope, redemption, amount);
        return CommandEnd.Done(scope.Reply("reversed", redemption.Wallet, amount, moves, redemption.Id));
    }

    private static CommandEnd Unknown(string id) => CommandEnd.Refuse(Refusals.UnknownRedemption, $"There is no redemption {id}.");

    /// <summary>Gives value back. A reward whose redemption is wholly reversed returns to stock.</summary>
    public static IReadOnlyList<LotMove> Post(CommandScope scope, Redemption redemption, decimal amount)
    {
        var now = scope.Now;
        var moves = GiveBack.Post(scope.Recorder, redemption, amount, scope.Cause(), now);
        PayArrears.From(scope.Recorder, redemption.Wallet, scope.Posting(now));
        if (scope.Account.Spending.Redemptions[redemption.Id] is { Reward: { } reward, Left: 0 } && scope.Stock is { Taken: > 0 })
        {
            scope.Recorder.EmitForReward(
                new RewardReturned(scope.Account.Program, reward, scope.Account.Id, redemption.Id, now, scope.Recorder.RecordedAt));
        }

        return moves;
    }
}
