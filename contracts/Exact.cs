using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ledger.Contracts.V1;

/// <summary>
/// An exact rational number (domain.md §1: arithmetic between input and the one rounding is exact; 1/7 is not cut).
/// Small values stay in machine words; what does not fit moves to big integers without loss.
/// On the wire it is text: a plain decimal ("12.5") when it terminates, otherwise a fraction in lowest terms ("1/7").
/// </summary>
[JsonConverter(typeof(ExactJsonConverter))]
public readonly struct Exact : IEquatable<Exact>, IComparable<Exact>
{
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

        if (Fits(numerator) && Fits(denominator))
        {
            this.numerator = (long)numerator;
            denominatorLessOne = (long)denominator - 1;
            return;
        }

        var common = BigInteger.GreatestCommonDivisor(numerator, denominator);
        numerator /= common;
        denominator /= common;
        if (Fits(numerator) && Fits(denominator))
        {
            this.numerator = (long)numerator;
            denominatorLessOne = (long)denominator - 1;
            return;
        }

        wide = new Wide(numerator, denominator);
    }

    public static Exact Zero => default;

    public static Exact One => new(1, 1);

    /// <summary>-1, 0 or 1.</summary>
    public int Sign => wide is null ? Math.Sign(numerator) : wide.Numerator.Sign;

    public bool IsZero => Sign == 0;

    /// <summary>Numerator; not necessarily in lowest terms.</summary>
    public BigInteger Numerator => wide?.Numerator ?? numerator;

    /// <summary>Denominator, always positive.</summary>
    public BigInteger Denominator => wide?.Denominator ?? (BigInteger)denominatorLessOne + 1;

    private long Den => denominatorLessOne + 1;

    /// <summary>Numerator and denominator in machine words, for the short way through a calculation; false when they are larger.</summary>
    public bool TryGetSmall(out long smallNumerator, out long smallDenominator)
    {
        smallNumerator = numerator;
        smallDenominator = denominatorLessOne + 1;
        return wide is null;
    }

    public static implicit operator Exact(long value) => new(value, 1);

    public static implicit operator Exact(decimal value) => FromDecimal(value);

    public static Exact FromDecimal(decimal value)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        var scale = (bits[3] >> 16) & 0xff;
        if (bits[2] == 0 && bits[1] >= 0 && scale <= 18)
        {
            var mantissa = ((long)bits[1] << 32) | (uint)bits[0];
            return new Exact(bits[3] < 0 ? -mantissa : mantissa, PowersOfTen[scale]);
        }

        var big = (((BigInteger)(uint)bits[2] << 64) | ((BigInteger)(uint)bits[1] << 32)) | (uint)bits[0];
        return new Exact(bits[3] < 0 ? -big : big, BigInteger.Pow(10, scale));
    }

    public static Exact Ratio(BigInteger numerator, BigInteger denominator) =>
        denominator.IsZero ? throw new DivideByZeroException() : new Exact(numerator, denominator);

    public static Exact operator +(Exact a, Exact b)
    {
        if (a.wide is null && b.wide is null)
        {
            if (a.denominatorLessOne == b.denominatorLessOne)
            {
                var sum = (Int128)a.numerator + b.numerator;
                if (Fits(sum)) return new Exact((long)sum, a.Den);
            }
            else if (a.Den % b.Den == 0)
            {
                var sum = a.numerator + ((Int128)b.numerator * (a.Den / b.Den));
                if (Fits(sum)) return new Exact((long)sum, a.Den);
            }
            else if (b.Den % a.Den == 0)
            {
                var sum = b.numerator + ((Int128)a.numerator * (b.Den / a.Den));
                if (Fits(sum)) return new Exact((long)sum, b.Den);
            }
        }

        // Lowest terms here, so that sums of many different fractions cannot grow without need.
        return new Exact((a.Numerator * b.Denominator) + (b.Numerator * a.Denominator), a.Denominator * b.Denominator).Reduced();
    }

    public static Exact operator -(Exact a) => a.wide is null && a.numerator != long.MinValue ? new Exact(-a.numerator, a.Den) : new Exact(-a.Numerator, a.Denominator);

    public static Exact operator -(Exact a, Exact b) => a + -b;

    public static Exact operator *(Exact a, Exact b)
    {
        if (a.wide is null && b.wide is null)
        {
            var top = (Int128)a.numerator * b.numerator;
            var bottom = (Int128)a.Den * b.Den;
            if (Fits(top) && Fits(bottom)) return new Exact((long)top, (long)bottom);
        }

        return new Exact(a.Numerator * b.Numerator, a.Denominator * b.Denominator);
    }

    public static Exact operator /(Exact a, Exact b) =>
        b.IsZero ? throw new DivideByZeroException() : new Exact(a.Numerator * b.Denominator, a.Denominator * b.Numerator);

    public static bool operator ==(Exact a, Exact b) => a.CompareTo(b) == 0;

    public static bool operator !=(Exact a, Exact b) => a.CompareTo(b) != 0;

    public static bool operator <(Exact a, Exact b) => a.CompareTo(b) < 0;

    public static bool operator >(Exact a, Exact b) => a.CompareTo(b) > 0;

    public static bool operator <=(Exact a, Exact b) => a.CompareTo(b) <= 0;

    public static bool operator >=(Exact a, Exact b) => a.CompareTo(b) >= 0;

    public static Exact Min(Exact a, Exact b) => a <= b ? a : b;

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
        return HashCode.Combine(reduced.Numerator, reduced.Denominator);
    }

    /// <summary>The largest integer that is not above the value.</summary>
    public BigInteger Floor()
    {
        var quotient = BigInteger.DivRem(Numerator, Denominator, out var remainder);
        return remainder.Sign < 0 ? quotient - 1 : quotient;
    }

    public Exact Reduced()
    {
        var common = BigInteger.GreatestCommonDivisor(Numerator, Denominator);
        return common.IsOne ? this : new Exact(Numerator / common, Denominator / common);
    }

    /// <summary>Plain decimal text when the value terminates, else a fraction in lowest terms. Equal values give equal text.</summary>
    public override string ToString()
    {
        var value = Reduced();
        var denominator = value.Denominator;
        if (denominator.IsOne) return value.Numerator.ToString(CultureInfo.InvariantCulture);

        int twos = 0, fives = 0;
        while ((denominator % 5).IsZero)
        {
            denominator /= 5;
            fives++;
        }

        while (denominator.IsEven)
        {
            denominator >>= 1;
            twos++;
        }

        if (!denominator.IsOne) return string.Create(CultureInfo.InvariantCulture, $"{value.Numerator}/{value.Denominator}");

        var digits = Math.Max(twos, fives);
        var scaled = BigInteger.Abs(value.Numerator) * BigInteger.Pow(10, digits) / value.Denominator;
        var text = scaled.ToString(CultureInfo.InvariantCulture).PadLeft(digits + 1, '0');
        return (value.Sign < 0 ? "-" : "") + text[..^digits] + "." + text[^digits..];
    }

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    /// <exception cref="FormatException">The text is neither a plain decimal nor a fraction.</exception>
    public static Exact Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash >= 0) return Ratio(Integer(text[..slash]), Integer(text[(slash + 1)..]));
        var dot = text.IndexOf('.', StringComparison.Ordinal);
        return dot < 0
            ? new Exact(Integer(text), BigInteger.One)
            : new Exact(Integer(text.Remove(dot, 1)), BigInteger.Pow(10, text.Length - dot - 1));

        static BigInteger Integer(string digits) => BigInteger.Parse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
    }

    private static readonly long[] PowersOfTen = [.. Enumerable.Range(0, 19).Select(n => (long)BigInteger.Pow(10, n))];

    private static bool Fits(BigInteger value) => value > long.MinValue && value <= long.MaxValue;

    private static bool Fits(Int128 value) => value > long.MinValue && value <= long.MaxValue;
}

/// <summary>Writes an <see cref="Exact"/> as text.</summary>
public sealed class ExactJsonConverter : JsonConverter<Exact>
{
    public override Exact Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        try
        {
            return Exact.Parse(reader.GetString() ?? throw new JsonException("An exact number is text."));
        }
        catch (FormatException)
        {
            throw new JsonException("An exact number is a plain decimal or a fraction.");
        }
    }

    public override void Write(Utf8JsonWriter writer, Exact value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
