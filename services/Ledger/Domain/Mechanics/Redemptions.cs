using Ledger.Contracts.V1;
using Ledger.Domain.Accounts;
using Ledger.Domain.Spending;

namespace Ledger.Domain.Mechanics;

/// <summary>
/// Redemptions and their reversals: by command, or when the net of the order that was paid falls (domain.md §4 redemption).
/// </summary>
internal sealed class Redemptions : Mechanic
{
    public override IEnumerable<EventCase<Account>> Events =>
    [
        AccountCase.On<PointsRedeemed>((account, redeemed) => account with
        {
            Spending = account.Spending.Set(
                Made(redeemed.RedemptionId, redeemed.Order, redeemed.OrderNet, redeemed.Reward, redeemed.PartnerId, redeemed)),
        }),
        AccountCase.On<RedemptionReversed>(Reversed),
    ];

    public override IEnumerable<CommandKind> Commands => [new RedeemPointsKind(), new ReverseRedemptionKind()];

    public override void Follow(Recorder recorder, RecordedFact fact)
    {
        if (fact.Kind is RecordedFactKind.Returned or RecordedFactKind.Amended) GiveBack.ForOrder(recorder, fact.Now, fact.Cause);
    }

    /// <summary>The redemption that a movement makes.</summary>
    public static Redemption Made(string id, string? order, Exact? orderNet, string? reward, string? partner, Movement movement) =>
        new(id, new WalletKey(movement.Owner, movement.Unit), order, reward, movement.Sequence)
        {
            OrderNet = orderNet,
            PartnerId = partner,
            Lots = [.. movement.Moves.Select(move => new Allocation(move.Lot, move.Amount, 0))],
        };

    private static Account Reversed(Account account, RedemptionReversed reversed)
    {
        var redemption = account.Spending.Redemptions[reversed.RedemptionId];
        var back = reversed.Moves.ToDictionary(move => move.Lot, move => move.Amount);
        var lots = account.Lots;
        foreach (var extended in reversed.Extended ?? []) lots = lots.Set(lots[extended.Lot] with { ExtendedTo = extended.ExpiresAt });
        return account with
        {
            Spending = account.Spending.Set(redemption with
            {
                Lots = [.. redemption.Lots.Select(part => part with { Restored = part.Restored + back.GetValueOrDefault(part.Lot) })],
            }),
            Lots = lots,
        };
    }
}
