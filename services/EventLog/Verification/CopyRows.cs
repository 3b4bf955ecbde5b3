using System.Buffers.Binary;

namespace Ledger.EventLog.Verification;

/// <summary>Reads PostgreSQL's binary COPY format row by row without allocating an object for each row.</summary>
internal sealed class CopyRows(Stream source) : IAsyncDisposable
{
    /// <summary>Size in bytes of the signature, the flags and the length of the header extension, which PostgreSQL leaves empty.</summary>
    private const int HeaderSize = 19;

    private byte[] buffer = new byte[1 << 17];
    private int[] starts = [];
    private int[] lengths = [];
    private int at = -1;
    private int end;

    /// <summary>Moves to the next row; false after the last.</summary>
    public async ValueTask<bool> NextAsync(CancellationToken ct)
    {
        if (at < 0)
        {
            while (end < HeaderSize) await FillAsync(ct);
            at = HeaderSize;
        }

        while (true)
        {
            switch (Parse())
            {
                case true: return true;
                case false: return false;
                case null: await FillAsync(ct); break;
            }
        }
    }

    public bool IsNull(int field) => lengths[field] < 0;

    public ReadOnlySpan<byte> Field(int field) => buffer.AsSpan(starts[field], lengths[field]);

    public long Int64(int field) => BinaryPrimitives.ReadInt64BigEndian(Field(field));

    /// <summary>Parses the next row: true, or false at the end; null when the buffer does not have the whole row yet.</summary>
    private bool? Parse()
    {
        var next = at;
        if (end - next < 2) return null;
        var fields = BinaryPrimitives.ReadInt16BigEndian(buffer.AsSpan(next));
        if (fields < 0) return false;
        if (starts.Length != fields) (starts, lengths) = (new int[fields], new int[fields]);

        next += 2;
        for (var field = 0; field < fields; field++)
        {
            if (end - next < 4) return null;
            lengths[field] = BinaryPrimitives.ReadInt32BigEndian(buffer.AsSpan(next));
            starts[field] = next += 4;
            if (lengths[field] < 0) continue;
            if (end - next < lengths[field]) return null;
            next += lengths[field];
        }

        at = next;
        return true;
    }

    private async ValueTask FillAsync(CancellationToken ct)
    {
        if (at > 0)
        {
            buffer.AsSpan(at, end - at).CopyTo(buffer);
            end -= at;
            at = 0;
        }

        if (end == buffer.Length) Array.Resize(ref buffer, buffer.Length * 2);
        var read = await source.ReadAsync(buffer.AsMemory(end), ct);
        if (read == 0) throw new EndOfStreamException();
        end += read;
    }

    public ValueTask DisposeAsync() => source.DisposeAsync();
}
