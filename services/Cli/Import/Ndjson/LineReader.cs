namespace Ledger.Cli.Import.Ndjson;

/// <summary>Splits a stream into lines, as bytes. Lines end in LF or CRLF; a byte order mark at the start is skipped.</summary>
internal sealed class LineReader(Stream input) : ILines
{
    private const int LineBytesMax = 100_000_000;

    private byte[] buffer = new byte[1 << 16];
    private int start;
    private int end;
    private bool ended;

    /// <summary>1-based number of the current line.</summary>
    public long Number { get; private set; }

    /// <summary>The current line without its line break; valid until the next one is read.</summary>
    public ReadOnlyMemory<byte> Line { get; private set; }

    /// <summary>Moves to the next line that is not blank; false at the end.</summary>
    public bool MoveNext()
    {
        while (NextLine())
        {
            if (!Line.Span.Trim(" \t"u8).IsEmpty) return true;
        }

        return false;
    }

    public void Dispose() => input.Dispose();

    private bool NextLine()
    {
        var searched = start;
        while (true)
        {
            var lineBreak = buffer.AsSpan(searched, end - searched).IndexOf((byte)'\n');
            if (lineBreak >= 0) return Take(searched + lineBreak, searched + lineBreak + 1);
            searched = end;
            if (ended) return start < end && Take(end, end);
            searched -= Fill();
        }
    }

    private bool Take(int lineEnd, int next)
    {
        var line = buffer.AsMemory(start, lineEnd - start);
        if (Number == 0 && line.Span.StartsWith("\uFEFF"u8)) line = line[3..];
        if (line.Span.EndsWith("\r"u8)) line = line[..^1];
        Line = line;
        Number++;
        start = next;
        return true;
    }

    // Moves the unread bytes to the front of the buffer and reads more behind them; returns by how much they moved.
    private int Fill()
    {
        var moved = start;
        if (moved > 0) buffer.AsSpan(start, end - start).CopyTo(buffer);
        start = 0;
        end -= moved;
        if (end == buffer.Length)
        {
            if (end >= LineBytesMax) throw new CliFailure($"Line {Number + 1} is longer than {LineBytesMax} bytes.");
            Array.Resize(ref buffer, buffer.Length * 2);
        }

        var read = input.Read(buffer, end, buffer.Length - end);
        ended = read == 0;
        end += read;
        return moved;
    }
}
