using Ledger.Contracts.V1;
using Ledger.Domain.Accounts;
using Ledger.Domain.Orders;
using Ledger.Domain.Postings;
using Ledger.Rules.Domain.Postings;

namespace Ledger.Domain.Spending;

/// <summary>
/// Imports a balance from another system: a lot that is active at once and keeps the dates it had there. It counts in <c>adjusted</c>, like
/// an adjustment. It may be the account's first fact, which then starts in the lowest tier, as with an activity (mechanics.md §1).
/// </summary>
internal sealed class OpenBalanceKind : CommandKind<OpenBalance>
{
    /// <summary>The reason of its entry.</summary>
    public const string Reason = "opening-balance";

    protected override string? AccountOf(OpenBalance command) => command.AccountId;

    protected override CommandEnd Decide(CommandScope scope, OpenBalance command)
    {
        if (scope.Now == DateTimeOffset.MinValue)
        {
            return CommandEnd.Refuse(
                Refusals.InvalidValue, "at is needed: nothing has moved the program's manual clock, nor the account's, yet.");
        }

        var version = scope.Version;
        if (Amounts.Positive(version, command.Unit, command.Amount, out var refusal) is not { } amount) return refusal!;
        var wallet = new WalletKey(command.Owner, command.Unit);
        var earnedAt = command.EarnedAt ?? scope.Now;
        if (earnedAt > scope.Now) return CommandEnd.Refuse(Refusals.InvalidValue, "earnedAt is not after the time of the command.");
        var byRule = wallet.Unit == Units.Points ? version.Calendar.ExpiryOf(earnedAt, version.Points.Expiry) : null;
        var expiresAt = command.ExpiresAt ?? byRule;
        if (expiresAt <= scope.Now)
        {
            return CommandEnd.Refuse(
                Refusals.AlreadyExpired, $"expiresAt is {InstantJsonConverter.Format(expiresAt.Value)}, which has passed.");
        }

        var now = scope.Begin();
        var (recorder, posting, number) = (scope.Recorder, scope.Posting(now, Reason), scope.Account.LotsOpened + 1);
        recorder.Emit(new BalanceOpened(command.Program, scope.Account.Id, command.Key, earnedAt, now, recorder.RecordedAt));
        List<LotMove> moves = [new LotMove(number, Books.Adjustment, Books.Available, amount)];
        recorder.Move<PointsAdjusted>(
            wallet, amount, moves, posting, new LotOpened(number, earnedAt, expiresAt),
            with: entry => entry with { AdjustmentId = command.Key });
        PayArrears.From(recorder, wallet, posting);
        return CommandEnd.Done(scope.Reply("opened", wallet, amount, moves));
    }
}
