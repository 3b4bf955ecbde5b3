namespace Ledger.EventLog.Canonical;

/// <summary>Bytes that grow and are used again.</summary>
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

    /// <summary>Makes the next bytes part of the buffer, for the caller to fill.</summary>
    public Span<byte> Take(int count)
    {
        if (bytes.Length - Length < count) Grow(count);
        var taken = bytes.AsSpan(Length, count);
        Length += count;
        return taken;
    }

    private void Grow(int count) => Array.Resize(ref bytes, Math.Max(bytes.Length * 2, Length + count));
}
