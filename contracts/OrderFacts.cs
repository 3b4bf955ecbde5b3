using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ledger.Contracts.V1;

/// <summary>Something that another system reports: about an order, an account or the program.</summary>
public interface IFact
{
    /// <summary>The program (tenant) to which the fact belongs.</summary>
    public string Program { get; }
}

/// <summary>A fact about an order from an order system (domain.md §2). Its idempotency key is a business key, never a message id.</summary>
public interface IOrderFact : IFact
{
    /// <summary>The order system.</summary>
    public string Source { get; }

    /// <summary>The order's id in its source.</summary>
    public string OrderId { get; }
}

/// <summary>One line of an order. Gross = quantity × unitPrice, net = gross − discount (domain.md §2).</summary>
/// <param name="LineId">Unique within the order.</param>
/// <param name="Sku">Stock code of 1–256 characters, stored as sent: blanks and case count.</param>
/// <param name="Quantity">Above 0.</param>
/// <param name="UnitPrice">At or above 0, in the order's currency; may be finer than its minor unit.</param>
/// <param name="Category">1–256 characters, stored as sent.</param>
/// <param name="Discount">Discount of the whole line, from 0 to its gross.</param>
/// <param name="Kind">merchandise, shipping, fee or reward.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record OrderLine(
    string LineId,
    string Sku,
    [property: JsonConverter(typeof(AmountJsonConverter))] decimal Quantity,
    [property: JsonConverter(typeof(AmountJsonConverter))] decimal UnitPrice,
    string? Category = null,
    [property: JsonConverter(typeof(AmountJsonConverter)), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        decimal Discount = 0,
    string Kind = OrderLine.Merchandise
)
{
    public const string Merchandise = "merchandise";
}

/// <summary>An order snapshot: the first, or with a higher revision a new one. Idempotent by (program, source, orderId,
/// revision).</summary>
/// <param name="Revision">1 or more; the highest wins, gaps are allowed.</param>
/// <param name="AmendedAt">When a revision above the first happened; absent: the account's clock.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public record OrderPlaced(
    string Program,
    string Source,
    string OrderId,
    string AccountId,
    DateTimeOffset PlacedAt,
    string Currency,
    IReadOnlyList<OrderLine> Lines,
    long Revision = 1,
    string? ContactId = null,
    string? PartnerId = null,
    IReadOnlyDictionary<string, string>? Tags = null,
    DateTimeOffset? AmendedAt = null) : IOrderFact;

/// <summary>A new snapshot of an order; account, placedAt and currency may not change. An amendment that comes without its order becomes
/// the order.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record OrderAmended(
    string Program,
    string Source,
    string OrderId,
    string AccountId,
    DateTimeOffset PlacedAt,
    string Currency,
    IReadOnlyList<OrderLine> Lines,
    long Revision = 1,
    string? ContactId = null,
    string? PartnerId = null,
    IReadOnlyDictionary<string, string>? Tags = null,
    DateTimeOffset? AmendedAt = null)
    : OrderPlaced(Program, Source, OrderId, AccountId, PlacedAt, Currency, Lines, Revision, ContactId, PartnerId, Tags, AmendedAt);

/// <summary>A payment of an order. The first of several is the trigger.</summary>
/// <param name="PaymentId">Distinguishes several payments; absent: the order's only payment.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record OrderPaid(string Program, string Source, string OrderId, DateTimeOffset PaidAt, string? PaymentId = null) : IOrderFact;

/// <summary>A shipment of an order. The first of several is the trigger.</summary>
/// <param name="ShipmentId">Distinguishes several shipments; absent: the order's only shipment.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record OrderShipped(string Program, string Source, string OrderId, DateTimeOffset ShippedAt, string? ShipmentId = null)
    : IOrderFact;

/// <summary>A delivery of an order. The first of several is the trigger.</summary>
/// <param name="DeliveryId">Distinguishes several deliveries; absent: the order's only delivery.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record OrderDelivered(string Program, string Source, string OrderId, DateTimeOffset DeliveredAt, string? DeliveryId = null)
    : IOrderFact;

/// <summary>A quantity of one line that came back.</summary>
/// <param name="Quantity">Above 0 and at most what remains of the line.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record ReturnedLine(string LineId, [property: JsonConverter(typeof(AmountJsonConverter))] decimal Quantity);

/// <summary>Goods that came back. Idempotent by (program, source, orderId, returnId).</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record OrderReturned(
    string Program, string Source, string OrderId, string ReturnId, DateTimeOffset ReturnedAt,
    IReadOnlyList<ReturnedLine> Lines) : IOrderFact;

/// <summary>An order was cancelled: all that remains of it is returned.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record OrderCancelled(string Program, string Source, string OrderId, DateTimeOffset CancelledAt) : IOrderFact;

/// <summary>A batch of up to 1,000 facts about orders, accounts or the program, processed in the order given. <c>type</c> names each fact's
/// type.</summary>
/// <param name="Facts">Objects like <c>{"type":"OrderReturned", …}</c>; an object without <c>type</c> is an OrderPlaced.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record SubmitOrders(IReadOnlyList<JsonElement> Facts)
{
    /// <summary>The most facts that one message may hold.</summary>
    public const int FactsMax = 1000;
}
