using System.Diagnostics;
using Ledger.Contracts.V1;
using Ledger.Rules.Domain;

namespace Ledger.Ledger.Domain;

/// <summary>How events change what the ledger knows. The only code that does: deciding emits events, and they come through here.</summary>
public static class Evolve
{
    /// <summary>Applies an event of the account's stream, or one of its orders' streams, to the account.</summary>
    public static void Account(Account account, IAccountEvent happened)
    {
        ArgumentNullException.ThrowIfNull(account);
        ArgumentNullException.ThrowIfNull(happened);
        switch (happened)
        {
            case Movement movement:
                Move(account, movement);
                break;
            case OrderRecorded recorded:
                account.Orders++;
                if (account.FirstOrderAt is null || recorded.PlacedAt < account.FirstOrderAt) account.FirstOrderAt = recorded.PlacedAt;
                if (account.Tier is null) account.TierSince = recorded.PlacedAt;
                account.Lots.KnowOrder(Domain.Order.KeyOf(recorded.Source, recorded.OrderId));
                account.Spending.KnowOrder(Domain.Order.KeyOf(recorded.Source, recorded.OrderId));
                break;
            case DiscountComputed computed:
                Measure(account, computed);
                break;
            case ScopeMeasured measured:
                account.Measures.Add(measured.Scope, measured.Months);
                if (measured.RecordedFor is { } alias) account.AliasMeasures[alias].Add(measured.Scope, measured.Months);
                break;
            case RebateComputed computed:
                var key = RebatePeriodState.KeyOf(computed.Rebate, computed.Period);
                var period = computed.ClosedBy is { } closedBy ? account.Inherited[(closedBy, key)] : account.Rebates[key];
                (period.Basis, period.Amount) = (computed.Basis, computed.Amount);
                break;
            case TierUpgraded upgraded:
                (account.Tier, account.TierSince, account.GraceUntil) = (upgraded.Tier, upgraded.EffectiveAt, null);
                break;
            case TierDowngraded downgraded:
                (account.Tier, account.TierSince, account.GraceUntil) = (downgraded.Tier, downgraded.EffectiveAt, downgraded.GraceUntil);
                account.ReviewedAt = downgraded.EffectiveAt;
                break;
            case TierRetained retained:
                (account.GraceUntil, account.ReviewedAt) = (retained.GraceUntil, retained.EffectiveAt);
                break;
            case TierGraceStarted started:
                (account.GraceUntil, account.ReviewedAt) = (started.GraceUntil, started.EffectiveAt);
                break;
            case ActivationScheduled scheduled:
                account.Lots.Change(scheduled.Lot, lot => lot.ActivatesAt = scheduled.ActivatesAt);
                break;
            case OrderRevised or OrderSuperseded or OrderProgressed or ReturnRecorded:
                break;
            case var spending when EvolveSpending.Took(account, spending):
                break;
            case var merge when EvolveMerge.Took(account, merge):
                break;
            default:
                throw new UnreachableException($"No account takes a {happened.GetType().Name}.");
        }

        if (happened.EffectiveAt > account.Clock) account.Clock = happened.EffectiveAt;
    }

    /// <summary>Applies an event of the order's stream to the order.</summary>
    public static void Order(Order order, ILedgerEvent happened)
    {
        ArgumentNullException.ThrowIfNull(order);
        switch (happened)
        {
            case OrderRecorded recorded:
                order.Snapshot = recorded;
                Stand(order, recorded.Revision, recorded.Lines, recorded.ContactId, recorded.PartnerId, recorded.Tags, recorded.ContentHash);
                break;
            case OrderRevised revised:
                Stand(order, revised.Revision, revised.Lines, revised.ContactId, revised.PartnerId, revised.Tags, revised.ContentHash);
                break;
            case OrderSuperseded superseded:
                order.Keys[FactKeys.Revision(superseded.Revision)] = superseded.ContentHash;
                break;
            case OrderProgressed progressed:
                order.Keys[FactKeys.Progress(progressed.Fact, progressed.FactId)] = progressed.ContentHash;
                if (progressed.Triggers) order.Triggers[progressed.Fact] = Later(progressed.OccurredAt, order.Snapshot!.PlacedAt);
                Unpark(order, progressed.ContentHash);
                break;
            case ReturnRecorded returned:
                order.Keys[returned.ReturnId is { } id ? FactKeys.Return(id) : FactKeys.Cancelled] = returned.ContentHash;
                foreach (var line in returned.Lines) order.Returned[line.LineId] = order.Returned.GetValueOrDefault(line.LineId) + line.Quantity;
                order.IsCancelled |= returned.ReturnId is null;
                Unpark(order, returned.ContentHash);
                break;
            case DiscountComputed computed:
                (order.Evaluation, order.Month) = (computed.Evaluation, computed.Month);
                order.EvaluatedFor.Add(Units.AccountOwner);
                if (order.ContactId is { } contact) order.EvaluatedFor.Add(contact);
                break;
            case FactParked parked:
                order.Parked.Add(parked);
                break;
            case FactUnparked unparked:
                Unpark(order, unparked.ContentHash);
                break;
            default:
                throw new UnreachableException($"No order takes a {happened?.GetType().Name}.");
        }
    }

    /// <summary>Applies an event of a reward's stream.</summary>
    public static void Reward(RewardStock stock, ILedgerEvent happened)
    {
        ArgumentNullException.ThrowIfNull(stock);
        stock.Taken += happened switch
        {
            RewardTaken => 1,
            RewardReturned => -1,
            _ => throw new UnreachableException($"No reward takes a {happened?.GetType().Name}."),
        };
    }

    /// <summary>Applies an event of the order's stream to the order and, where it names one, to its account.</summary>
    public static void Both(Order order, Account account, IOrderEvent happened)
    {
        Order(order, happened);
        Account(account, happened);
    }

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;

    private static void Unpark(Order order, string hash) => order.Parked.RemoveAll(parked => parked.ContentHash == hash);

    private static void Stand(
        Order order, long revision, IReadOnlyList<OrderLine> lines, string? contact, string? partner, IReadOnlyDictionary<string, string>? tags, string hash)
    {
        (order.Revision, order.Lines, order.ContactId, order.PartnerId, order.Tags) = (revision, lines, contact, partner, tags);
        order.Keys[FactKeys.Revision(revision)] = hash;
    }

    private static void Move(Account account, Movement movement)
    {
        var key = new WalletKey(movement.Owner, movement.Unit);
        var wallet = account.Wallet(key);
        if (movement.Opened is { } opened)
        {
            account.Lots.Open(new Lot(opened.Lot, key, opened.Order, opened.Rebate, opened.ExpiresAt) { ActivatesAt = opened.ActivatesAt });
            account.LotsOpened = opened.Lot;
        }

        foreach (var move in movement.Moves)
        {
            wallet.Apply(move);
            if (move.Lot != 0) account.Lots.Change(move.Lot, lot => lot.Apply(move));
        }

        if (movement is IWaiving { Waived: not 0 } waiving) account.Lots.Change(waiving.WaivedLot, lot => lot.Waived += waiving.Waived);
        account.Entries = movement.Sequence;
        EvolveSpending.Moved(account, movement);
    }

    private static void Measure(Account account, DiscountComputed computed)
    {
        account.Tier ??= computed.Evaluation.Frozen.Tier;
        Measure(account.Measures, computed);
        if (computed.RecordedFor is { } alias) Measure(account.AliasMeasures[alias], computed);
        var points = computed.Evaluation.Measures.Points - (computed.Previous?.Points ?? 0);
        if (points != 0) account.Measures.AddPoints(computed.Month, points);
        foreach (var opened in computed.RebatePeriods ?? [])
        {
            var period = new RebatePeriodState(opened);
            account.Rebates.TryAdd(period.Key, period);
        }
    }

    private static void Measure(Measures measures, DiscountComputed computed)
    {
        var first = computed.Previous is null;
        foreach (var scope in computed.Evaluation.Measures.Scopes)
        {
            measures.Know(scope.Scope);
            var change = scope.Net - (computed.Previous?.NetOf(scope.Scope) ?? Exact.Zero);
            if (!change.IsZero || (first && scope.Counts)) measures.Add(scope.Scope, computed.Month, change, first && scope.Counts ? 1 : 0);
        }
    }
}
