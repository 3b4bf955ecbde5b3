using System.Numerics;
using Ledger.Contracts.V1;

namespace Ledger.Rules.Domain.Numbers;

/// <summary>
/// Shares a whole amount in proportion to weights so that the parts sum to it exactly: each gets the whole part of its quota, and the rest
/// goes one by one to the largest remainders, ties in line order (domain.md §4.2).
/// </summary>
public static class LargestRemainder
{
    /// <summary>Shares whole points.</summary>
    /// <exception cref="ArgumentException">The amount is above 0 and all weights are 0.</exception>
    public static long[] Share(long total, ReadOnlySpan<Exact> weights)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(total);
        var shares = new long[weights.Length];
        if (total == 0) return shares;
        if (TryShareInWords(total, weights, shares)) return shares;
        var big = ShareBig(total, weights);
        for (var i = 0; i < shares.Length; i++) shares[i] = (long)big[i];
        return shares;
    }

    /// <summary>Shares money in minor units of the given digits.</summary>
    /// <exception cref="ArgumentException">The amount is above 0 and all weights are 0.</exception>
    public static decimal[] Share(decimal total, int digits, ReadOnlySpan<Exact> weights)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(total);
        var shares = new decimal[weights.Length];
        if (Minor.TryOf(total, digits, out var minor))
        {
            var words = Share(minor, weights);
            for (var i = 0; i < shares.Length; i++) shares[i] = Minor.ToMoney(words[i], digits);
            return shares;
        }

        var big = ShareBig(Minor.Of(total, digits), weights);
        for (var i = 0; i < shares.Length; i++) shares[i] = Minor.ToMoney(big[i], digits);
        return shares;
    }

    // The fast path: integer weights over a common denominator, while everything fits into 64 bits. False otherwise.
    private static bool TryShareInWords(long total, ReadOnlySpan<Exact> weights, long[] shares)
    {
        long common = 1;
        foreach (var weight in weights)
        {
            if (!weight.TryGetSmall(out _, out var denominator)) return false;
            if (denominator > common) common = denominator;
        }

        var scaled = new long[weights.Length];
        Int128 sum = 0;
        for (var i = 0; i < scaled.Length; i++)
        {
            weights[i].TryGetSmall(out var numerator, out var denominator);
            if (denominator != common)
            {
                var (factor, rest) = Math.DivRem(common, denominator);
                if (rest != 0) return false;
                var product = (Int128)numerator * factor;
                if (product > long.MaxValue) return false;
                numerator = (long)product;
            }

            ArgumentOutOfRangeException.ThrowIfNegative(numerator, nameof(weights));
            scaled[i] = numerator;
            sum += numerator;
        }

        if (sum > long.MaxValue || sum == 0) return false;
        var whole = (long)sum;
        var left = total;
        var fits = total <= long.MaxValue / whole;
        for (var i = 0; i < scaled.Length; i++)
        {
            long share, remainder;
            if (fits)
            {
                (share, remainder) = Math.DivRem(total * scaled[i], whole);
            }
            else
            {
                var (wideShare, wideRemainder) = UInt128.DivRem((UInt128)total * (ulong)scaled[i], (ulong)whole);
                (share, remainder) = ((long)wideShare, (long)wideRemainder);
            }

            shares[i] = share;
            scaled[i] = remainder;
            left -= share;
        }

        HandOut(left, scaled, shares);
        return true;
    }

    private static void HandOut(long left, long[] remainders, long[] shares)
    {
        if (left * remainders.Length <= 4096)
        {
            for (; left > 0; left--)
            {
                var best = 0;
                for (var i = 1; i < remainders.Length; i++)
                {
                    if (remainders[i] > remainders[best]) best = i;
                }

                shares[best]++;
                remainders[best] = -1;
            }

            return;
        }

        foreach (var i in InOrderOf(remainders).Take((int)left)) shares[i]++;
    }

    // Each line separately, without a common denominator, which for ten thousand lines could be as long as all denominators together.
    private static BigInteger[] ShareBig(BigInteger total, ReadOnlySpan<Exact> weights)
    {
        var sum = default(ExactSum);
        foreach (var weight in weights)
        {
            if (weight.Sign < 0) throw new ArgumentOutOfRangeException(nameof(weights), "A weight is never negative.");
            sum.Add(weight);
        }

        var shares = new BigInteger[weights.Length];
        if (total.IsZero) return shares;
        var whole = sum.Total();
        if (whole.IsZero) throw new ArgumentException("There is something to share and no weight to share it by.", nameof(weights));
        var remainders = new Remainder[weights.Length];
        var (factor, divisor, left) = (total * whole.Denominator, whole.Numerator, total);
        for (var i = 0; i < shares.Length; i++)
        {
            var bottom = weights[i].Denominator * divisor;
            shares[i] = BigInteger.DivRem(weights[i].Numerator * factor, bottom, out var rest);
            remainders[i] = new Remainder((ulong)((rest << 64) / bottom), weights[i], shares[i], factor, divisor);
            left -= shares[i];
        }

        foreach (var i in InOrderOf(remainders).Take((int)left)) shares[i]++;
        return shares;
    }

    // OrderByDescending is stable, so equal remainders stay in line order.
    private static IEnumerable<int> InOrderOf<T>(T[] remainders) =>
        Enumerable.Range(0, remainders.Length).OrderByDescending(i => remainders[i]);

    /// <summary>The remainder of a quota, compared by its first 64 bits; if these are equal and the weights differ, the whole remainder is
    /// compared.</summary>
    private sealed record Remainder(ulong Leading, Exact Weight, BigInteger Share, BigInteger Factor, BigInteger Divisor)
        : IComparable<Remainder>
    {
        public int CompareTo(Remainder? other)
        {
            if (other is null)
                return 1;
            if (Leading != other.Leading)
                return Leading.CompareTo(other.Leading);
            return Weight == other.Weight ? 0 : Exactly().CompareTo(other.Exactly());
        }

        private Exact Exactly() => (Weight * Exact.Ratio(Factor, Divisor)) - Exact.Ratio(Share, BigInteger.One);
    }
}
