using Ledger.Cli.Terminal;
using NUnit.Framework;

namespace Ledger.Cli.Tests;

/// <summary>The progress display of long commands.</summary>
internal sealed class ProgressTests
{
    [Test]
    public void Tells_done_of_total_rate_time_left_and_more()
    {
        var clock = new HandClock();
        var pace = new Pace(clock);

        pace.Describe(new Progress(0, 45_692));
        clock.Seconds = 2;

        Assert.That(
            pace.Describe(new Progress(5_000, 45_692, "3 rejected")), Is.EqualTo("5,000/45,692 · 2,500/s · 0:16 left · 3 rejected"));
    }

    [Test]
    public void The_rate_is_that_of_the_last_seconds()
    {
        var clock = new HandClock();
        var pace = new Pace(clock);
        for (var second = 0; second <= 100; second++)
        {
            clock.Seconds = second;
            pace.Describe(new Progress(second * 10, 10_000));
        }

        clock.Seconds = 101;
        Assert.That(pace.Describe(new Progress(1_100, 10_000)), Does.Contain("1,100/10,000 · 19/s"));
    }

    [TestCase(0, 0, "0 · 0/s")]
    [TestCase(0, 7, "0/7 · 0/s · time left unknown")]
    [TestCase(7, 7, "7/7 · 0/s")]
    public void Tells_what_it_knows(long done, long total, string text)
    {
        Assert.That(new Pace(new HandClock()).Describe(new Progress(done, total)), Is.EqualTo(text));
    }

    [Test]
    public void A_rebuild_that_begins_anew_has_no_negative_rate()
    {
        var clock = new HandClock();
        var pace = new Pace(clock);
        pace.Describe(new Progress(500, 1_000));
        clock.Seconds = 1;

        Assert.That(pace.Describe(new Progress(0, 1_000)), Does.Contain("0/1,000 · 0/s"));
    }

    [Test]
    public async Task Where_there_is_no_terminal_a_line_is_written_every_few_seconds()
    {
        using var error = new StringWriter { NewLine = "\n" };
        var screen = new Screen(TextWriter.Null, error, TimeProvider.System);

        var result = await screen.FollowAsync("Importing", () => new Progress(1, 2, "0 rejected"), async () =>
        {
            await Task.Delay(TimeSpan.FromSeconds(5.5));
            return 7;
        });

        Assert.That(result, Is.EqualTo(7));
        Assert.That(error.ToString(), Is.EqualTo("Importing: 1/2 · 0/s · time left unknown · 0 rejected\n"));
    }

    private sealed class HandClock : TimeProvider
    {
        public double Seconds { get; set; }

        public override long TimestampFrequency => 1_000;

        public override long GetTimestamp() => (long)(Seconds * 1_000);
    }
}
