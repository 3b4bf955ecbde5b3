using Ledger.Contracts.V1;
using Ledger.Domain.Accounts;
using Ledger.Domain.Due;
using Ledger.Domain.Orders;
using Ledger.Domain.Postings;
using Ledger.Domain.Programs;
using Ledger.Rules.Domain.Mechanics;
using Ledger.Rules.Domain.Postings;
using Ledger.Rules.Domain.Program;

namespace Ledger.Domain.Mechanics;

/// <summary>The lots that an order earns: pending, then active, then expired (domain.md §4 steps 3 and 4).</summary>
internal sealed class Lots : Mechanic
{
    public override IEnumerable<EventCase<Account>> Events =>
    [
        AccountCase.Ignore<PointsAccrued>(),
        AccountCase.Ignore<CashbackAccrued>(),
        AccountCase.Ignore<PointsActivated>(),
        AccountCase.Ignore<PointsExpired>(),
        AccountCase.Ignore<AccrualReversed>(),
        AccountCase.Ignore<CashbackReversed>(),
        AccountCase.Ignore<ArrearsOpened>(),
        AccountCase.Ignore<ArrearsCleared>(),
        AccountCase.Ignore<WaiverUsed>(),
        AccountCase.On<ActivationScheduled>((account, scheduled) => account with
        {
            Lots = account.Lots.Set(account.Lots[scheduled.Lot] with { ActivatesAt = scheduled.ActivatesAt }),
        }),
    ];

    public override IEnumerable<DueKind> Due => [new LotActivation(), new LotExpiry()];

    public override void Follow(Recorder recorder, RecordedFact fact)
    {
        if (fact.Kind == RecordedFactKind.Progressed) Schedule(recorder, fact);
        else if (fact.ChangesOrder) PostPoints(recorder, fact);
    }

    // The trigger with the earliest time sets the activation date. One that arrives later with an earlier time moves the date of a lot that
    // is still pending.
    private static void Schedule(Recorder recorder, RecordedFact fact)
    {
        var order = recorder.Order;

        // Of several payments or shipments the first is the trigger.
        if (order.Triggers.Count == fact.Before.Triggers.Count) return;
        if (ActivatesAt(recorder.Catalog.Version(order.Snapshot!.ProgramVersion), order, order.Evaluation!) is not { } scheduled) return;

        // A trigger that arrives after the activation date it gives activates at the clock.
        var activatesAt = scheduled > fact.Now ? scheduled : fact.Now;
        foreach (var lot in recorder.Account.Lots.OfOrder(order.Key))
        {
            if (lot.Wallet.Unit != Units.Points || (lot.ActivatesAt is { } date && (lot.Pending == 0 || date <= activatesAt))) continue;
            recorder.Emit(new ActivationScheduled(
                    order.Program, recorder.Account.Id, lot.Number, activatesAt, fact.Cause, fact.Now, recorder.RecordedAt));
        }
    }

    private static void PostPoints(Recorder recorder, RecordedFact fact)
    {
        var (before, after) = (fact.Before.Evaluation, recorder.Order.Evaluation!);
        // A new order nearly always has one owner; then there is nothing to sort.
        IEnumerable<string> owners = before is null && after.Owners is [var only]
            ? [only.Owner]
            : OwnersOf(before, after, accountFirst: recorder.Budget is not null);
        foreach (var owner in owners)
        {
            if (PointsOf(after, owner) != PointsOf(before, owner)) PostPoints(recorder, fact, owner);
        }
    }

    private static void PostPoints(Recorder recorder, RecordedFact fact, string owner)
    {
        var order = recorder.Order;
        var version = recorder.Catalog.Version(order.Snapshot!.ProgramVersion);
        var wallet = new WalletKey(owner, Units.Points);
        var target = new CreditTarget(
            wallet, recorder.Account.Lots.OfOrder(order.Key, wallet), ActivatesAt(version, order, order.Evaluation!),
            version.Calendar.ExpiryOf(order.Snapshot.PlacedAt, version.Points.Expiry),
            from => version.Calendar.ExpiryOf(from, version.Points.Expiry), IsFirst: !fact.Before.EvaluatedFor.Contains(owner), order.Key,
            Partner: Partners.FunderOf(version, order.Snapshot.PartnerId));
        RuledCredit.Change(
            recorder, target, PointsOf(fact.Before.Evaluation, owner), PointsOf(order.Evaluation, owner), version, fact,
            ComponentsOf(order.Evaluation!, owner));
    }

    // How the rules computed an owner's points.
    private static List<Component> ComponentsOf(OrderEvaluation evaluation, string owner)
    {
        var components = new List<Component>(evaluation.Earning.Count);
        for (var i = 0; i < evaluation.Earning.Count; i++)
        {
            var outcome = evaluation.Earning[i];
            if (!outcome.Applied || outcome.Owner != owner) continue;
            components.Add(new Component(outcome.Rule, outcome.Base ?? Exact.Zero, outcome.Rate ?? Exact.Zero, outcome.Points));
        }

        return components;
    }

    // When a first lot of the order activates: at the earliest trigger so far plus the delay; null before any trigger.
    private static DateTimeOffset? ActivatesAt(ProgramVersion version, Order order, OrderEvaluation evaluation) =>
        ActivationRules.ActivatesAt(
            version, evaluation.Frozen, order.Snapshot!.PlacedAt, At(order, Trigger.Paid), At(order, Trigger.Shipped),
            At(order, Trigger.Delivered));

    private static DateTimeOffset? At(Order order, Trigger trigger) =>
        order.Triggers.TryGetValue(ProgressOrder.NameOf(trigger), out var at) ? at : null;

    // Decreases first, so that points that move from one owner to another are never credited twice at once. What is left of a budget goes
    // to the account's lot first (mechanics.md §11).
    private static IEnumerable<string> OwnersOf(OrderEvaluation? before, OrderEvaluation after, bool accountFirst) =>
        (before?.Owners ?? []).Concat(after.Owners).Select(owner => owner.Owner).Distinct(StringComparer.Ordinal)
            .OrderBy(owner => PointsOf(after, owner) - PointsOf(before, owner) >= 0)
            .ThenBy(owner => accountFirst && owner != WalletOwners.Account).ThenBy(owner => owner, StringComparer.Ordinal);

    private static long PointsOf(OrderEvaluation? evaluation, string owner)
    {
        for (var i = 0; i < evaluation?.Owners.Count; i++)
        {
            if (evaluation.Owners[i].Owner == owner) return evaluation.Owners[i].Points;
        }

        return 0;
    }
}
