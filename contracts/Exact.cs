using System.Numerics;
using System.Text.Json.Serialization;

namespace Ledger.Contracts.V1;

/// <summary>
/// An exact rational number (domain.md §1: arithmetic between input and the one rounding is exact; 1/7 is not cut). Small values are two
/// 64-bit integers; values that do not fit are big integers, without loss. On the wire it is text: a plain decimal ("12.5") when it
/// terminates, otherwise a fraction in lowest terms ("1/7").
/// </summary>
[JsonConverter(typeof(ExactJsonConverter))]
public readonly struct Exact : IEquatable<Exact>, IComparable<Exact>, ISpanFormattable
{
    private static readonly long[] PowersOfTen = [.. Enumerable.Range(0, 19).Select(n => (long)BigInteger.Pow(10, n))];

    // Small values use these two fields and need not be in lowest terms. Wide is set only for a value that does not fit even in lowest
    // terms.
    private readonly long numerator;
    private readonly long denominatorLessOne; // so that default(Exact) is 0/1
    private readonly Wide? wide;

    private sealed record Wide(BigInteger Numerator, BigInteger Denominator);

    private Exact(long numerator, long denominator)
    {
        this.numerator = numerator;
        denominatorLessOne = denominator - 1;
    }

    private Exact(BigInteger numerator, BigInteger denominator)
    {
        if (denominator.Sign < 0)
        {
            numerator = -numerator;
            denominator = -denominator;
        }

        if (!Fits(numerator) || !Fits(denominator))
        {
            var common = BigInteger.GreatestCommonDivisor(numerator, denominator);
            numerator /= common;
            denominator /= common;
            if (!Fits(numerator) || !Fits(denominator))
            {
                wide = new Wide(numerator, denominator);
                return;
            }
        }

        this.numerator = (long)numerator;
        denominatorLessOne = (long)denominator - 1;
    }

    /// <summary>0.</summary>
    public static Exact Zero => default;

    /// <summary>1.</summary>
    public static Exact One => new(1, 1);

    /// <summary>-1, 0 or 1.</summary>
    public int Sign => wide is null ? Math.Sign(numerator) : wide.Numerator.Sign;

    /// <summary>Whether the value is 0.</summary>
    public bool IsZero => Sign == 0;

    /// <summary>Numerator; not necessarily in lowest terms.</summary>
    public BigInteger Numerator => wide?.Numerator ?? numerator;

    /// <summary>Denominator, always positive.</summary>
    public BigInteger Denominator => wide?.Denominator ?? (BigInteger)Den;

    private long Den => denominatorLessOne + 1;

    /// <summary>Numerator and denominator as 64-bit integers, for the fast path of a calculation; false when they do not fit.</summary>
    public bool TryGetSmall(out long smallNumerator, out long smallDenominator)
    {
        smallNumerator = numerator;
        smallDenominator = Den;
        return wide is null;
    }

    /// <summary>A whole number, without loss.</summary>
    public static implicit operator Exact(long value) => value == long.MinValue ? new Exact(value, BigInteger.One) : new Exact(value, 1);

    /// <inheritdoc cref="FromDecimal"/>
    public static implicit operator Exact(decimal value) => FromDecimal(value);

    /// <summary>A decimal number, without loss.</summary>
    public static Exact FromDecimal(decimal value)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        var scale = (bits[3] >> 16) & 0xff;
        if (bits[2] == 0 && bits[1] >= 0 && scale <= 18)
        {
            var mantissa = ((long)bits[1] << 32) | unchecked((uint)bits[0]);
            return new Exact(bits[3] < 0 ? -mantissa : mantissa, PowersOfTen[scale]);
        }

        var big = unchecked(((BigInteger)(uint)bits[2] << 64) | ((BigInteger)(uint)bits[1] << 32) | (uint)bits[0]);
        return new Exact(bits[3] < 0 ? -big : big, BigInteger.Pow(10, scale));
    }

    /// <summary>A fraction.</summary>
    /// <exception cref="DivideByZeroException">The denominator is 0.</exception>
    public static Exact Ratio(BigInteger numerator, BigInteger denominator) =>
        denominator.IsZero ? throw new DivideByZeroException() : new Exact(numerator, denominator);

    /// <summary>The exact sum.</summary>
    public static Exact operator +(Exact a, Exact b)
    {
        if (a.wide is null && b.wide is null)
        {
            if (a.denominatorLessOne == b.denominatorLessOne)
            {
                var sum = unchecked(a.numerator + b.numerator);
                if (((a.numerator ^ sum) & (b.numerator ^ sum)) >= 0 && sum != long.MinValue) return new Exact(sum, a.Den);
            }
            else if (a.numerator == 0) return b;
            else if (b.numerator == 0) return a;
            else if (TryAddSmall(a, b, out var sum)) return sum;
        }

        // Reduced here, because the terms of a sum of many different fractions would otherwise keep growing.
        return new Exact((a.Numerator * b.Denominator) + (b.Numerator * a.Denominator), a.Denominator * b.Denominator).Reduced();
    }

    /// <summary>The value with the other sign.</summary>
    public static Exact operator -(Exact a) =>
        a.wide is null ? new Exact(-a.numerator, a.Den) : new Exact(-a.wide.Numerator, a.wide.Denominator);

    /// <summary>The exact difference.</summary>
    public static Exact operator -(Exact a, Exact b) => a + -b;

    /// <summary>The exact product.</summary>
    public static Exact operator *(Exact a, Exact b)
    {
        if (a.wide is null && b.wide is null)
        {
            if (TryMultiply(a.numerator, b.numerator, out var top) && TryMultiply(a.Den, b.Den, out var bottom))
            {
                return new Exact(top, bottom);
            }
            var one = Common(a.numerator, b.Den);
            var other = Common(b.numerator, a.Den);
            if (TryMultiply(a.numerator / one, b.numerator / other, out top) && TryMultiply(a.Den / other, b.Den / one, out bottom))
            {
                return new Exact(top, bottom);
            }
        }

        return new Exact(a.Numerator * b.Numerator, a.Denominator * b.Denominator);
    }

    /// <summary>The exact quotient.</summary>
    /// <exception cref="DivideByZeroException">The divisor is 0.</exception>
    public static Exact operator /(Exact a, Exact b)
    {
        if (b.IsZero) throw new DivideByZeroException();
        return b.wide is null
            ? a * (b.numerator > 0 ? new Exact(b.Den, b.numerator) : new Exact(-b.Den, -b.numerator))
            : new Exact(a.Numerator * b.wide.Denominator, a.Denominator * b.wide.Numerator);
    }

    /// <summary>Whether two values are equal; their terms need not be.</summary>
    public static bool operator ==(Exact a, Exact b) => a.CompareTo(b) == 0;

    /// <summary>Whether two values differ.</summary>
    public static bool operator !=(Exact a, Exact b) => a.CompareTo(b) != 0;

    /// <summary>Whether the first value is smaller.</summary>
    public static bool operator <(Exact a, Exact b) => a.CompareTo(b) < 0;

    /// <summary>Whether the first value is larger.</summary>
    public static bool operator >(Exact a, Exact b) => a.CompareTo(b) > 0;

    /// <summary>Whether the first value is not larger.</summary>
    public static bool operator <=(Exact a, Exact b) => a.CompareTo(b) <= 0;

    /// <summary>Whether the first value is not smaller.</summary>
    public static bool operator >=(Exact a, Exact b) => a.CompareTo(b) >= 0;

    /// <summary>The smaller value.</summary>
    public static Exact Min(Exact a, Exact b) => a <= b ? a : b;

    /// <summary>The larger value.</summary>
    public static Exact Max(Exact a, Exact b) => a >= b ? a : b;

    public int CompareTo(Exact other)
    {
        if (wide is null && other.wide is null)
        {
            return denominatorLessOne == other.denominatorLessOne
                ? numerator.CompareTo(other.numerator)
                : ((Int128)numerator * other.Den).CompareTo((Int128)other.numerator * Den);
        }

        return (Numerator * other.Denominator).CompareTo(other.Numerator * Denominator);
    }

    public bool Equals(Exact other) => CompareTo(other) == 0;

    public override bool Equals(object? obj) => obj is Exact other && Equals(other);

    public override int GetHashCode()
    {
        var reduced = Reduced();
        return reduced.wide is null ? HashCode.Combine(reduced.numerator, reduced.denominatorLessOne) : reduced.wide.GetHashCode();
    }

    /// <summary>The largest integer that is not above the value.</summary>
    public BigInteger Floor()
    {
        var quotient = BigInteger.DivRem(Numerator, Denominator, out var remainder);
        return remainder.Sign < 0 ? quotient - 1 : quotient;
    }

    /// <summary>The same value in lowest terms.</summary>
    public Exact Reduced()
    {
        // A wide value was reduced when it was made.
        if (wide is not null || denominatorLessOne == 0) return this;
        var common = Common(numerator, Den);
        return common == 1 ? this : new Exact(numerator / common, Den / common);
    }

    /// <summary>Plain decimal text when the value terminates, else a fraction in lowest terms. Equal values give equal text.</summary>
    public override string ToString() => ExactText.Write(this);

    /// <summary>The same as <see cref="ToString()"/>: format and culture change nothing.</summary>
    public string ToString(string? format, IFormatProvider? formatProvider) => ToString();

    /// <summary>Writes the same text as <see cref="ToString()"/>; false, and nothing written, where the destination is too short.</summary>
    public bool TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format, IFormatProvider? provider)
    {
        if (destination.Length >= ExactText.SmallMax && ExactText.TryWriteSmall(this, destination, out charsWritten)) return true;
        var text = ToString();
        charsWritten = text.TryCopyTo(destination) ? text.Length : 0;
        return charsWritten > 0;
    }

    /// <summary>Reads what <see cref="ToString()"/> wrote.</summary>
    /// <exception cref="FormatException">The text is neither a plain decimal nor a fraction.</exception>
    public static Exact Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return ExactText.Read(text);
    }

    /// <inheritdoc cref="Parse(string)"/>
    public static Exact Parse(ReadOnlySpan<char> text) => ExactText.Read(text);

    internal static Exact Small(long numerator, int decimals) => new(numerator, PowersOfTen[decimals]);

    // Adds over the least common denominator. Only where neither denominator divides the other can the sum need reducing to stay small.
    private static bool TryAddSmall(Exact a, Exact b, out Exact sum)
    {
        var common = Common(a.Den, b.Den);
        var top = ((Int128)a.numerator * (b.Den / common)) + ((Int128)b.numerator * (a.Den / common));
        sum = default;
        if (!TryMultiply(a.Den / common, b.Den, out var bottom) || top <= long.MinValue || top > long.MaxValue) return false;
        sum = new Exact((long)top, bottom);
        if (bottom != a.Den && bottom != b.Den) sum = sum.Reduced();
        return true;
    }

    private static bool TryMultiply(long a, long b, out long product)
    {
        var high = Math.BigMul(a, b, out product);
        return high == product >> 63 && product != long.MinValue;
    }

    private static long Common(long a, long b)
    {
        a = Math.Abs(a);
        while (b != 0) (a, b) = (b, a % b);
        return a;
    }

    private static bool Fits(BigInteger value) => value > long.MinValue && value <= long.MaxValue;
}
