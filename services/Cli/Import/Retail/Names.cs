using System.Text;

namespace Ledger.Cli.Import.Retail;

/// <summary>Gives each different text an index from 0, without allocating a string for a known text.</summary>
internal sealed class Names
{
    private readonly Dictionary<string, int> places = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> lookup;
    private readonly List<string> all = [];

    public Names() => lookup = places.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The texts by index.</summary>
    public IReadOnlyList<string> All => all;

    /// <summary>The index of a text; a new text gets the next one.</summary>
    public int PlaceOf(ReadOnlySpan<byte> utf8)
    {
        Span<char> room = utf8.Length <= 256 ? stackalloc char[utf8.Length] : new char[utf8.Length];
        ReadOnlySpan<char> text = room[..Encoding.UTF8.GetChars(utf8, room)];
        if (all.Count > 0 && text.SequenceEqual(all[latest])) return latest;
        if (!lookup.TryGetValue(text, out latest))
        {
            latest = all.Count;
            all.Add(text.ToString());
            places.Add(all[latest], latest);
        }

        return latest;
    }

    // The last index, checked first, because the lines of one invoice are mostly consecutive.
    private int latest;
}
