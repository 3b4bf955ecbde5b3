using System.Globalization;
using System.Text;

namespace Ledger.Console.Charts;

/// <summary>A value from an instant on.</summary>
public sealed record ValueStep(DateTimeOffset At, decimal Value);

/// <summary>The size of a drawing, in units of its view box.</summary>
/// <param name="Left">Width reserved for the marks of the axis of values.</param>
public sealed record ChartSize(decimal Width = 640, decimal Height = 200, decimal Left = 64);

/// <summary>A value over time that changes in steps: the geometry of the drawing.</summary>
/// <param name="Path">The <c>d</c> of an SVG path; empty without a step.</param>
/// <param name="Zero">The y coordinate of the value 0.</param>
/// <param name="Values">Marks of the axis of values.</param>
/// <param name="Times">Marks of the axis of time.</param>
public sealed record StepChart(
    decimal Width, decimal Height, decimal Left, decimal Zero, string Path, IReadOnlyList<Mark> Values, IReadOnlyList<Mark> Times)
{
    private const decimal Bottom = 24;
    private const decimal Top = 10;
    private const decimal Right = 12;

    /// <summary>Draws the steps from the first one to <paramref name="until"/>.</summary>
    /// <param name="steps">The steps in order of time.</param>
    /// <param name="until">At or after the last step.</param>
    /// <param name="shown">Formats a value for the axis.</param>
    /// <param name="date">Formats an instant for the axis.</param>
    /// <param name="isWhole">True if the value was 0 before the first step; otherwise the earlier value is unknown, and the line begins at
    /// the first step's value.</param>
    /// <param name="size">Size of the drawing.</param>
    public static StepChart Of(
        IReadOnlyList<ValueStep> steps, DateTimeOffset until, Func<decimal, string> shown, Func<DateTimeOffset, string> date,
        bool isWhole = true, ChartSize? size = null)
    {
        ArgumentNullException.ThrowIfNull(steps);
        ArgumentNullException.ThrowIfNull(shown);
        ArgumentNullException.ThrowIfNull(date);
        var (width, height, left) = size ?? new ChartSize();
        var values = steps.Select(step => step.Value).DefaultIfEmpty(0).ToList();
        var ticks = Scale.Ticks(values.Min(), values.Max());
        var y = new Scale(ticks[0], ticks[^1], height - Bottom, Top);
        var marks = ticks.Select(tick => new Mark(y[tick], shown(tick))).ToList();
        if (steps.Count == 0) return new StepChart(width, height, left, y[0], "", marks, []);

        var (from, to) = (steps[0].At, until > steps[^1].At ? until : steps[^1].At);
        var x = Scale.Of(from, to, left, width - Right);
        var path = new StringBuilder();
        path.Append(CultureInfo.InvariantCulture, $"M{x[from]:0.#} {y[isWhole ? 0 : steps[0].Value]:0.#}V{y[steps[0].Value]:0.#}");
        foreach (var step in steps.Skip(1)) path.Append(CultureInfo.InvariantCulture, $"H{x[step.At]:0.#}V{y[step.Value]:0.#}");
        path.Append(CultureInfo.InvariantCulture, $"H{x[to]:0.#}");
        IReadOnlyList<Mark> times =
            from == to ? [new Mark(x[from], date(from))] : [new Mark(x[from], date(from)), new Mark(x[to], date(to))];
        return new StepChart(width, height, left, y[0], path.ToString(), marks, times);
    }
}
