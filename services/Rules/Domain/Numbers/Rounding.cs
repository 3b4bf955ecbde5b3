using System.Numerics;
using Ledger.Contracts.V1;

namespace Ledger.Rules.Domain.Numbers;

/// <summary>The ways to round a non-negative exact number to a result (domain.md §1, §3).</summary>
public enum Rounding
{
    Floor,
    HalfUp,
    HalfEven,
}

/// <summary>The one rounding of a result. Negative values are never rounded; differences are taken between rounded results.</summary>
public static class Roundings
{
    private static readonly long[] PowersOfTen = [1, 10, 100, 1_000, 10_000];

    /// <summary>Rounds to money with exactly the given digits.</summary>
    /// <exception cref="OverflowException">The result is beyond what a decimal holds.</exception>
    public static decimal Round(this Rounding rounding, Exact value, int digits)
    {
        if (value.TryGetSmall(out var numerator, out var denominator) && numerator <= long.MaxValue / PowersOfTen[digits])
        {
            return Minor.ToMoney(Whole(rounding, numerator * PowersOfTen[digits], denominator), digits);
        }

        return Minor.ToMoney(Whole(rounding, value.Numerator * PowersOfTen[digits], value.Denominator), digits);
    }

    /// <summary>Rounds to whole points.</summary>
    /// <exception cref="OverflowException">More points than 64 bits hold.</exception>
    public static long RoundPoints(this Rounding rounding, Exact value) =>
        value.TryGetSmall(out var numerator, out var denominator)
            ? Whole(rounding, numerator, denominator)
            : (long)Whole(rounding, value.Numerator, value.Denominator);

    private static long Whole(Rounding rounding, long numerator, long denominator)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(numerator);
        var (quotient, remainder) = Math.DivRem(numerator, denominator);
        return RoundsUp(rounding, remainder.CompareTo(denominator - remainder), quotient % 2 == 0) ? quotient + 1 : quotient;
    }

    private static BigInteger Whole(Rounding rounding, BigInteger numerator, BigInteger denominator)
    {
        if (numerator.Sign < 0) throw new ArgumentOutOfRangeException(nameof(numerator), "Only non-negative results are rounded.");
        var quotient = BigInteger.DivRem(numerator, denominator, out var remainder);
        return RoundsUp(rounding, remainder.CompareTo(denominator - remainder), quotient.IsEven) ? quotient + 1 : quotient;
    }

    private static bool RoundsUp(Rounding rounding, int againstHalf, bool quotientIsEven) => rounding switch
    {
        Rounding.Floor => false,
        Rounding.HalfUp => againstHalf >= 0,
        Rounding.HalfEven => againstHalf > 0 || (againstHalf == 0 && !quotientIsEven),
    };
}
