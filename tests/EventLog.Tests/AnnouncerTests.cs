namespace Ledger.EventLog.Tests;

/// <summary>Appends are announced in the background.</summary>
[TestFixture]
public sealed class AnnouncerTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    [Test]
    public async Task Appends_during_an_announcement_share_the_next_one()
    {
        var announcements = 0;
        var first = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var announcer = new Announcer(() => Interlocked.Increment(ref announcements) == 1 ? first.Task : Task.CompletedTask);
        var before = announcer.AnnounceAsync();
        Assert.That(SpinWait.SpinUntil(() => Volatile.Read(ref announcements) == 1, Patience));

        var during = Enumerable.Range(0, 5).Select(_ => announcer.AnnounceAsync()).ToList();
        Assert.That(during.Append(before).Any(announced => announced.IsCompleted), Is.False);
        first.SetResult();
        await Task.WhenAll([before, .. during]).WaitAsync(Patience);
        Assert.That(announcements, Is.EqualTo(2));

        await announcer.AnnounceAsync().WaitAsync(Patience);
        Assert.That(announcements, Is.EqualTo(3));
    }

    [Test]
    public async Task An_announcement_that_fails_is_made_again()
    {
        var announcements = 0;
        var again = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var announcer = new Announcer(() =>
        {
            if (Interlocked.Increment(ref announcements) == 1) throw new InvalidOperationException("no connection");
            again.SetResult();
            return Task.CompletedTask;
        });

        await announcer.AnnounceAsync().WaitAsync(Patience);
        await again.Task.WaitAsync(Patience);
        Assert.That(announcements, Is.EqualTo(2));
    }
}
