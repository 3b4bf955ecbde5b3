using System.Text;

namespace Ledger.Model;

internal sealed partial class ProgramLedger
{
    private static void CheckId(string? id)
    {
        if (string.IsNullOrEmpty(id) || id.Length > 128 || id.Any(c => c is < '!' or > '~'))
        {
            throw new RefusedException("malformed_id");
        }
    }

    private static void CheckNumber(decimal d)
    {
        if (Math.Abs(d) >= 1_000_000_000_000_000m || decimal.Round(d, 10, MidpointRounding.ToZero) != d)
        {
            throw new RefusedException("number_out_of_range");
        }
    }

    private static void CheckText(string? text)
    {
        if (string.IsNullOrEmpty(text) || text.Length > 256 || text.Any(char.IsControl))
        {
            throw new RefusedException("malformed_text");
        }
    }

    private static void CheckTime(DateTimeOffset at, DateTimeOffset? receivedAt)
    {
        if (receivedAt is { } now && at > now.AddHours(24))
        {
            throw new RefusedException("dated_in_future");
        }
    }

    /// <summary>The checks of a snapshot that need nothing else.</summary>
    private static void CheckOrder(Order o, DateTimeOffset? amendedAt, DateTimeOffset? receivedAt)
    {
        CheckId(o.Source);
        CheckId(o.OrderId);
        CheckId(o.AccountId);
        if (o.ContactId != null)
        {
            CheckId(o.ContactId);
        }
        if (o.PartnerId != null)
        {
            CheckId(o.PartnerId);
        }
        if (o.Revision < 1)
        {
            throw new RefusedException("invalid_revision");
        }
        CheckTime(o.PlacedAt, receivedAt);
        if (amendedAt is { } amended)
        {
            CheckTime(amended, receivedAt);
        }
        if (o.Lines.Count == 0)
        {
            throw new RefusedException("no_lines");
        }
        if (o.Lines.Count > 10_000)
        {
            throw new RefusedException("too_many_lines");
        }
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var l in o.Lines)
        {
            CheckId(l.LineId);
            CheckText(l.Sku);
            if (l.Category != null)
            {
                CheckText(l.Category);
            }
            if (l.Kind is not ("merchandise" or "shipping" or "fee" or "reward"))
            {
                throw new RefusedException("invalid_kind");
            }
            CheckNumber(l.Quantity);
            CheckNumber(l.UnitPrice);
            CheckNumber(l.Discount);
            if (l.Quantity <= 0)
            {
                throw new RefusedException("non_positive_quantity");
            }
            if (l.UnitPrice < 0)
            {
                throw new RefusedException("negative_price");
            }
            if (l.Discount < 0)
            {
                throw new RefusedException("negative_discount");
            }
            if (Rational.From(l.Discount) > Rational.From(l.Quantity) * Rational.From(l.UnitPrice))
            {
                throw new RefusedException("discount_above_gross");
            }
            if (!seen.Add(l.LineId))
            {
                throw new RefusedException("duplicate_line");
            }
        }
    }

    private static string Content(Order o, DateTimeOffset? amendedAt)
    {
        var b = new StringBuilder();
        b.Append(amendedAt is { } amended ? Ticks(amended) : "-");
        b.Append(Quote(o.AccountId))
            .Append(Quote(o.ContactId))
            .Append(Quote(o.PartnerId))
            .Append(Ticks(o.PlacedAt))
            .Append(Quote(o.Currency));
        foreach (var l in o.Lines.OrderBy(x => x.LineId, StringComparer.Ordinal))
        {
            b.Append(Quote(l.LineId)).Append(Quote(l.Sku)).Append(Quote(l.Category)).Append(Text(l.Quantity)).Append(' ');
            b.Append(Text(l.UnitPrice)).Append(' ').Append(Text(l.Discount)).Append(Quote(l.Kind));
        }
        b.Append(Tags(o.Tags));
        return Digest(b.ToString());
    }

    /// <summary>The key of a fact and what makes two facts with one key the same.</summary>
    private static (string Key, string Content) KeyOf(Fact fact)
    {
        switch (fact)
        {
            case OrderPlaced f:
                return ("order|" + OrderKey(f.Order.Source, f.Order.OrderId) + "|" + f.Order.Revision, Content(f.Order, null));
            case OrderAmended f:
                return ("order|" + OrderKey(f.Order.Source, f.Order.OrderId) + "|" + f.Order.Revision, Content(f.Order, f.AmendedAt));
            case OrderReturned f:
                var lines = f.Lines.OrderBy(x => x.LineId, StringComparer.Ordinal).Select(x => Quote(x.LineId) + Text(x.Quantity));
                return ("returned|" + OrderKey(f.Source, f.OrderId) + "|" + f.ReturnId, Ticks(f.At) + string.Join(' ', lines));
            case OrderPaid f:
                return ("paid|" + OrderKey(f.Source, f.OrderId), Ticks(f.At) + Quote(f.Reference));
            case OrderShipped f:
                return ("shipped|" + OrderKey(f.Source, f.OrderId), Ticks(f.At) + Quote(f.Reference));
            case OrderDelivered f:
                return ("delivered|" + OrderKey(f.Source, f.OrderId), Ticks(f.At));
            case OrderCancelled f:
                return ("cancelled|" + OrderKey(f.Source, f.OrderId), Ticks(f.At));
            case ActivityCompleted f:
                var who =
                    Quote(f.AccountId) + Quote(f.Activity) + Ticks(f.At) + Quote(f.ContactId) + Quote(f.PartnerId) + Quote(f.Reference);
                return ("activity|" + f.Id, who + (f.Score is { } score ? Text(score) : "-") + Tags(f.Tags));
            case ActivityRevoked f:
                return ("revoked|" + f.Id, Ticks(f.At) + Quote(f.Reason));
            case MembershipPurchased f:
                var price = f.Price is { } paid ? Text(paid) : "-";
                var what = Quote(f.AccountId) + Quote(f.Membership) + Ticks(f.At);
                return ("membership|" + f.Id, what + price + Quote(f.Currency) + Quote(f.OrderRef));
            case MembershipRefunded f:
                return ("refunded|" + f.Id, Ticks(f.At) + Quote(f.Reason));
            case RateSet f:
                return ("rate|" + f.Currency + "|" + Ticks(f.From), Text(f.Rate));
            default:
                throw new RefusedException("unknown_fact_type");
        }
    }

    private static string ContentOf(Fact fact)
    {
        var (key, content) = KeyOf(fact);
        return key + "|" + content;
    }

    private static string Tags(IReadOnlyDictionary<string, string>? tags) =>
        string.Concat((tags ?? new Dictionary<string, string>())
            .OrderBy(x => x.Key, StringComparer.Ordinal)
            .Select(x => Quote(x.Key) + Quote(x.Value)));

    /// <summary>The checks of a fact that need nothing else.</summary>
    private static void CheckAlone(Fact fact, DateTimeOffset? receivedAt)
    {
        switch (fact)
        {
            case OrderPlaced f:
                CheckOrder(f.Order, null, receivedAt);
                break;
            case OrderAmended f:
                CheckOrder(f.Order, f.AmendedAt, receivedAt);
                break;
            case OrderFact f:
                CheckOrderFact(f, receivedAt);
                break;
            case ActivityCompleted f:
                CheckId(f.Id);
                CheckId(f.AccountId);
                CheckOptionalId(f.ContactId);
                CheckOptionalId(f.PartnerId);
                CheckText(f.Activity);
                CheckTime(f.At, receivedAt);
                CheckNumber(f.Score ?? 0);
                if (f.Activity == "nps" && (f.Score is not { } score || score is < 0 or > 10 || score != decimal.Truncate(score)))
                {
                    throw new RefusedException("invalid_score");
                }
                break;
            case MembershipPurchased f:
                CheckId(f.Id);
                CheckId(f.AccountId);
                CheckTime(f.At, receivedAt);
                CheckNumber(f.Price ?? 0);
                if (f.Price < 0)
                {
                    throw new RefusedException("negative_price");
                }
                break;
            case ActivityRevoked f:
                CheckId(f.Id);
                CheckTime(f.At, receivedAt);
                break;
            case MembershipRefunded f:
                CheckId(f.Id);
                CheckTime(f.At, receivedAt);
                break;
            case RateSet f:
                CheckTime(f.From, receivedAt);
                CheckNumber(f.Rate);
                if (!Currencies.Digits.ContainsKey(f.Currency))
                {
                    throw new RefusedException("unknown_currency");
                }
                if (f.Rate <= 0)
                {
                    throw new RefusedException("rate_not_positive");
                }
                break;
        }
    }

    private static void CheckOptionalId(string? id)
    {
        if (id != null)
        {
            CheckId(id);
        }
    }

    private static void CheckOrderFact(OrderFact f, DateTimeOffset? receivedAt)
    {
        CheckId(f.Source);
        CheckId(f.OrderId);
        if (f is OrderReturned r)
        {
            CheckId(r.ReturnId);
        }
        CheckTime(f.At, receivedAt);
        if (f is OrderReturned some)
        {
            if (some.Lines.Count == 0)
            {
                throw new RefusedException("no_lines");
            }
            if (some.Lines.Count > 10_000)
            {
                throw new RefusedException("too_many_lines");
            }
            var seen = new HashSet<string>(StringComparer.Ordinal);
            foreach (var l in some.Lines)
            {
                CheckId(l.LineId);
                CheckNumber(l.Quantity);
                if (l.Quantity <= 0)
                {
                    throw new RefusedException("non_positive_quantity");
                }
                if (!seen.Add(l.LineId))
                {
                    throw new RefusedException("duplicate_line");
                }
            }
        }
    }
}
