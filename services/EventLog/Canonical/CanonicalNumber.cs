namespace Ledger.EventLog.Canonical;

/// <summary>Numbers as PostgreSQL's numeric prints them: no exponent, trailing zeros of the fraction kept, no negative zero.</summary>
internal static class CanonicalNumber
{
    public const int IntegerDigitsMax = 131_072;
    public const int FractionDigitsMax = 16_383;

    /// <summary>Writes a well-formed JSON number given as its digits before the point, after it, and its exponent.</summary>
    public static void Write(ByteBuffer output, bool negative, ReadOnlySpan<byte> integer, ReadOnlySpan<byte> fraction, int exponent)
    {
        // The number is 0.DIGITS × 10^(integer.Length + exponent).
        var point = integer.Length + exponent;
        var places = Math.Max(0, fraction.Length - exponent);
        var zero = integer.IndexOfAnyExcept((byte)'0') < 0 && fraction.IndexOfAnyExcept((byte)'0') < 0;
        if (places > FractionDigitsMax || (!zero && point - LeadingZeros(integer, fraction) > IntegerDigitsMax))
        {
            throw new CanonicalJsonException("A number has more digits than PostgreSQL can store.");
        }

        if (negative && !zero) output.Append((byte)'-');
        WriteInteger(output, integer, fraction, zero ? 0 : point);
        if (places == 0) return;

        output.Append((byte)'.');
        for (var place = 0; place < places; place++) output.Append(Digit(integer, fraction, point + place));
    }

    private static void WriteInteger(ByteBuffer output, ReadOnlySpan<byte> integer, ReadOnlySpan<byte> fraction, int point)
    {
        var start = output.Length;
        for (var index = 0; index < point; index++)
        {
            var digit = Digit(integer, fraction, index);
            if (digit != '0' || output.Length > start) output.Append(digit);
        }

        if (output.Length == start) output.Append((byte)'0');
    }

    private static byte Digit(ReadOnlySpan<byte> integer, ReadOnlySpan<byte> fraction, int index) =>
        index < 0 ? (byte)'0'
        : index < integer.Length ? integer[index]
        : index - integer.Length < fraction.Length ? fraction[index - integer.Length]
        : (byte)'0';

    private static int LeadingZeros(ReadOnlySpan<byte> integer, ReadOnlySpan<byte> fraction)
    {
        var zeros = integer.IndexOfAnyExcept((byte)'0');
        return zeros >= 0 ? zeros : integer.Length + Math.Max(0, fraction.IndexOfAnyExcept((byte)'0'));
    }
}
