namespace Ledger.Console.Charts;

/// <summary>A bar of a chart, in units of the drawing.</summary>
/// <param name="Series">Number of the bar's series, from 0.</param>
public sealed record Bar(int Series, decimal X, decimal Y, decimal Width, decimal Height, decimal Value, string Label);

/// <summary>A mark on an axis.</summary>
/// <param name="At">Position on the axis.</param>
public sealed record Mark(decimal At, string Label);

/// <summary>A group of bars side by side, one for each series.</summary>
public sealed record BarGroup(string Label, IReadOnlyList<decimal> Values);

/// <summary>Groups of bars over an axis of values: the geometry of the drawing.</summary>
/// <param name="Zero">The y coordinate of the value 0.</param>
/// <param name="Values">Marks of the axis of values.</param>
/// <param name="Labels">Marks of the groups.</param>
public sealed record BarChart(
    decimal Width, decimal Height, decimal Left, decimal Zero, IReadOnlyList<Bar> Bars, IReadOnlyList<Mark> Values,
    IReadOnlyList<Mark> Labels)
{
    private const decimal Bottom = 24;
    private const decimal Top = 10;
    private const decimal Gap = 0.25m;

    /// <summary>Draws the groups from left to right.</summary>
    /// <param name="groups">The groups, all with the same number of values; without groups the drawing is empty.</param>
    /// <param name="shown">Formats a value for the axis.</param>
    public static BarChart Of(
        IReadOnlyList<BarGroup> groups, Func<decimal, string> shown, decimal width = 640, decimal height = 220, decimal left = 64)
    {
        ArgumentNullException.ThrowIfNull(groups);
        ArgumentNullException.ThrowIfNull(shown);
        var all = groups.SelectMany(group => group.Values).DefaultIfEmpty(0).ToList();
        var ticks = Scale.Ticks(all.Min(), all.Max());
        var y = new Scale(ticks[0], ticks[^1], height - Bottom, Top);
        var each = (width - left) / Math.Max(1, groups.Count);
        var zero = y[0];
        var bars = new List<Bar>();
        for (var g = 0; g < groups.Count; g++)
        {
            var of = groups[g].Values;
            var bar = each * (1 - Gap) / Math.Max(1, of.Count);
            for (var s = 0; s < of.Count; s++)
            {
                var at = y[of[s]];
                var x = left + (g * each) + (each * Gap / 2) + (s * bar);
                bars.Add(new Bar(
                    s, Math.Round(x, 1), Math.Min(at, zero), Math.Round(bar, 1), Math.Abs(at - zero), of[s], groups[g].Label));
            }
        }

        return new BarChart(
            width, height, left, zero, bars, [.. ticks.Select(tick => new Mark(y[tick], shown(tick)))],
            [.. groups.Select((group, g) => new Mark(Math.Round(left + ((g + 0.5m) * each), 1), group.Label))]);
    }
}
