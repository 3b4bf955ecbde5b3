using Ledger.Contracts.V1;
using Ledger.Rules.Domain.Mechanics;
using Ledger.Rules.Domain.Program;
using Ledger.Rules.Domain.Program.Parsing;

namespace Ledger.Domain.Orders;

/// <summary>The checks that need only the fact itself (domain.md §2); the first that fails is the refusal.</summary>
public static class FactChecks
{
    public const int LinesMax = 10_000;
    private static readonly TimeSpan Ahead = TimeSpan.FromHours(24);

    /// <summary>The refusal of any fact, or null when it is well-formed.</summary>
    /// <param name="fact">What came in.</param>
    /// <param name="now">The server's clock at receipt.</param>
    public static Outcome? Check(IFact fact, DateTimeOffset now) => fact switch
    {
        IOrderFact order => Check(order, now),
        IProgramFact other => Check(other, now),
        _ => Outcome.Reject(Refusals.UnknownFactType, $"{fact?.GetType().Name} is not a fact."),
    };

    /// <summary>The refusal of a fact that is not about an order (mechanics.md §1), or null when it is well-formed.</summary>
    /// <inheritdoc cref="Check(IFact, DateTimeOffset)"/>
    public static Outcome? Check(IProgramFact fact, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(fact);
        return Id("program", fact.Program) ?? fact switch
        {
            ActivityCompleted completed => Completed(completed, now),
            ActivityRevoked revoked => Id("activityId", revoked.ActivityId)
                ?? NotAhead("revokedAt", revoked.RevokedAt, now)
                ?? Reason(revoked.Reason),
            MembershipPurchased purchased => Purchased(purchased, now),
            MembershipRefunded refunded => Id("purchaseId", refunded.PurchaseId)
                ?? NotAhead("refundedAt", refunded.RefundedAt, now)
                ?? Reason(refunded.Reason),
            RateSet set => Currencies.IsKnown(set.Currency)
                ? NotAhead("from", set.From, now) ?? (set.Rate > 0 ? null : Outcome.Reject(Refusals.RateNotPositive, "rate is above 0."))
                : Outcome.Reject(Refusals.UnknownCurrency, "currency is an ISO 4217 code."),
            _ => Outcome.Reject(Refusals.UnknownFactType, $"{fact.GetType().Name} is not a fact about an account or a program."),
        };
    }

    /// <summary>The refusal of a fact about an order, or null when it is well-formed.</summary>
    /// <inheritdoc cref="Check(IFact, DateTimeOffset)"/>
    public static Outcome? Check(IOrderFact fact, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(fact);
        return Id("program", fact.Program) ?? Id("source", fact.Source) ?? Id("orderId", fact.OrderId) ?? fact switch
        {
            OrderPlaced placed => Placed(placed, now),
            OrderReturned returned => Id("returnId", returned.ReturnId)
                ?? NotAhead("returnedAt", returned.ReturnedAt, now)
                ?? ReturnedLines(returned.Lines),
            OrderPaid paid => OptionalId("paymentId", paid.PaymentId) ?? NotAhead("paidAt", paid.PaidAt, now),
            OrderShipped shipped => OptionalId("shipmentId", shipped.ShipmentId) ?? NotAhead("shippedAt", shipped.ShippedAt, now),
            OrderDelivered delivered => OptionalId("deliveryId", delivered.DeliveryId)
                ?? NotAhead("deliveredAt", delivered.DeliveredAt, now),
            OrderCancelled cancelled => NotAhead("cancelledAt", cancelled.CancelledAt, now),
            _ => Outcome.Reject(Refusals.UnknownFactType, $"{fact.GetType().Name} is not a fact about an order."),
        };
    }

    private static Outcome? Completed(ActivityCompleted completed, DateTimeOffset now) =>
        Id("activityId", completed.ActivityId) ?? Id("accountId", completed.AccountId) ?? Text("activity", completed.Activity)
        ?? OptionalId("contactId", completed.ContactId) ?? OptionalId("partnerId", completed.PartnerId)
        ?? NotAhead("completedAt", completed.CompletedAt, now) ?? OptionalText("reference", completed.Reference) ?? Tags(completed.Tags)
        ?? (ActivityRules.IsValidScore(completed.Activity, completed.Score) ? null
            : Outcome.Reject(Refusals.InvalidScore, "score of an nps activity is a whole number from 0 to 10."));

    private static Outcome? Purchased(MembershipPurchased purchased, DateTimeOffset now) =>
        Id("purchaseId", purchased.PurchaseId) ?? Id("accountId", purchased.AccountId) ?? Id("membership", purchased.Membership)
        ?? NotAhead("purchasedAt", purchased.PurchasedAt, now)
        ?? (purchased.Price is null or >= 0 ? null : Outcome.Reject(Refusals.NegativePrice, "price is at or above 0."))
        ?? OptionalText("orderRef", purchased.OrderRef);

    private static Outcome? Reason(string reason) => string.IsNullOrWhiteSpace(reason)
        ? Outcome.Reject(Refusals.ReasonRequired, "reason says why.")
        : Text("reason", reason);

    private static Outcome? Placed(OrderPlaced order, DateTimeOffset now)
    {
        var refusal =
            Id("accountId", order.AccountId)
            ?? OptionalId("contactId", order.ContactId)
            ?? OptionalId("partnerId", order.PartnerId)
            ?? (order.Revision < 1 ? Outcome.Reject(Refusals.InvalidRevision, "revision is 1 or more.") : null)
            ?? NotAhead("placedAt", order.PlacedAt, now)
            ?? (order.AmendedAt is { } amended ? NotAhead("amendedAt", amended, now) : null)
            ?? Tags(order.Tags);
        if (refusal is not null) return refusal;
        if (order.Lines is null || order.Lines.Count == 0) return Outcome.Reject(Refusals.NoLines, "An order has at least one line.");
        if (order.Lines.Count > LinesMax)
        {
            return Outcome.Reject(Refusals.TooManyLines, $"An order has at most {LinesMax} lines; this one has {order.Lines.Count}.");
        }
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
            ?? (LineKindNames.Has(line.Kind) ? null
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
        if (lines.Count > LinesMax)
        {
            return Outcome.Reject(Refusals.TooManyLines, $"A return has at most {LinesMax} lines; this one has {lines.Count}.");
        }
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
            if (Text("The name of a tag", name) is { } badName) return badName;
            if (Texts.CharacterFaultOf(value) is { } fault)
            {
                return Outcome.Reject(Refusals.MalformedText, $"The value of tag {name} {fault}.");
            }
        }

        return null;
    }

    private static Outcome? NotAhead(string field, DateTimeOffset at, DateTimeOffset now) =>
        at > now + Ahead ? Outcome.Reject(Refusals.DatedInFuture, $"{field} is more than 24 hours after the server's clock.") : null;

    private static Outcome? Id(string field, string? id) =>
        Identifiers.IsId(id) ? null : Outcome.Reject(Refusals.MalformedId, $"{field} is {Identifiers.Rule}.");

    private static Outcome? OptionalId(string field, string? id) => id is null ? null : Id(field, id);

    private static Outcome? OptionalText(string field, string? text) => text is null ? null : Text(field, text);

    private static Outcome? Text(string field, string? text) =>
        Texts.FaultOf(text) is { } fault ? Outcome.Reject(Refusals.MalformedText, $"{field} {fault}.") : null;
}
