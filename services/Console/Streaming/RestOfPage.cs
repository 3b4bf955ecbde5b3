namespace Ledger.Console.Streaming;

/// <summary>A stream that passes on what is written to it; after <see cref="LeaveOutThrough"/> only what follows a text.</summary>
internal sealed class RestOfPage(Stream inner) : Stream
{
    private byte[]? awaited;
    private int matched;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Drops what is written from now on, up to and including the first occurrence of a text.</summary>
    /// <param name="text">The text; its first byte must occur in it only once.</param>
    public void LeaveOutThrough(byte[] text) => (awaited, matched) = (text, 0);

    public override void Flush() => inner.Flush();

    public override Task FlushAsync(CancellationToken cancellationToken) =>
        awaited is null ? inner.FlushAsync(cancellationToken) : Task.CompletedTask;

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        var rest = buffer[LeftOut(buffer)..];
        if (rest.Length > 0) inner.Write(rest);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var rest = buffer[LeftOut(buffer.Span)..];
        return rest.Length > 0 ? inner.WriteAsync(rest, cancellationToken) : ValueTask.CompletedTask;
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    // The number of bytes to drop. The text may be split over several writes.
    private int LeftOut(ReadOnlySpan<byte> bytes)
    {
        if (awaited is null) return 0;
        for (var i = 0; i < bytes.Length; i++)
        {
            if (bytes[i] == awaited[matched]) matched++;
            else matched = bytes[i] == awaited[0] ? 1 : 0;
            if (matched < awaited.Length) continue;
            awaited = null;
            return i + 1;
        }

        return bytes.Length;
    }
}
