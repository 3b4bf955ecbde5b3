using System.Diagnostics;
using System.Globalization;
using Ledger.Contracts.V1;
using Ledger.Rules.Domain.Program;

namespace Ledger.Domain.Orders;

/// <summary>Business keys of an order's facts within its stream (domain.md §2): no message id, no time limit.</summary>
public static class FactKeys
{
    public const string Cancelled = "cancelled";

    /// <summary>The key that a fact binds when it is recorded.</summary>
    public static string Of(IOrderFact fact) => fact switch
    {
        OrderPlaced placed => Revision(placed.Revision),
        OrderReturned returned => Return(returned.ReturnId),
        OrderPaid paid => Progress(ProgressOrder.NameOf(Trigger.Paid), paid.PaymentId ?? ""),
        OrderShipped shipped => Progress(ProgressOrder.NameOf(Trigger.Shipped), shipped.ShipmentId ?? ""),
        OrderDelivered delivered => Progress(ProgressOrder.NameOf(Trigger.Delivered), delivered.DeliveryId ?? ""),
        OrderCancelled => Cancelled,
        _ => throw new UnreachableException($"{fact?.GetType().Name} is no fact about an order."),
    };

    public static string Revision(long revision) => $"revision/{revision.ToString(CultureInfo.InvariantCulture)}";

    public static string Return(string returnId) => $"return/{returnId}";

    /// <param name="fact">paid, shipped or delivered.</param>
    /// <param name="factId">The fact's own id; empty when the fact has none, so that it is the only one of its kind.</param>
    public static string Progress(string fact, string factId) => $"{fact}/{factId}";
}
