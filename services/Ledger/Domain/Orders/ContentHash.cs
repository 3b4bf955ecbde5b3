using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Ledger.Contracts.V1;

namespace Ledger.Ledger.Domain;

/// <summary>
/// A fact's content as one hash: after defaults, numbers by value, lines by lineId, tags by name (domain.md §2).
/// Two facts with one key and one hash are the same fact; with another hash they are in conflict.
/// </summary>
public static class ContentHash
{
    /// <summary>The first 128 bits of SHA-256 over the fact's parts, in hexadecimal.</summary>
    public static string Of(IOrderFact fact)
    {
        ArgumentNullException.ThrowIfNull(fact);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        switch (fact)
        {
            case OrderPlaced placed:
                // An amendment and a snapshot with the same content are the same revision.
                Text(hash, "snapshot");
                Text(hash, placed.AccountId);
                Time(hash, placed.PlacedAt);
                Text(hash, placed.Currency);
                Text(hash, placed.ContactId);
                Text(hash, placed.PartnerId);
                Time(hash, placed.AmendedAt);
                foreach (var line in placed.Lines.OrderBy(line => line.LineId, StringComparer.Ordinal)) Line(hash, line);
                foreach (var (name, value) in (placed.Tags ?? new Dictionary<string, string>()).OrderBy(tag => tag.Key, StringComparer.Ordinal))
                {
                    Text(hash, name);
                    Text(hash, value);
                }

                break;
            case OrderReturned returned:
                Text(hash, "return");
                Time(hash, returned.ReturnedAt);
                Text(hash, returned.ReturnId);
                foreach (var line in returned.Lines.OrderBy(line => line.LineId, StringComparer.Ordinal))
                {
                    Text(hash, line.LineId);
                    Number(hash, line.Quantity);
                }

                break;
            case OrderPaid paid:
                Text(hash, "paid");
                Text(hash, paid.PaymentId);
                Time(hash, paid.PaidAt);
                break;
            case OrderShipped shipped:
                Text(hash, "shipped");
                Text(hash, shipped.ShipmentId);
                Time(hash, shipped.ShippedAt);
                break;
            case OrderDelivered delivered:
                Text(hash, "delivered");
                Text(hash, delivered.DeliveryId);
                Time(hash, delivered.DeliveredAt);
                break;
            case OrderCancelled cancelled:
                Text(hash, "cancelled");
                Time(hash, cancelled.CancelledAt);
                break;
            default:
                throw new System.Diagnostics.UnreachableException($"{fact.GetType().Name} has no content hash.");
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 16));
    }

    private static void Line(IncrementalHash hash, OrderLine line)
    {
        Text(hash, line.LineId);
        Text(hash, line.Sku);
        Text(hash, line.Category);
        Text(hash, line.Kind);
        Number(hash, line.Quantity);
        Number(hash, line.UnitPrice);
        Number(hash, line.Discount);
    }

    private static void Text(IncrementalHash hash, string? text)
    {
        Span<byte> buffer = stackalloc byte[4 + (256 * 3)];
        var length = text is null ? -1 : Encoding.UTF8.GetByteCount(text);
        BinaryPrimitives.WriteInt32LittleEndian(buffer, length);
        if (length <= buffer.Length - 4)
        {
            if (text is not null) Encoding.UTF8.GetBytes(text, buffer[4..]);
            hash.AppendData(buffer[..(4 + Math.Max(0, length))]);
            return;
        }

        hash.AppendData(buffer[..4]);
        hash.AppendData(Encoding.UTF8.GetBytes(text!));
    }

    private static void Time(IncrementalHash hash, DateTimeOffset? at)
    {
        Span<byte> buffer = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(buffer, at?.UtcTicks ?? -1);
        hash.AppendData(buffer);
    }

    // By value: 1.50 and 1.5 are one number.
    private static void Number(IncrementalHash hash, decimal value)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value / 1.0000000000000000000000000000m, bits);
        Span<byte> buffer = stackalloc byte[16];
        for (var i = 0; i < 4; i++) BinaryPrimitives.WriteInt32LittleEndian(buffer[(4 * i)..], bits[i]);
        hash.AppendData(buffer);
    }
}
