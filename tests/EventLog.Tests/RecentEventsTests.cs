using Ledger.EventLog.Canonical;

namespace Ledger.EventLog.Tests;

/// <summary>Events that were just appended are served from memory, and equal those that the database returns.</summary>
[TestFixture]
public sealed class RecentEventsTests
{
    [Test]
    public async Task They_are_the_events_that_the_log_has()
    {
        await using var log = await TestLog.CreateAsync();
        await log.AppendAsync(TestLog.To("a", 0, 3), TestLog.To("b", 0, 2));
        await log.AppendAsync(TestLog.To("a", 3, 4));

        var recent = log.Store.RecentAfter(2, 6);

        var stored = await log.Store.ReadAfterAsync(2, 6, CancellationToken.None);
        Assert.That(
            recent.Select(one => (one.Position, one.Id, one.Tenant, one.Type)),
            Is.EqualTo(stored.Select(one => (one.Position, one.Id, one.Tenant, one.Type))));
        Assert.That(
            recent.Select(one => CanonicalJson.Of(one.Data).ToArray()),
            Is.EqualTo(stored.Select(one => CanonicalJson.Of(one.Data).ToArray())));
    }

    [Test]
    public async Task What_was_taken_is_let_go_and_a_slower_reader_asks_the_log()
    {
        await using var log = await TestLog.CreateAsync();
        await log.AppendAsync(TestLog.To("a", 0, 3));
        await log.AppendAsync(TestLog.To("a", 3, 3));

        Assert.That(log.Store.RecentAfter(3, 10), Has.Count.EqualTo(3));
        Assert.That(log.Store.RecentAfter(0, 10), Is.Empty);
        Assert.That(log.Store.RecentAfter(4, 10), Has.Count.EqualTo(2));
        Assert.That(log.Store.RecentAfter(6, 10), Is.Empty);
    }

    [Test]
    public async Task They_end_where_another_process_appended()
    {
        await using var log = await TestLog.CreateAsync();
        var other = new EventStore(log.DataSource);
        await log.AppendAsync(TestLog.To("a", 0, 2));
        await other.AppendAsync([TestLog.To("b", 0, 2)], null, CancellationToken.None);
        await log.AppendAsync(TestLog.To("a", 2, 2));

        Assert.That(log.Store.RecentAfter(0, 10).Select(one => one.Position), Is.EqualTo(new long[] { 1, 2 }));
        Assert.That(log.Store.RecentAfter(2, 10), Is.Empty);
        Assert.That(log.Store.RecentAfter(4, 10).Select(one => one.Position), Is.EqualTo(new long[] { 5, 6 }));
    }

    [Test]
    public async Task An_append_that_failed_is_not_among_them()
    {
        await using var log = await TestLog.CreateAsync();
        await log.AppendAsync(TestLog.To("a", 0, 1));

        Assert.ThrowsAsync<StreamConflictException>(() => log.AppendAsync(TestLog.To("a", 0, 1)));
        Assert.That(log.Store.RecentAfter(1, 10), Is.Empty);
    }

    [Test]
    public async Task There_are_only_so_many_of_them()
    {
        await using var log = await TestLog.CreateAsync();
        var large = $$"""{"text":"{{new string('x', 1 << 20)}}"}""";
        for (var version = 0; version < 20; version++)
        {
            await log.AppendAsync(new StreamAppend("program", "a", "account", version, [TestLog.Event(version, large)]));
        }

        Assert.That(log.Store.RecentAfter(0, 100), Is.Empty);
        Assert.That(log.Store.RecentAfter(15, 100).Select(one => one.Position), Is.EqualTo(new long[] { 16, 17, 18, 19, 20 }));
    }
}
