using System.Buffers;

namespace Ledger.EventLog.Canonical;

/// <summary>
/// The fast path: one pass that tells whether valid UTF-8 is canonical JSON already. It is never wrong when it says yes; it may say no to
/// canonical JSON whose keys have escapes, which then takes the slow path.
/// </summary>
internal ref struct CanonicalCheck
{
    internal static readonly SearchValues<byte> Special = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Select(b => (byte)b), (byte)'"', (byte)'\\']);

    private readonly ReadOnlySpan<byte> json;
    private int at;

    private CanonicalCheck(ReadOnlySpan<byte> json) => this.json = json;

    public static bool IsCanonical(ReadOnlySpan<byte> json)
    {
        var check = new CanonicalCheck(json);
        return check.Value(0) && check.at == json.Length;
    }

    private readonly byte Next => at < json.Length ? json[at] : (byte)0;

    private bool Value(int depth) => Next switch
    {
        (byte)'{' => depth < CanonicalJson.DepthMax && Object(depth + 1),
        (byte)'[' => depth < CanonicalJson.DepthMax && Array(depth + 1),
        (byte)'"' => String(out _),
        (byte)'t' => Literal("true"u8),
        (byte)'f' => Literal("false"u8),
        (byte)'n' => Literal("null"u8),
        _ => Number(),
    };

    private bool Object(int depth)
    {
        at++;
        if (Take((byte)'}')) return true;
        ReadOnlySpan<byte> previous = default;
        for (var first = true; ; first = false)
        {
            var start = at + 1;
            if (!String(out var escaped) || escaped) return false;
            var key = json[start..(at - 1)];
            if (!first && previous.SequenceCompareTo(key) >= 0) return false;
            previous = key;
            if (!Take((byte)':') || !Value(depth)) return false;
            if (Take((byte)'}')) return true;
            if (!Take((byte)',')) return false;
        }
    }

    private bool Array(int depth)
    {
        at++;
        if (Take((byte)']')) return true;
        while (true)
        {
            if (!Value(depth)) return false;
            if (Take((byte)']')) return true;
            if (!Take((byte)',')) return false;
        }
    }

    private bool String(out bool escaped)
    {
        escaped = false;
        if (!Take((byte)'"')) return false;
        while (true)
        {
            var plain = json[at..].IndexOfAny(Special);
            if (plain < 0) return false;
            at += plain;
            if (Take((byte)'"')) return true;
            if (!Take((byte)'\\') || !Escape()) return false;
            escaped = true;
        }
    }

    /// <summary>Accepts the short escapes, and \u00xx in lower case for control characters without a short one, except \u0000.</summary>
    private bool Escape()
    {
        var kind = Next;
        at++;
        if (kind is (byte)'"' or (byte)'\\' or (byte)'b' or (byte)'f' or (byte)'n' or (byte)'r' or (byte)'t') return true;
        if (kind != 'u' || json.Length - at < 4) return false;
        var hex = json.Slice(at, 4);
        at += 4;
        if (hex[0] != '0' || hex[1] != '0' || hex[2] is not ((byte)'0' or (byte)'1')) return false;
        var low = hex[3] switch
        {
            >= (byte)'0' and <= (byte)'9' => hex[3] - '0',
            >= (byte)'a' and <= (byte)'f' => hex[3] - 'a' + 10,
            _ => -1,
        };
        if (low < 0) return false;
        return (hex[2] == '1' ? 16 + low : low) is not (0 or 8 or 9 or 10 or 12 or 13);
    }

    private bool Number()
    {
        var start = at;
        var negative = Take((byte)'-');
        var digits = Digits(out var zero);
        if (digits == 0 || digits > CanonicalNumber.IntegerDigitsMax) return false;
        if (digits > 1 && json[at - digits] == '0') return false;
        if (Take((byte)'.'))
        {
            var fraction = Digits(out var zeroFraction);
            if (fraction == 0 || fraction > CanonicalNumber.FractionDigitsMax) return false;
            zero &= zeroFraction;
        }

        return at > start && !(negative && zero) && Next is not ((byte)'e' or (byte)'E');
    }

    private int Digits(out bool zero)
    {
        var start = at;
        zero = true;
        while (Next is >= (byte)'0' and <= (byte)'9')
        {
            zero &= json[at] == '0';
            at++;
        }

        return at - start;
    }

    private bool Literal(ReadOnlySpan<byte> word)
    {
        if (!json[at..].StartsWith(word)) return false;
        at += word.Length;
        return true;
    }

    private bool Take(byte expected)
    {
        if (Next != expected) return false;
        at++;
        return true;
    }
}
