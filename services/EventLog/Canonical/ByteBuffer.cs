namespace Ledger.EventLog.Canonical;

/// <summary>A growing, reusable buffer of bytes.</summary>
internal sealed class ByteBuffer
{
    private byte[] bytes = new byte[1024];

    public int Length { get; private set; }

    public Span<byte> Written => bytes.AsSpan(0, Length);

    public void Clear() => Length = 0;

    public void Append(byte value)
    {
        if (Length == bytes.Length) Grow(1);
        bytes[Length++] = value;
    }

    public void Append(ReadOnlySpan<byte> value) => value.CopyTo(Take(value.Length));

    /// <summary>Appends <paramref name="count"/> bytes, which the caller fills.</summary>
    public Span<byte> Take(int count)
    {
        if (bytes.Length - Length < count) Grow(count);
        var taken = bytes.AsSpan(Length, count);
        Length += count;
        return taken;
    }

    private void Grow(int count) => Array.Resize(ref bytes, Math.Max(bytes.Length * 2, Length + count));
}
