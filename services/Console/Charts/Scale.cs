namespace Ledger.Console.Charts;

/// <summary>Maps values to places of a drawing, linearly. A domain of one value lies in the middle.</summary>
/// <param name="DomainFrom">Value at <paramref name="RangeFrom"/>.</param>
/// <param name="DomainTo">Value at <paramref name="RangeTo"/>.</param>
/// <param name="RangeFrom">Place, in units of the drawing.</param>
/// <param name="RangeTo">Place; less than <paramref name="RangeFrom"/> where values grow upwards.</param>
public sealed record Scale(decimal DomainFrom, decimal DomainTo, decimal RangeFrom, decimal RangeTo)
{
    /// <summary>The place of a value, to a tenth of a unit.</summary>
    public decimal this[decimal value]
    {
        get
        {
            var width = DomainTo - DomainFrom;
            var part = width == 0 ? 0.5m : (value - DomainFrom) / width;
            return Math.Round(RangeFrom + (part * (RangeTo - RangeFrom)), 1);
        }
    }

    /// <summary>The place of an instant, in a scale whose domain is ticks.</summary>
    public decimal this[DateTimeOffset at] => this[at.UtcTicks];

    /// <summary>A scale over time.</summary>
    public static Scale Of(DateTimeOffset from, DateTimeOffset to, decimal rangeFrom, decimal rangeTo) =>
        new(from.UtcTicks, to.UtcTicks, rangeFrom, rangeTo);

    /// <summary>Round values for an axis that shows all from least to most; 0 is among them.</summary>
    /// <param name="least">May be above 0.</param>
    /// <param name="most">May be below 0.</param>
    /// <param name="steps">About how many steps.</param>
    public static IReadOnlyList<decimal> Ticks(decimal least, decimal most, int steps = 4)
    {
        var (low, high) = (Math.Min(0, least), Math.Max(0, most));
        if (low == high) high = 1;
        var step = RoundStep((high - low) / steps);
        var first = Math.Floor(low / step);
        var last = Math.Ceiling(high / step);
        return [.. Enumerable.Range(0, (int)(last - first) + 1).Select(i => (first + i) * step)];
    }

    // 1, 2 or 5 times a power of ten, not below the step that is asked for.
    private static decimal RoundStep(decimal least)
    {
        var power = 1m;
        while (power > least) power /= 10;
        while (power * 10 <= least) power *= 10;
        foreach (var factor in (decimal[])[1, 2, 5])
        {
            if (factor * power >= least) return factor * power;
        }

        return 10 * power;
    }
}
