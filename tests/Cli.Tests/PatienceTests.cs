using System.Net;
using Ledger.Cli.Service;
using NUnit.Framework;

namespace Ledger.Cli.Tests;

/// <summary>How long to wait before asking again.</summary>
internal sealed class PatienceTests
{
    private static readonly Patience TwoMinutes = new(TimeSpan.FromMinutes(2));

    [TestCase(1, 0.1)]
    [TestCase(2, 0.2)]
    [TestCase(5, 1.6)]
    [TestCase(7, 5)]
    [TestCase(1_000_000, 5)]
    public void Pauses_double_up_to_five_seconds(int attempts, double seconds)
    {
        Assert.That(TwoMinutes.PauseAfter(attempts, TimeSpan.Zero, null), Is.EqualTo(TimeSpan.FromSeconds(seconds)));
    }

    [Test]
    public void What_the_service_asks_for_counts()
    {
        Assert.That(TwoMinutes.PauseAfter(1, TimeSpan.Zero, TimeSpan.FromSeconds(30)), Is.EqualTo(TimeSpan.FromSeconds(30)));
    }

    [Test]
    public void No_pause_is_longer_than_what_is_left_and_then_it_is_over()
    {
        Assert.That(TwoMinutes.PauseAfter(9, TimeSpan.FromSeconds(118), null), Is.EqualTo(TimeSpan.FromSeconds(2)));
        Assert.That(TwoMinutes.PauseAfter(9, TimeSpan.FromSeconds(120), null), Is.Null);
    }

    [TestCase(HttpStatusCode.TooManyRequests, true)]
    [TestCase(HttpStatusCode.ServiceUnavailable, true)]
    [TestCase(HttpStatusCode.InternalServerError, true)]
    [TestCase(HttpStatusCode.BadRequest, false)]
    [TestCase(HttpStatusCode.Conflict, false)]
    [TestCase(HttpStatusCode.UnprocessableEntity, false)]
    public void Only_what_may_pass_is_asked_again(HttpStatusCode status, bool passing) => Assert.That(Patience.IsPassing(status), Is.EqualTo(passing));
}
