using System.Collections.Immutable;
using Ledger.Contracts.V1;
using Ledger.Rules.Domain.Postings;

namespace Ledger.Domain.Orders;

/// <summary>How each event of an order's stream changes the order.</summary>
internal static class EvolveOrder
{
    public static EventCases<Order> Cases { get; } = new(
    [
        OrderCase.On<OrderRecorded>((order, recorded) => InForce(
            order, recorded, recorded.Revision, recorded.Lines, recorded.ContactId, recorded.PartnerId, recorded.Tags,
            recorded.ContentHash)),
        OrderCase.On<OrderRevised>((order, revised) => InForce(
            order, order.Snapshot, revised.Revision, revised.Lines, revised.ContactId, revised.PartnerId, revised.Tags,
            revised.ContentHash)),
        OrderCase.On<OrderSuperseded>(
            (order, superseded) => BindAndUnpark(order, FactKeys.Revision(superseded.Revision), superseded.ContentHash)),
        OrderCase.On<OrderProgressed>(Progressed),
        OrderCase.On<ReturnRecorded>(Returned),
        OrderCase.On<DiscountComputed>(Evaluated),
        OrderCase.On<FactParked>((order, parked) => order with { Parked = order.Parked.Add(parked) }),
        OrderCase.On<FactUnparked>((order, unparked) => order with { Parked = Without(order.Parked, unparked.ContentHash) }),
    ]);

    private static Order InForce(
        Order order, OrderRecorded? first, long revision, IReadOnlyList<OrderLine> lines, string? contact, string? partner,
        IReadOnlyDictionary<string, string>? tags, string hash) =>
        order with
        {
            Snapshot = first,
            Keys = order.Keys.Set(FactKeys.Revision(revision), hash),
            Parked = Without(order.Parked, hash),
            Revision = revision,
            Lines = lines,
            ContactId = contact,
            PartnerId = partner,
            Tags = tags,
        };

    private static Order Progressed(Order order, OrderProgressed progressed)
    {
        var next = BindAndUnpark(order, FactKeys.Progress(progressed.Fact, progressed.FactId), progressed.ContentHash);
        var placedAt = order.Snapshot!.PlacedAt;
        return progressed.Triggers
            ? next with
            {
                Triggers = next.Triggers.SetItem(progressed.Fact, progressed.OccurredAt > placedAt ? progressed.OccurredAt : placedAt),
            }
            : next;
    }

    private static Order Returned(Order order, ReturnRecorded returned)
    {
        var quantities = order.Returned;
        foreach (var line in returned.Lines)
        {
            quantities = quantities.SetItem(line.LineId, quantities.GetValueOrDefault(line.LineId) + line.Quantity);
        }
        var key = returned.ReturnId is { } id ? FactKeys.Return(id) : FactKeys.Cancelled;
        return BindAndUnpark(order, key, returned.ContentHash) with
        {
            Returned = quantities,
            IsCancelled = order.IsCancelled || returned.ReturnId is null,
        };
    }

    private static Order Evaluated(Order order, DiscountComputed computed)
    {
        var owners = order.EvaluatedFor;
        if (!owners.Contains(WalletOwners.Account)) owners = owners.Add(WalletOwners.Account);
        if (order.Snapshot?.ContactId is { } contact && !owners.Contains(contact)) owners = owners.Add(contact);
        return order with { Evaluation = computed.Evaluation, Month = computed.Month, EvaluatedFor = owners };
    }

    // A fact that is recorded binds its key, and is no longer parked.
    private static Order BindAndUnpark(Order order, string key, string hash) =>
        order with { Keys = order.Keys.Set(key, hash), Parked = Without(order.Parked, hash) };

    private static ImmutableList<FactParked> Without(ImmutableList<FactParked> parked, string hash) =>
        parked.IsEmpty ? parked : parked.RemoveAll(one => one.ContentHash == hash);
}
