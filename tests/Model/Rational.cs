using System.Numerics;

namespace Ledger.Model;

/// <summary>An exact fraction, always in lowest terms with a positive denominator.</summary>
public readonly struct Rational : IEquatable<Rational>, IComparable<Rational>
{
    private readonly BigInteger denominator;

    public Rational(BigInteger n, BigInteger d)
    {
        if (d.IsZero)
        {
            throw new DivideByZeroException();
        }
        if (d.Sign < 0)
        {
            n = -n;
            d = -d;
        }
        if (!d.IsOne)
        {
            var g = BigInteger.GreatestCommonDivisor(n, d);
            if (!g.IsOne)
            {
                n /= g;
                d /= g;
            }
        }
        N = n;
        denominator = d;
    }

    public BigInteger N { get; }
    public BigInteger D => denominator.IsZero ? BigInteger.One : denominator;
    public static Rational Zero => default;
    public static Rational One => new(1, 1);
    public bool IsZero => N.IsZero;
    public int Sign => N.Sign;

    public static Rational From(decimal value)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        BigInteger n = (uint)bits[2];
        n = (n << 32) | unchecked((uint)bits[1]);
        n = (n << 32) | unchecked((uint)bits[0]);
        int scale = (bits[3] >> 16) & 0xFF;
        return new Rational(bits[3] < 0 ? -n : n, BigInteger.Pow(10, scale));
    }

    public static Rational From(BigInteger value) => new(value, 1);

    public static Rational operator +(Rational a, Rational b) =>
        a.D == b.D ? new(a.N + b.N, a.D) : new((a.N * b.D) + (b.N * a.D), a.D * b.D);

    public static Rational operator -(Rational a, Rational b) =>
        a.D == b.D ? new(a.N - b.N, a.D) : new((a.N * b.D) - (b.N * a.D), a.D * b.D);

    public static Rational operator -(Rational a) => new(-a.N, a.D);

    public static Rational operator *(Rational a, Rational b) => new(a.N * b.N, a.D * b.D);
    public static Rational operator /(Rational a, Rational b) => new(a.N * b.D, a.D * b.N);
    public static bool operator <(Rational a, Rational b) => a.CompareTo(b) < 0;
    public static bool operator >(Rational a, Rational b) => a.CompareTo(b) > 0;
    public static bool operator <=(Rational a, Rational b) => a.CompareTo(b) <= 0;
    public static bool operator >=(Rational a, Rational b) => a.CompareTo(b) >= 0;
    public static bool operator ==(Rational a, Rational b) => a.Equals(b);
    public static bool operator !=(Rational a, Rational b) => !a.Equals(b);

    public static Rational Min(Rational a, Rational b) => a <= b ? a : b;
    public static Rational Max(Rational a, Rational b) => a >= b ? a : b;

    public int CompareTo(Rational other) => (N * other.D).CompareTo(other.N * D);
    public bool Equals(Rational other) => N == other.N && D == other.D;
    public override bool Equals(object? obj) => obj is Rational r && Equals(r);
    public override int GetHashCode() => HashCode.Combine(N, D);
    public override string ToString() => D.IsOne ? N.ToString() : N + "/" + D;

    public BigInteger Floor() => BigInteger.Divide(N - (((N % D) + D) % D), D);

    /// <summary>Rounds a value that is not negative to a whole number.</summary>
    public BigInteger Round(string mode)
    {
        if (N.Sign < 0)
        {
            throw new InvalidOperationException("only non-negative results are rounded");
        }
        var whole = BigInteger.DivRem(N, D, out var rest);
        var twice = (rest * 2).CompareTo(D);
        return mode switch
        {
            "floor" => whole,
            "half-up" => twice >= 0 ? whole + 1 : whole,
            "half-even" => twice > 0 || (twice == 0 && !whole.IsEven) ? whole + 1 : whole,
            _ => throw new InvalidOperationException("unknown rounding " + mode),
        };
    }
}
