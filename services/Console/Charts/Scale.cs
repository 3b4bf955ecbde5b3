namespace Ledger.Console.Charts;

/// <summary>Maps values to coordinates of a drawing, linearly. If the domain is a single value, it maps to the middle.</summary>
/// <param name="DomainFrom">Value at <paramref name="RangeFrom"/>.</param>
/// <param name="DomainTo">Value at <paramref name="RangeTo"/>.</param>
/// <param name="RangeFrom">Coordinate, in units of the drawing.</param>
/// <param name="RangeTo">Coordinate; less than <paramref name="RangeFrom"/> if values grow upwards.</param>
public sealed record Scale(decimal DomainFrom, decimal DomainTo, decimal RangeFrom, decimal RangeTo)
{
    /// <summary>The coordinate of a value, to a tenth of a unit.</summary>
    public decimal this[decimal value]
    {
        get
        {
            var width = DomainTo - DomainFrom;
            var part = width == 0 ? 0.5m : (value - DomainFrom) / width;
            return Math.Round(RangeFrom + (part * (RangeTo - RangeFrom)), 1);
        }
    }

    /// <summary>The coordinate of an instant, in a scale whose domain is ticks.</summary>
    public decimal this[DateTimeOffset at] => this[at.UtcTicks];

    /// <summary>A scale over time.</summary>
    public static Scale Of(DateTimeOffset from, DateTimeOffset to, decimal rangeFrom, decimal rangeTo) =>
        new(from.UtcTicks, to.UtcTicks, rangeFrom, rangeTo);

    /// <summary>Round values for an axis that covers the range from least to most; 0 is always included.</summary>
    /// <param name="least">May be above 0.</param>
    /// <param name="most">May be below 0.</param>
    /// <param name="steps">Approximate number of steps.</param>
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
