using Npgsql;

namespace Ledger.EventLog.Tests;

[TestFixture]
public sealed class SubscriptionTests
{
    [Test]
    public async Task Runners_of_one_name_share_the_work_and_repeat_none_of_it()
    {
        await using var log = await TestLog.CreateAsync();
        await log.ExecuteAsync("create table seen (position bigint primary key, runner int)");
        using var stop = new CancellationTokenSource();
        var runners = Enumerable.Range(0, 4).Select(n => new Subscription(new EventStore(log.DataSource), "view").RunAsync((events, c, t) => StoreAsync(events, n, c, t), 7, stop.Token)).ToList();
        for (var version = 0; version < 400; version += 10) await log.AppendAsync(TestLog.To("a", version, 10));
        await log.UntilAsync("select count(*) = 400 from seen");
        await stop.CancelAsync();
        foreach (var runner in runners) Assert.That(async () => await runner, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(await new Checkpoints(log.DataSource).ReadAsync("view"), Is.EqualTo(400));
    }

    [Test]
    public async Task A_handler_that_fails_leaves_checkpoint_and_writes_as_they_were()
    {
        await using var log = await TestLog.CreateAsync();
        await log.ExecuteAsync("create table seen (position bigint primary key, runner int)");
        await log.AppendAsync(TestLog.To("a", 0, 5));
        var subscription = new Subscription(log.Store, "view");
        async Task Fails(IReadOnlyList<StoredEvent> events, NpgsqlConnection connection, NpgsqlTransaction transaction)
        {
            await StoreAsync(events, 0, connection, transaction);
            if (events[0].Position > 2) throw new TimeoutException("planned");
        }

        Assert.ThrowsAsync<TimeoutException>(() => subscription.RunAsync(Fails, 2, CancellationToken.None));
        Assert.That(await log.ColumnAsync<long>("select position from seen order by 1"), Is.EqualTo(new long[] { 1, 2 }));
        Assert.That(await new Checkpoints(log.DataSource).ReadAsync("view"), Is.EqualTo(2));
    }

    [Test]
    public async Task A_reset_checkpoint_starts_again()
    {
        await using var log = await TestLog.CreateAsync();
        await log.AppendAsync(TestLog.To("a", 0, 5));
        await using (var connection = await log.DataSource.OpenConnectionAsync()) await Checkpoints.WriteAsync(connection, null, "view", 3);
        var delivered = new List<long>();
        using var stop = new CancellationTokenSource();
        var running = new Background(new Subscription(log.Store, "view").RunAsync(
            (events, _, _) =>
            {
                delivered.AddRange(events.Select(e => e.Position));
                return Task.CompletedTask;
            },
            10,
            stop.Token));
        await running.Until(() => delivered.Count == 2);
        await using (var connection = await log.DataSource.OpenConnectionAsync()) await Checkpoints.WriteAsync(connection, null, "view", 0);
        await log.AppendAsync(TestLog.To("a", 5, 1));
        await running.Until(() => delivered.Count == 8);
        await stop.CancelAsync();
        Assert.That(delivered, Is.EqualTo(new long[] { 4, 5, 1, 2, 3, 4, 5, 6 }));
    }

    [TestCase("delete from mt_events where seq_id = 1", 1)]
    [TestCase("delete from mt_events where seq_id = 3", 3)]
    [TestCase("delete from mt_events where seq_id = 5", 5)]
    [TestCase("delete from mt_events", 1)]
    public async Task A_gap_stops_a_reader_and_is_named(string tamper, long position)
    {
        await using var log = await TestLog.CreateAsync();
        await log.AppendAsync(TestLog.To("a", 0, 5));
        await log.ExecuteAsync(tamper);
        var gap = Assert.ThrowsAsync<LogGapException>(() => new Subscription(log.Store, "view").RunAsync((_, _, _) => Task.CompletedTask, 10, CancellationToken.None));
        Assert.That(gap!.Position, Is.EqualTo(position));
    }

    [Test]
    public async Task Waiting_ends_with_an_append_of_this_process_or_another()
    {
        await using var log = await TestLog.CreateAsync();
        var other = new EventStore(log.DataSource);
        var (here, there) = (log.Store.WaitForAppendAsync(0, TimeSpan.FromMinutes(1), CancellationToken.None), other.WaitForAppendAsync(0, TimeSpan.FromMinutes(1), CancellationToken.None));
        Assert.That(here.IsCompleted || there.IsCompleted, Is.False);
        await log.AppendAsync(TestLog.To("a", 0, 1));
        await Task.WhenAll(here, there).WaitAsync(TimeSpan.FromSeconds(10));

        await other.WaitForAppendAsync(1, TimeSpan.Zero, CancellationToken.None);
        using var cancelled = new CancellationTokenSource();
        var waiting = other.WaitForAppendAsync(1, TimeSpan.FromMinutes(1), cancelled.Token);
        await cancelled.CancelAsync();
        Assert.That(async () => await waiting, Throws.InstanceOf<OperationCanceledException>());
    }

    private static async Task StoreAsync(IReadOnlyList<StoredEvent> events, int runner, NpgsqlConnection connection, NpgsqlTransaction transaction)
    {
        await using var insert = new NpgsqlCommand("insert into seen select unnest($1), $2", connection, transaction)
        {
            Parameters = { new() { Value = events.Select(e => e.Position).ToArray() }, new() { Value = runner } },
        };
        await insert.ExecuteNonQueryAsync();
    }
}
