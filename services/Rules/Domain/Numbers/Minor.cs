using System.Numerics;

namespace Ledger.Rules.Domain.Numbers;

/// <summary>Money as a count of minor units, and back.</summary>
internal static class Minor
{
    private static readonly BigInteger MantissaMax = (BigInteger.One << 96) - 1;

    public static decimal ToMoney(long minor, int digits) => new(unchecked((int)minor), (int)(minor >> 32), 0, false, (byte)digits);

    /// <exception cref="OverflowException">The amount exceeds the range of decimal.</exception>
    public static decimal ToMoney(BigInteger minor, int digits)
    {
        if (minor > MantissaMax) throw new OverflowException("An amount of money is beyond what can be kept.");
        return new decimal(Word(minor, 0), Word(minor, 32), Word(minor, 64), false, (byte)digits);

        static int Word(BigInteger value, int shift) => unchecked((int)(uint)((value >> shift) & uint.MaxValue));
    }

    /// <summary>The amount in minor units. The money must have at most the given digits.</summary>
    public static BigInteger Of(decimal money, int digits)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(money, bits);
        var mantissa = unchecked(((BigInteger)(uint)bits[2] << 64) | ((BigInteger)(uint)bits[1] << 32) | (uint)bits[0]);
        var scale = (bits[3] >> 16) & 0xff;
        return scale <= digits ? mantissa * BigInteger.Pow(10, digits - scale) : mantissa / BigInteger.Pow(10, scale - digits);
    }

    /// <summary>The same as a 64-bit integer; false when it does not fit.</summary>
    public static bool TryOf(decimal money, int digits, out long minor)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(money, bits);
        minor = ((long)bits[1] << 32) | unchecked((uint)bits[0]);
        return bits[2] == 0 && bits[1] >= 0 && ((bits[3] >> 16) & 0xff) == digits;
    }
}
