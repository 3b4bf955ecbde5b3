using Ledger.Contracts.V1;
using Ledger.Domain.Accounts;
using Ledger.Domain.Spending;
using Ledger.Rules.Domain.Program;
using Ledger.Rules.Domain.States;

namespace Ledger.Domain.Mechanics;

/// <summary>Value that is set aside for a purchase, then captured, released or expired (domain.md §4 redemption).</summary>
internal sealed class Holds : Mechanic
{
    public override IEnumerable<EventCase<Account>> Events =>
    [
        AccountCase.On<PointsHeld>((account, held) => account with { Spending = account.Spending.Set(Made(held)) }),
        AccountCase.On<HoldCaptured>((account, captured) => account with
        {
            Spending = Close(account.Spending, captured, HoldState.Captured)
                .Set(Redemptions.Made(captured.RedemptionId, captured.Order, captured.OrderNet, null, captured.PartnerId, captured)),
        }),
        AccountCase.On<HoldReleased>(
            (account, released) => account with { Spending = Close(account.Spending, released, HoldState.Released) }),
        AccountCase.On<HoldExpired>(
            (account, expired) => account with { Spending = Close(account.Spending, expired, HoldState.Expired) }),
    ];

    public override IEnumerable<DueKind> Due => [new HoldExpiry()];

    public override IEnumerable<CommandKind> Commands => [new HoldPointsKind(), new CaptureHoldKind(), new ReleaseHoldKind()];

    private static Hold Made(PointsHeld held) =>
        new(held.HoldId, new WalletKey(held.Owner, held.Unit), held.Order, held.ExpiresAt, held.Sequence)
        {
            PartnerId = held.PartnerId,
            Lots = [.. held.Moves.Select(move => new LotShare(move.Lot, move.Amount))],
        };

    private static AccountSpending Close<T>(AccountSpending spending, T movement, HoldState state)
        where T : Movement, IHoldMovement
    {
        var hold = spending.Holds[movement.HoldId];
        var after = hold.State switch
        {
            HoldState.Held => state,
            // The rest of a captured hold goes back by a release; the hold's state stays captured.
            HoldState.Captured or HoldState.Released or HoldState.Expired => hold.State,
        };
        return spending.Set(hold.Without(movement.Moves) with { State = after });
    }
}

/// <summary>A hold expires; of holds that expire at one time, the earlier made first.</summary>
internal sealed class HoldExpiry : DueKind
{
    public override DateTimeOffset? NextAt(ProgramCatalog catalog, Account account) => account.Spending.NextToExpire?.ExpiresAt;

    public override void CarryOut(Recorder recorder, DateTimeOffset at)
    {
        var (hold, now) = (recorder.Account.Spending.NextToExpire!, recorder.WhenDue(at));
        if (hold.IsClaim) recorder.Emit(new ClaimExpired(recorder.Account.Program, recorder.Account.Id, hold.Id, now, recorder.RecordedAt));
        HeldValue.Expire(recorder, hold, now);
    }
}
