using Ledger.Webhooks.Domain;
using NUnit.Framework;

namespace Ledger.DomainTests.Webhooks;

public sealed class RetryScheduleTests
{
    private static readonly DateTimeOffset Since = new(2026, 1, 5, 9, 0, 0, TimeSpan.Zero);

    [Test]
    public void Pauses_double_from_five_seconds_to_an_hour()
    {
        var pauses = Enumerable.Range(1, 13).Select(attempt => (RetrySchedule.Default.Next(attempt, Since, Since, 0.5)!.Value - Since)
            .TotalSeconds);
        Assert.That(pauses, Is.EqualTo(new[] { 5.0, 10, 20, 40, 80, 160, 320, 640, 1280, 2560, 3600, 3600, 3600 }));
    }

    [Test]
    public void Chance_makes_a_pause_up_to_a_fifth_shorter_or_longer()
    {
        Assert.That(RetrySchedule.Default.Next(4, Since, Since, 0)!.Value - Since, Is.EqualTo(TimeSpan.FromSeconds(32)));
        Assert.That(RetrySchedule.Default.Next(4, Since, Since, 1)!.Value - Since, Is.EqualTo(TimeSpan.FromSeconds(48)));
    }

    [Test]
    public void After_72_hours_there_is_no_attempt_any_more()
    {
        Assert.That(RetrySchedule.Default.Next(80, Since, Since.AddHours(72).AddSeconds(-1), 0.5), Is.Not.Null);
        Assert.That(RetrySchedule.Default.Next(80, Since, Since.AddHours(72), 0.5), Is.Null);
    }

    [Test]
    public void A_receiver_may_ask_for_a_longer_pause_but_not_for_more_than_the_longest()
    {
        Assert.That(RetrySchedule.Default.Next(1, Since, Since, 0.5, TimeSpan.FromSeconds(90)), Is.EqualTo(Since.AddSeconds(90)));
        Assert.That(RetrySchedule.Default.Next(1, Since, Since, 0.5, TimeSpan.FromSeconds(1)), Is.EqualTo(Since.AddSeconds(5)));
        Assert.That(RetrySchedule.Default.Next(1, Since, Since, 0.5, TimeSpan.FromSeconds(-9)), Is.EqualTo(Since.AddSeconds(5)));
        Assert.That(RetrySchedule.Default.Next(1, Since, Since, 0.5, TimeSpan.FromDays(9)), Is.EqualTo(Since.AddHours(1)));
    }

    [Test]
    public void Any_number_of_attempts_has_a_next_one() =>
        Assert.That(RetrySchedule.Default.Next(int.MaxValue, Since, Since, 0.5), Is.EqualTo(Since.AddHours(1)));
}
