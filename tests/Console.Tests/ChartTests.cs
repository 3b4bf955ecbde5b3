using Ledger.Console.Charts;
using Ledger.Contracts.V1.Answers;
using NUnit.Framework;

namespace Ledger.Console.Tests;

/// <summary>The geometry of the charts.</summary>
public sealed class ChartTests
{
    private static readonly DateTimeOffset Start = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [TestCase(0, 0, new[] { 0, 1.0 })]
    [TestCase(0, 100, new[] { 0, 50, 100.0 })]
    [TestCase(30, 97, new[] { 0, 50, 100.0 })]
    [TestCase(-40, 100, new[] { -50, 0, 50, 100.0 })]
    [TestCase(0, 0.07, new[] { 0, 0.02, 0.04, 0.06, 0.08 })]
    [TestCase(0, 1_000_000, new[] { 0, 500_000, 1_000_000.0 })]
    public void Marks_are_round_hold_all_values_and_zero(double least, double most, double[] expected)
    {
        var ticks = Scale.Ticks((decimal)least, (decimal)most);
        Assert.That(ticks.Select(tick => (double)tick).Take(1).Concat(ticks.Select(tick => (double)tick).TakeLast(1)),
            Is.EqualTo(new[] { expected[0], expected[^1] }).Within(1e-9));
        Assert.Multiple(() =>
        {
            Assert.That(ticks, Does.Contain(0m));
            Assert.That(ticks[0], Is.AtMost((decimal)least));
            Assert.That(ticks[^1], Is.AtLeast((decimal)most));
            Assert.That(ticks, Is.Ordered.Ascending);
            Assert.That(ticks, Has.Count.InRange(2, 8));
        });
    }

    [Test]
    public void A_scale_maps_its_ends_and_what_lies_between_and_one_value_to_the_middle()
    {
        var scale = new Scale(0, 200, 100, 0);
        Assert.Multiple(() =>
        {
            Assert.That(scale[0], Is.EqualTo(100));
            Assert.That(scale[50], Is.EqualTo(75));
            Assert.That(scale[200], Is.EqualTo(0));
            Assert.That(new Scale(7, 7, 0, 10)[7], Is.EqualTo(5));
        });
    }

    [Test]
    public void Bars_stand_on_zero_as_high_as_their_values_also_below_it()
    {
        var chart = BarChart.Of(
            [new BarGroup("a", [100, 50]), new BarGroup("b", [-50, 0])], value => $"{value}", width: 200, height: 134, left: 0);
        // 100 units of height for 150: 10 above, 24 below.
        var bars = chart.Bars;
        Assert.Multiple(() =>
        {
            Assert.That(bars.Select(bar => bar.Series), Is.EqualTo(new[] { 0, 1, 0, 1 }));
            Assert.That(bars[0].Y + bars[0].Height, Is.EqualTo(chart.Zero));
            Assert.That(bars[0].Height, Is.EqualTo(2 * bars[1].Height).Within(0.2m));
            Assert.That(bars[2].Y, Is.EqualTo(chart.Zero));
            Assert.That(bars[3].Height, Is.Zero);
            var gaps = bars.Zip(bars.Skip(1), (one, next) => next.X - (one.X + one.Width));
            Assert.That(gaps, Is.All.GreaterThan(-0.2m), "no bar covers another");
            Assert.That(bars.Select(bar => bar.X + bar.Width), Is.All.AtMost(200.1m));
            Assert.That(bars.Select(bar => bar.Y + bar.Height), Is.All.AtMost(110.1m));
            Assert.That(chart.Labels.Select(mark => mark.Label), Is.EqualTo(new[] { "a", "b" }));
        });
    }

    [Test]
    public void Without_groups_there_is_a_chart_without_bars() => Assert.That(BarChart.Of([], value => "").Bars, Is.Empty);

    [Test]
    public void A_step_goes_on_until_the_next_one_and_the_last_until_the_end()
    {
        var chart = StepChart.Of(
            [new ValueStep(Start, 100), new ValueStep(Start.AddDays(5), 50)], Start.AddDays(10), value => $"{value}", at => $"{at:dd}",
            size: new ChartSize(112, 134, 0));
        Assert.Multiple(() =>
        {
            Assert.That(chart.Path, Is.EqualTo("M0 110V10H50V60H100"));
            Assert.That(chart.Times.Select(mark => mark.Label), Is.EqualTo(new[] { "01", "11" }));
            Assert.That(StepChart.Of([], Start, value => "", at => "").Path, Is.Empty);
        });
    }

    [Test]
    public void Where_what_was_before_is_not_known_the_line_begins_at_the_first_value()
    {
        var chart = StepChart.Of(
            [new ValueStep(Start, 100)], Start.AddDays(10), value => $"{value}", at => $"{at:dd}", isWhole: false,
            size: new ChartSize(112, 134, 0));
        Assert.That(chart.Path, Is.EqualTo("M0 10V10H100"));
    }

    [Test]
    public void A_lot_is_pending_then_active_until_it_expires()
    {
        var axis = LotAxis.Of(
            [
                Lot(1, activates: 10, expires: 100), Lot(2, activates: 0, expires: null), Lot(3, activates: null, expires: null),
                Lot(4, activates: 20, expires: 10),
            ],
            Start.AddDays(50), at => $"{at:dd}", width: 186);
        var bars = axis.Bars;
        Assert.Multiple(() =>
        {
            Assert.That(bars[0].Pending.From, Is.EqualTo(64));
            Assert.That(bars[0].Pending.From + bars[0].Pending.Width, Is.EqualTo(bars[0].Active.From), "from pending to active");
            Assert.That(bars[0].Active.Width, Is.EqualTo(9 * bars[0].Pending.Width).Within(0.5m));
            Assert.That(bars[1].Pending.Width, Is.Zero, "active at once");
            Assert.That(bars[1].IsOpenEnded, Is.True);
            Assert.That(bars[1].Active.From + bars[1].Active.Width, Is.EqualTo(174));
            Assert.That(bars[2].Active.Width, Is.Zero, "waits for its trigger");
            Assert.That(bars[3].Active.Width, Is.Zero, "never activates");
            Assert.That(bars.Select(bar => bar.Y), Is.EqualTo(new[] { 0, 22, 44, 66 }));
            Assert.That(axis.Now, Is.InRange(64, 174));
        });
    }

    private static LotListed Lot(long number, int? activates, int? expires) => new(
        number, "account", "points", 0, 10, 0, Start, activates is { } from ? Start.AddDays(from) : null,
        expires is { } until ? Start.AddDays(until) : null);
}
