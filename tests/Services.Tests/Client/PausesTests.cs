using Ledger.Client;
using NUnit.Framework;

namespace Ledger.Services.Tests.Client;

/// <summary>How long the client waits before it asks again.</summary>
public sealed class PausesTests
{
    private static readonly Pauses TwoMinutes = new(TimeSpan.FromMinutes(2));

    [TestCase(1, 0.1)]
    [TestCase(2, 0.2)]
    [TestCase(5, 1.6)]
    [TestCase(7, 5)]
    [TestCase(1_000_000, 5)]
    public void Pauses_double_up_to_five_seconds(int attempts, double seconds)
    {
        Assert.That(TwoMinutes.After(attempts, TimeSpan.Zero, null), Is.EqualTo(TimeSpan.FromSeconds(seconds)));
    }

    [Test]
    public void What_the_service_asks_for_counts()
    {
        Assert.That(TwoMinutes.After(1, TimeSpan.Zero, TimeSpan.FromSeconds(30)), Is.EqualTo(TimeSpan.FromSeconds(30)));
    }

    [Test]
    public void No_pause_is_longer_than_what_is_left_and_then_it_is_over()
    {
        Assert.That(TwoMinutes.After(9, TimeSpan.FromSeconds(118), null), Is.EqualTo(TimeSpan.FromSeconds(2)));
        Assert.That(TwoMinutes.After(9, TimeSpan.FromSeconds(120), null), Is.Null);
    }

    [TestCase(408, true)]
    [TestCase(429, true)]
    [TestCase(500, true)]
    [TestCase(503, true)]
    [TestCase(400, false)]
    [TestCase(409, false)]
    [TestCase(422, false)]
    public void Only_what_may_pass_is_asked_again(int status, bool passing) => Assert.That(Resending.MayPass(status), Is.EqualTo(passing));
}
