using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Ledger.Contracts.V1;

namespace Ledger.Domain.Orders;

/// <summary>
/// The parts of a fact as bytes, and their hash. All parts are collected before they are hashed, because one call of the hash function
/// costs less than a call for every part.
/// </summary>
internal sealed class HashedParts : IDisposable
{
    private byte[] bytes = ArrayPool<byte>.Shared.Rent(4096);
    private int length;

    /// <summary>The hash of the parts.</summary>
    public string Hash() => ContentDigest.Of(bytes.AsSpan(0, length));

    /// <summary>A line of an order.</summary>
    public void Line(OrderLine line)
    {
        Text(line.LineId);
        Text(line.Sku);
        Text(line.Category);
        Text(line.Kind);
        Number(line.Quantity);
        Number(line.UnitPrice);
        Number(line.Discount);
    }

    /// <summary>Tags by name, so that their order does not matter.</summary>
    public void Tags(IReadOnlyDictionary<string, string>? tags)
    {
        if (tags is null) return;
        foreach (var (name, value) in tags.OrderBy(tag => tag.Key, StringComparer.Ordinal))
        {
            Text(name);
            Text(value);
        }
    }

    /// <summary>A number that may be absent; an absent one differs from 0.</summary>
    public void NumberOrNone(decimal? value)
    {
        Text(value is null ? null : "");
        if (value is { } number) Number(number);
    }

    /// <summary>
    /// A text after its length, so that "ab" and "c" differ from "a" and "bc". An absent text differs from an empty one.
    /// </summary>
    public void Text(string? text)
    {
        var size = text is null ? -1 : Encoding.UTF8.GetByteCount(text);
        BinaryPrimitives.WriteInt32LittleEndian(Next(4), size);
        if (size > 0) Encoding.UTF8.GetBytes(text, Next(size));
    }

    /// <summary>An instant; its offset does not matter.</summary>
    public void Time(DateTimeOffset? at) => BinaryPrimitives.WriteInt64LittleEndian(Next(8), at?.UtcTicks ?? -1);

    /// <summary>A number by its value: 1.50 and 1.5 are the same part.</summary>
    public void Number(decimal value)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(ContentDigest.ByValue(value), bits);
        var part = Next(16);
        for (var i = 0; i < 4; i++) BinaryPrimitives.WriteInt32LittleEndian(part[(4 * i)..], bits[i]);
    }

    private Span<byte> Next(int size)
    {
        if (bytes.Length - length < size)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(2 * bytes.Length, length + size));
            bytes.AsSpan(0, length).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(bytes);
            bytes = larger;
        }

        length += size;
        return bytes.AsSpan(length - size, size);
    }

    /// <summary>Gives the buffer back.</summary>
    public void Dispose() => ArrayPool<byte>.Shared.Return(bytes);
}
