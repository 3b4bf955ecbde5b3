using System.Buffers;

namespace Ledger.Cli.Import;

/// <summary>The most facts and bytes of one request or message.</summary>
internal readonly record struct ChunkLimits(int Facts, int Bytes);

/// <summary>The facts of one request or message, one per line, in order.</summary>
internal sealed class Chunk(ChunkLimits limits)
{
    private readonly ArrayBufferWriter<byte> bytes = new(limits.Bytes + (limits.Bytes / 4));
    private readonly List<(int End, long Number)> facts = new(limits.Facts);

    public int Count => facts.Count;

    public bool IsFull => facts.Count >= limits.Facts || bytes.WrittenCount >= limits.Bytes;

    /// <summary>All lines, each with its line feed.</summary>
    public ReadOnlyMemory<byte> Lines => bytes.WrittenMemory;

    /// <summary>Adds the feed's current fact.</summary>
    public void Add(IFactFeed feed)
    {
        feed.Write(bytes);
        bytes.Write("\n"u8);
        facts.Add((bytes.WrittenCount, feed.Number));
    }

    /// <summary>One fact without its line feed; the first is 0.</summary>
    public ReadOnlyMemory<byte> Fact(int index)
    {
        var start = index == 0 ? 0 : facts[index - 1].End;
        return bytes.WrittenMemory[start..(facts[index].End - 1)];
    }

    /// <summary>A fact's number in its file.</summary>
    public long NumberOf(int index) => facts[index].Number;

    public void Clear()
    {
        bytes.ResetWrittenCount();
        facts.Clear();
    }
}
