using C = Ledger.Contracts.V1;
using M = Ledger.Model;

namespace Ledger.ModelTests;

/// <summary>The model's facts in the words of the contracts.</summary>
internal static class Translate
{
    public static C.IOrderFact Fact(M.Fact fact) => fact switch
    {
        M.OrderPlaced placed => Snapshot(placed.Order, null),
        M.OrderAmended amended => Snapshot(amended.Order, amended.AmendedAt),
        M.OrderPaid paid => new C.OrderPaid(paid.Program, paid.Source, paid.OrderId, paid.At),
        M.OrderShipped shipped => new C.OrderShipped(shipped.Program, shipped.Source, shipped.OrderId, shipped.At),
        M.OrderDelivered delivered => new C.OrderDelivered(delivered.Program, delivered.Source, delivered.OrderId, delivered.At),
        M.OrderCancelled cancelled => new C.OrderCancelled(cancelled.Program, cancelled.Source, cancelled.OrderId, cancelled.At),
        M.OrderReturned returned => new C.OrderReturned(
            returned.Program, returned.Source, returned.OrderId, returned.ReturnId, returned.At, [.. returned.Lines.Select(line => new C.ReturnedLine(line.LineId, line.Quantity))]),
        _ => throw new InvalidOperationException($"{fact.GetType().Name} has no counterpart."),
    };

    private static C.OrderPlaced Snapshot(M.Order o, DateTimeOffset? amendedAt) => new(
        o.Program, o.Source, o.OrderId, o.AccountId, o.PlacedAt, o.Currency,
        [.. o.Lines.Select(l => new C.OrderLine(l.LineId, l.Sku, l.Quantity, l.UnitPrice, l.Category, l.Discount, l.Kind))],
        o.Revision, o.ContactId, o.PartnerId, o.Tags, amendedAt);
}
