using Ledger.Contracts.V1;

namespace Ledger.Ledger.Domain;

/// <summary>What can be said of a fact by looking at it alone (domain.md §2), in the order in which it is checked.</summary>
public static class FactChecks
{
    public const int LinesMax = 10_000;
    private const int TextLengthMax = 256;
    private static readonly TimeSpan Ahead = TimeSpan.FromHours(24);

    /// <summary>The refusal, or null when the fact is well-formed.</summary>
    /// <param name="fact">What came in.</param>
    /// <param name="now">The server's clock at receipt.</param>
    public static Outcome? Check(IOrderFact fact, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(fact);
        return Id("program", fact.Program) ?? Id("source", fact.Source) ?? Id("orderId", fact.OrderId) ?? fact switch
        {
            OrderPlaced placed => Placed(placed, now),
            OrderReturned returned => Id("returnId", returned.ReturnId) ?? NotAhead("returnedAt", returned.ReturnedAt, now) ?? ReturnedLines(returned.Lines),
            OrderPaid paid => OptionalId("paymentId", paid.PaymentId) ?? NotAhead("paidAt", paid.PaidAt, now),
            OrderShipped shipped => OptionalId("shipmentId", shipped.ShipmentId) ?? NotAhead("shippedAt", shipped.ShippedAt, now),
            OrderDelivered delivered => OptionalId("deliveryId", delivered.DeliveryId) ?? NotAhead("deliveredAt", delivered.DeliveredAt, now),
            OrderCancelled cancelled => NotAhead("cancelledAt", cancelled.CancelledAt, now),
            _ => Outcome.Reject(Refusals.UnknownFactType, $"{fact.GetType().Name} is not a fact about an order."),
        };
    }

    private static Outcome? Placed(OrderPlaced order, DateTimeOffset now)
    {
        var refusal = Id("accountId", order.AccountId) ?? OptionalId("contactId", order.ContactId) ?? OptionalId("partnerId", order.PartnerId)
            ?? (order.Revision < 1 ? Outcome.Reject(Refusals.InvalidRevision, "revision is 1 or more.") : null)
            ?? NotAhead("placedAt", order.PlacedAt, now)
            ?? (order.AmendedAt is { } amended ? NotAhead("amendedAt", amended, now) : null)
            ?? Tags(order.Tags);
        if (refusal is not null) return refusal;
        if (order.Lines is null || order.Lines.Count == 0) return Outcome.Reject(Refusals.NoLines, "An order has at least one line.");
        if (order.Lines.Count > LinesMax) return Outcome.Reject(Refusals.TooManyLines, $"An order has at most {LinesMax} lines; this one has {order.Lines.Count}.");
        var seen = new HashSet<string>(order.Lines.Count, StringComparer.Ordinal);
        foreach (var line in order.Lines)
        {
            refusal = Line(line);
            if (refusal is not null) return refusal;
            if (!seen.Add(line.LineId)) return Outcome.Reject(Refusals.DuplicateLine, $"lineId {line.LineId} is there twice.");
        }

        return null;
    }

    private static Outcome? Line(OrderLine line)
    {
        if (line is null) return Outcome.Reject(Refusals.InvalidValue, "A line is an object.");
        return Id("lineId", line.LineId) ?? Text("sku", line.Sku) ?? (line.Category is null ? null : Text("category", line.Category))
            ?? (line.Kind is "merchandise" or "shipping" or "fee" or "reward" ? null
                : Outcome.Reject(Refusals.InvalidKind, $"kind of line {line.LineId} is merchandise, shipping, fee or reward."))
            ?? (line.Quantity > 0 ? null : Outcome.Reject(Refusals.NonPositiveQuantity, $"quantity of line {line.LineId} is above 0."))
            ?? (line.UnitPrice >= 0 ? null : Outcome.Reject(Refusals.NegativePrice, $"unitPrice of line {line.LineId} is at or above 0."))
            ?? (line.Discount >= 0 ? null : Outcome.Reject(Refusals.NegativeDiscount, $"discount of line {line.LineId} is at or above 0."))
            ?? (line.Discount == 0 || (Exact)line.Discount <= (Exact)line.Quantity * line.UnitPrice ? null
                : Outcome.Reject(Refusals.DiscountAboveGross, $"discount of line {line.LineId} is above its gross."));
    }

    private static Outcome? ReturnedLines(IReadOnlyList<ReturnedLine> lines)
    {
        if (lines is null || lines.Count == 0) return Outcome.Reject(Refusals.NoLines, "A return has at least one line.");
        if (lines.Count > LinesMax) return Outcome.Reject(Refusals.TooManyLines, $"A return has at most {LinesMax} lines; this one has {lines.Count}.");
        var seen = new HashSet<string>(lines.Count, StringComparer.Ordinal);
        foreach (var line in lines)
        {
            if (line is null) return Outcome.Reject(Refusals.InvalidValue, "A line is an object.");
            if (Id("lineId", line.LineId) is { } refusal) return refusal;
            if (line.Quantity <= 0) return Outcome.Reject(Refusals.NonPositiveQuantity, $"quantity of line {line.LineId} is above 0.");
            if (!seen.Add(line.LineId)) return Outcome.Reject(Refusals.DuplicateLine, $"lineId {line.LineId} is there twice.");
        }

        return null;
    }

    private static Outcome? Tags(IReadOnlyDictionary<string, string>? tags)
    {
        foreach (var (name, value) in tags ?? new Dictionary<string, string>())
        {
            if (Text("tag name", name) is { } badName) return badName;
            if (value is null || Bad(value)) return Outcome.Reject(Refusals.MalformedText, $"The value of tag {name} holds a character that text cannot.");
        }

        return null;
    }

    private static Outcome? NotAhead(string field, DateTimeOffset at, DateTimeOffset now) =>
        at == default ? Outcome.Reject(Refusals.InvalidValue, $"{field} is missing.")
        : at > now + Ahead ? Outcome.Reject(Refusals.DatedInFuture, $"{field} is more than 24 hours after the server's clock.") : null;

    private static Outcome? Id(string field, string? id) =>
        Identifiers.IsId(id) ? null : Outcome.Reject(Refusals.MalformedId, $"{field} is {Identifiers.Rule}.");

    private static Outcome? OptionalId(string field, string? id) => id is null ? null : Id(field, id);

    private static Outcome? Text(string field, string? text) =>
        text is { Length: > 0 and <= TextLengthMax } && !Bad(text) ? null
            : Outcome.Reject(Refusals.MalformedText, $"{field} is 1 to {TextLengthMax} characters without control characters.");

    private static bool Bad(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsControl(text[i])) return true;
            if (!char.IsSurrogate(text[i])) continue;
            if (!char.IsHighSurrogate(text[i]) || i + 1 == text.Length || !char.IsLowSurrogate(text[i + 1])) return true;
            i++;
        }

        return false;
    }
}
