using Ledger.Contracts.V1;
using Ledger.TestSupport;
using NUnit.Framework;

namespace Ledger.Services.Tests.Ledger;

/// <summary>A program's clock: manual for imported history, wall for live operation (domain.md §4).</summary>
public sealed class ClockTests : ServiceTests
{
    private string Clock => $"{LedgerApi.Program(Shop.Program)}/clock";

    [Test]
    public async Task Under_a_manual_clock_nothing_falls_due_by_itself()
    {
        await PublishAsync();
        await RecordAsync(Shop.Order("1"), Shop.Order("b", "B"));
        // A fact of another account after the due time does not carry the work out either.
        await RecordAsync(Shop.Order("2", "C", "2011-08-01T00:00:00Z"));

        Assert.That((long)(await Api.GetAsync(Clock)).Json["due"]!, Is.Zero);
        Assert.That((await PointsAsync()).Pending, Is.EqualTo(100));
    }

    [Test]
    public async Task A_fact_brings_what_was_due_before_it_and_only_for_its_account()
    {
        await PublishAsync();
        await RecordAsync(Shop.Order("1"), Shop.Order("b", "B"), Shop.Order("2", at: "2011-05-01T00:00:00Z"));

        var events = await EventsAsync();
        var activated = events.OfType<PointsActivated>().Single();
        Assert.That(activated.AccountId, Is.EqualTo("A"));
        Assert.That(activated.EffectiveAt, Is.EqualTo(Shop.At("2011-03-15T10:00:00Z")));
        Assert.That(
            events.ToList().IndexOf(activated), Is.LessThan(events.ToList().FindIndex(one => one is OrderRecorded { OrderId: "2" })));
    }

    [Test]
    public async Task When_the_clock_says_that_nothing_is_due_its_position_is_not_before_what_was()
    {
        await PublishAsync();
        var before = (await Api.GetAsync(Clock)).Position - (await EventsAsync()).Count;
        for (var day = 1; day <= 25; day++)
        {
            var placed = Shop.At($"2011-03-{day:00}T10:00:00Z");
            await RecordAsync(Shop.Order($"{day}", $"A{day}", InstantJsonConverter.Format(placed)));
            await Api.SendAsync(HttpMethod.Post, Clock, $$"""{"advanceTo":"{{InstantJsonConverter.Format(placed.AddDays(14))}}"}""");
            Reply clock;
            do clock = await Api.GetAsync(Clock);
            while ((long)clock.Json["due"]! > 0);

            Assert.That(clock.Position, Is.EqualTo(before + (await EventsAsync()).Count), $"day {day}");
        }
    }

    [Test]
    public async Task Advancing_carries_out_what_is_due_for_idle_accounts()
    {
        await PublishAsync();
        await Api.SendLinesAsync(Shop.Program, Enumerable.Range(0, 1200).Select(n => Shop.Order($"{n}", $"A{n}")));

        await Api.AdvanceAsync(Shop.Program, Shop.At("2011-03-15T10:00:00Z"));

        Assert.That((await EventsAsync()).OfType<PointsActivated>().Select(one => one.AccountId).Distinct().Count(), Is.EqualTo(1200));
    }

    [Test]
    public async Task The_clock_only_runs_forward()
    {
        await PublishAsync();
        await Api.AdvanceAsync(Shop.Program, Shop.At("2011-06-01T00:00:00Z"));
        await Api.AdvanceAsync(Shop.Program, Shop.At("2011-06-01T00:00:00Z"));
        var before = await EventsAsync();

        var back = await Api.SendAsync(HttpMethod.Post, Clock, """{"advanceTo":"2011-05-31T00:00:00Z"}""");

        Assert.That(back.Status, Is.EqualTo(409));
        Assert.That(back.Code, Is.EqualTo("clock_runs_forward"));
        Assert.That(before.OfType<ClockAdvanced>().Count(), Is.EqualTo(1));
    }

    [Test]
    public async Task Facts_after_an_advance_take_effect_at_the_clock()
    {
        await PublishAsync();
        await RecordAsync(Shop.Order("1", lines: Shop.Line("L1", 100, 2)));
        await Api.AdvanceAsync(Shop.Program, Shop.At("2011-09-01T00:00:00Z"));

        await RecordAsync(Shop.Return("1", "r", "2011-03-02T00:00:00Z"));

        Assert.That((await EventsAsync()).OfType<AccrualReversed>().Single().EffectiveAt, Is.EqualTo(Shop.At("2011-09-01T00:00:00Z")));
    }

    [Test]
    public async Task Going_live_carries_out_what_is_due_and_happens_once()
    {
        await PublishAsync();
        await RecordAsync(Shop.Order("1"), Shop.Order("2", "B"));

        await Api.GoLiveAsync(Shop.Program);
        await Api.GoLiveAsync(Shop.Program);

        Assert.That((await PointsAsync()).Unheld, Is.EqualTo(100));
        Assert.That((await PointsAsync("B")).Unheld, Is.EqualTo(100));
        Assert.That((await EventsAsync()).OfType<ClockAdvanced>().Select(one => one.Clock), Is.EqualTo(new[] { "wall" }));
        var advance = await Api.SendAsync(HttpMethod.Post, Clock, """{"advanceTo":"2011-05-31T00:00:00Z"}""");
        Assert.That(advance.Status, Is.EqualTo(409));
        Assert.That(advance.Code, Is.EqualTo("clock_is_wall"));
    }

    [Test]
    public async Task Under_the_walls_clock_the_sweeper_does_what_is_due()
    {
        await PublishAsync(clock: "wall");
        await RecordAsync(Shop.Order("1"));

        await Eventually.TrueAsync(async () => (await PointsAsync()).Unheld == 100, "the sweeper to activate what was due long ago");
        Assert.That((await EventsAsync()).OfType<PointsActivated>().Single().EffectiveAt, Is.EqualTo(Shop.At("2011-03-15T10:00:00Z")));
        Assert.That((await AccountAsync()).Clock, Is.EqualTo(Shop.At("2011-03-15T10:00:00Z")), "only to the time of the work it did");
    }

    [TestCase("{}", "invalid_value")]
    [TestCase("""{"mode":"manual"}""", "invalid_value")]
    [TestCase("""{"mode":"wall","advanceTo":"2011-01-01T00:00:00Z"}""", "invalid_value")]
    [TestCase("""{"advanceTo":"2011-01-01"}""", "invalid_value")]
    [TestCase("""{"advanceTo":"2011-01-01T00:00:00"}""", "invalid_value")]
    [TestCase("""{"advanceTo":1}""", "invalid_value")]
    [TestCase("""{"to":"2011-01-01T00:00:00Z"}""", "unknown_field")]
    [TestCase("nonsense", "malformed_json")]
    [TestCase("", "malformed_json")]
    [TestCase("null", "invalid_value")]
    public async Task A_senseless_change_of_the_clock_is_refused(string text, string code)
    {
        await PublishAsync();

        var reply = await Api.SendAsync(HttpMethod.Post, Clock, text);

        Assert.That(reply.Status, Is.EqualTo(400), reply.Text);
        Assert.That(reply.Code, Is.EqualTo(code));
    }
}
