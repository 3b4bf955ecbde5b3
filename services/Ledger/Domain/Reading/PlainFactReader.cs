using System.Text.Json;
using Ledger.Contracts.V1;

namespace Ledger.Ledger.Domain;

/// <summary>
/// The fast path of <see cref="FactReader"/>, for facts as they nearly always are: members that there are, each once and of the right
/// type, nothing missing. It takes nothing that <see cref="RecordReader"/> would not take, and gives an equal fact; anything else it leaves
/// to that reader, which says what is wrong.
/// Reason: facts come by the hundred thousand with twenty lines each, and the general reader takes 2.9 times as long for them (10.9 against
/// 3.8 µs).
/// </summary>
public static class PlainFactReader
{
    [Flags]
    private enum Member
    {
        None = 0,
        Program = 1,
        Source = 1 << 1,
        OrderId = 1 << 2,
        AccountId = 1 << 3,
        PlacedAt = 1 << 4,
        Currency = 1 << 5,
        Lines = 1 << 6,
        Revision = 1 << 7,
        ContactId = 1 << 8,
        PartnerId = 1 << 9,
        Tags = 1 << 10,
        AmendedAt = 1 << 11,
        PaidAt = 1 << 12,
        PaymentId = 1 << 13,
        ShippedAt = 1 << 14,
        ShipmentId = 1 << 15,
        DeliveredAt = 1 << 16,
        DeliveryId = 1 << 17,
        ReturnedAt = 1 << 18,
        ReturnId = 1 << 19,
        CancelledAt = 1 << 20,
    }

    private const Member Key = Member.Program | Member.Source | Member.OrderId;
    private const Member Snapshot = Key | Member.AccountId | Member.PlacedAt | Member.Currency | Member.Lines;
    private const Member Return = Key | Member.ReturnId | Member.ReturnedAt | Member.Lines;

    /// <summary>Reads one fact; null when it is out of the ordinary.</summary>
    /// <param name="json">One JSON object. Its first member may be <c>type</c>, the name of the fact.</param>
    /// <param name="factType">The type when the door says it, which <c>type</c> must not contradict; null: the object's <c>type</c>, or
    /// OrderPlaced without one.</param>
    /// <param name="known">What the door knows of program, source and orderId; the object may leave it out or repeat it.</param>
    public static IOrderFact? TryRead(ReadOnlySpan<byte> json, string? factType, IReadOnlyDictionary<string, string>? known)
    {
        var reader = new Utf8JsonReader(json);
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject || !reader.Read()) return null;
            var type = factType ?? nameof(OrderPlaced);
            if (reader.TokenType == JsonTokenType.PropertyName && reader.ValueSpan.SequenceEqual("type"u8))
            {
                if (!reader.Read() || reader.TokenType != JsonTokenType.String) return null;
                if (factType is null) type = RepeatedTexts.Read(ref reader);
                else if (!reader.ValueTextEquals(factType)) return null;
                reader.Read();
            }

            var members = default(Members);
            // What stands after the object is an error, which the reader throws.
            return members.TryRead(ref reader, Allowed(type)) && !reader.Read() && members.TryAdd(known) ? members.ToFact(type) : null;
        }
        catch (Exception unusual) when (unusual is JsonException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    private static Member Allowed(string type) => type switch
    {
        nameof(OrderPlaced) or nameof(OrderAmended) => Snapshot | Member.Revision | Member.ContactId | Member.PartnerId | Member.Tags | Member.AmendedAt,
        nameof(OrderPaid) => Key | Member.PaidAt | Member.PaymentId,
        nameof(OrderShipped) => Key | Member.ShippedAt | Member.ShipmentId,
        nameof(OrderDelivered) => Key | Member.DeliveredAt | Member.DeliveryId,
        nameof(OrderReturned) => Return,
        nameof(OrderCancelled) => Key | Member.CancelledAt,
        _ => Member.None,
    };

    private static Member Named(ReadOnlySpan<byte> name) => name.Length switch
    {
        // An escaped name holds a backslash and so is none of these.
        4 => name.SequenceEqual("tags"u8) ? Member.Tags : Member.None,
        5 => name.SequenceEqual("lines"u8) ? Member.Lines : Member.None,
        6 => name.SequenceEqual("source"u8) ? Member.Source : name.SequenceEqual("paidAt"u8) ? Member.PaidAt : Member.None,
        7 => name.SequenceEqual("orderId"u8) ? Member.OrderId : name.SequenceEqual("program"u8) ? Member.Program : Member.None,
        8 => name.SequenceEqual("placedAt"u8) ? Member.PlacedAt
            : name.SequenceEqual("currency"u8) ? Member.Currency
            : name.SequenceEqual("revision"u8) ? Member.Revision
            : name.SequenceEqual("returnId"u8) ? Member.ReturnId : Member.None,
        9 => name.SequenceEqual("accountId"u8) ? Member.AccountId
            : name.SequenceEqual("contactId"u8) ? Member.ContactId
            : name.SequenceEqual("partnerId"u8) ? Member.PartnerId
            : name.SequenceEqual("amendedAt"u8) ? Member.AmendedAt
            : name.SequenceEqual("paymentId"u8) ? Member.PaymentId
            : name.SequenceEqual("shippedAt"u8) ? Member.ShippedAt : Member.None,
        10 => name.SequenceEqual("returnedAt"u8) ? Member.ReturnedAt
            : name.SequenceEqual("shipmentId"u8) ? Member.ShipmentId
            : name.SequenceEqual("deliveryId"u8) ? Member.DeliveryId : Member.None,
        11 => name.SequenceEqual("deliveredAt"u8) ? Member.DeliveredAt : name.SequenceEqual("cancelledAt"u8) ? Member.CancelledAt : Member.None,
        _ => Member.None,
    };

    /// <summary>The members of a fact as far as they were read. A fact has one time of its own, and at most one id beside its
    /// order's.</summary>
    private struct Members
    {
        private Member seen;
        private string? program, source, orderId, accountId, currency, contactId, partnerId, ownId;
        private DateTimeOffset at, amendedAt;
        private long? revision;
        private IReadOnlyDictionary<string, string>? tags;
        private OrderLine[]? lines;
        private List<ReturnedLine>? returned;

        public bool TryRead(ref Utf8JsonReader reader, Member allowed)
        {
            for (; reader.TokenType == JsonTokenType.PropertyName; reader.Read())
            {
                var member = Named(reader.ValueSpan) & allowed & ~seen;
                if (member == Member.None || !reader.Read() || !TryRead(ref reader, member, isReturn: allowed == Return)) return false;
                seen |= member;
            }

            return reader.TokenType == JsonTokenType.EndObject;
        }

        public bool TryAdd(IReadOnlyDictionary<string, string>? known)
        {
            if (known is null) return true;
            foreach (var (name, value) in known)
            {
                var agrees = name switch
                {
                    "program" => Agrees(ref program, Member.Program, value),
                    "source" => Agrees(ref source, Member.Source, value),
                    "orderId" => Agrees(ref orderId, Member.OrderId, value),
                    _ => false,
                };
                if (!agrees) return false;
            }

            return true;
        }

        public readonly IOrderFact? ToFact(string type)
        {
            var (amended, number) = ((seen & Member.AmendedAt) != 0 ? amendedAt : (DateTimeOffset?)null, revision ?? 1);
            return type switch
            {
                nameof(OrderPlaced) when Has(Snapshot) =>
                    new OrderPlaced(program!, source!, orderId!, accountId!, at, currency!, lines!, number, contactId, partnerId, tags, amended),
                nameof(OrderAmended) when Has(Snapshot) =>
                    new OrderAmended(program!, source!, orderId!, accountId!, at, currency!, lines!, number, contactId, partnerId, tags, amended),
                nameof(OrderPaid) when Has(Key | Member.PaidAt) => new OrderPaid(program!, source!, orderId!, at, ownId),
                nameof(OrderShipped) when Has(Key | Member.ShippedAt) => new OrderShipped(program!, source!, orderId!, at, ownId),
                nameof(OrderDelivered) when Has(Key | Member.DeliveredAt) => new OrderDelivered(program!, source!, orderId!, at, ownId),
                nameof(OrderReturned) when Has(Return) => new OrderReturned(program!, source!, orderId!, ownId!, at, returned!),
                nameof(OrderCancelled) when Has(Key | Member.CancelledAt) => new OrderCancelled(program!, source!, orderId!, at),
                _ => null,
            };
        }

        private readonly bool Has(Member required) => (seen & required) == required;

        private bool TryRead(ref Utf8JsonReader reader, Member member, bool isReturn)
        {
            switch (member)
            {
                case Member.Program: return TryText(ref reader, out program);
                case Member.Source: return TryText(ref reader, out source);
                case Member.OrderId:
                    orderId = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
                    return orderId is not null;
                case Member.AccountId: return TryText(ref reader, out accountId);
                case Member.Currency: return TryText(ref reader, out currency);
                case Member.ContactId: return TryTextOrNull(ref reader, out contactId);
                case Member.PartnerId: return TryTextOrNull(ref reader, out partnerId);
                case Member.PaymentId or Member.ShipmentId or Member.DeliveryId: return TryTextOrNull(ref reader, out ownId);
                case Member.ReturnId: return TryText(ref reader, out ownId);
                case Member.Lines: return isReturn ? PlainLines.TryRead(ref reader, out returned) : PlainLines.TryRead(ref reader, out lines);
                case Member.Tags: return TryTags(ref reader);
                case Member.AmendedAt: return InstantJsonConverter.TryRead(ref reader, out amendedAt);
                case Member.Revision:
                    if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt64(out var number)) return false;
                    revision = number;
                    return true;
                default: return InstantJsonConverter.TryRead(ref reader, out at);
            }
        }

        private bool TryTags(ref Utf8JsonReader reader)
        {
            if (reader.TokenType != JsonTokenType.StartObject) return false;
            var read = new Dictionary<string, string>();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = RepeatedTexts.Read(ref reader);
                if (!reader.Read() || !TryText(ref reader, out var value) || !read.TryAdd(name, value!)) return false;
            }

            tags = read;
            return reader.TokenType == JsonTokenType.EndObject;
        }

        // An id stands in the object as it is; any other text is for the long way.
        private bool Agrees(ref string? given, Member member, string value)
        {
            if ((seen & member) != 0) return given == value;
            given = value;
            seen |= member;
            return Identifiers.IsId(value);
        }

        private static bool TryText(ref Utf8JsonReader reader, out string? text)
        {
            text = reader.TokenType == JsonTokenType.String ? RepeatedTexts.Read(ref reader) : null;
            return text is not null;
        }

        private static bool TryTextOrNull(ref Utf8JsonReader reader, out string? text) => TryText(ref reader, out text) || reader.TokenType == JsonTokenType.Null;
    }
}
