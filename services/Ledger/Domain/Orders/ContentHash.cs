using Ledger.Contracts.V1;

namespace Ledger.Domain.Orders;

/// <summary>
/// A fact's content as one hash: after defaults, numbers by value, lines by lineId, tags by name (domain.md §2). Two facts with the same
/// key are the same fact if their hashes are equal, and in conflict if not.
/// </summary>
public static class ContentHash
{
    /// <summary>The hash of any fact.</summary>
    public static string Of(IFact fact) => fact switch
    {
        IOrderFact order => Of(order),
        IProgramFact other => Of(other),
        _ => throw new System.Diagnostics.UnreachableException($"{fact?.GetType().Name} has no content hash."),
    };

    /// <summary>The hash of a fact that is not about an order (mechanics.md §1).</summary>
    public static string Of(IProgramFact fact)
    {
        ArgumentNullException.ThrowIfNull(fact);
        using var parts = new HashedParts();
        switch (fact)
        {
            case ActivityCompleted completed:
                parts.Text("activity");
                parts.Text(completed.AccountId);
                parts.Text(completed.Activity);
                parts.Time(completed.CompletedAt);
                parts.Text(completed.ContactId);
                parts.Text(completed.PartnerId);
                parts.NumberOrNone(completed.Score);
                parts.Text(completed.Reference);
                parts.Tags(completed.Tags);
                break;
            case ActivityRevoked revoked:
                parts.Text("revocation");
                parts.Time(revoked.RevokedAt);
                parts.Text(revoked.Reason);
                break;
            case MembershipPurchased purchased:
                parts.Text("purchase");
                parts.Text(purchased.AccountId);
                parts.Text(purchased.Membership);
                parts.Time(purchased.PurchasedAt);
                parts.NumberOrNone(purchased.Price);
                parts.Text(purchased.Currency);
                parts.Text(purchased.OrderRef);
                break;
            case MembershipRefunded refunded:
                parts.Text("refund");
                parts.Time(refunded.RefundedAt);
                parts.Text(refunded.Reason);
                break;
            case RateSet set:
                parts.Text("rate");
                parts.Number(set.Rate);
                break;
            default:
                throw new System.Diagnostics.UnreachableException($"{fact.GetType().Name} has no content hash.");
        }

        return parts.Hash();
    }

    /// <summary>The hash of a fact about an order.</summary>
    public static string Of(IOrderFact fact)
    {
        ArgumentNullException.ThrowIfNull(fact);
        using var parts = new HashedParts();
        switch (fact)
        {
            case OrderPlaced placed:
                // An amendment and a snapshot with the same content are the same revision.
                parts.Text("snapshot");
                parts.Text(placed.AccountId);
                parts.Time(placed.PlacedAt);
                parts.Text(placed.Currency);
                parts.Text(placed.ContactId);
                parts.Text(placed.PartnerId);
                parts.Time(placed.AmendedAt);
                foreach (var line in placed.Lines.OrderBy(line => line.LineId, StringComparer.Ordinal)) parts.Line(line);
                parts.Tags(placed.Tags);
                break;
            case OrderReturned returned:
                parts.Text("return");
                parts.Time(returned.ReturnedAt);
                parts.Text(returned.ReturnId);
                foreach (var line in returned.Lines.OrderBy(line => line.LineId, StringComparer.Ordinal))
                {
                    parts.Text(line.LineId);
                    parts.Number(line.Quantity);
                }

                break;
            case OrderPaid paid:
                parts.Text("paid");
                parts.Text(paid.PaymentId);
                parts.Time(paid.PaidAt);
                break;
            case OrderShipped shipped:
                parts.Text("shipped");
                parts.Text(shipped.ShipmentId);
                parts.Time(shipped.ShippedAt);
                break;
            case OrderDelivered delivered:
                parts.Text("delivered");
                parts.Text(delivered.DeliveryId);
                parts.Time(delivered.DeliveredAt);
                break;
            case OrderCancelled cancelled:
                parts.Text("cancelled");
                parts.Time(cancelled.CancelledAt);
                break;
            default:
                throw new System.Diagnostics.UnreachableException($"{fact.GetType().Name} has no content hash.");
        }

        return parts.Hash();
    }
}
