using Npgsql;

namespace Ledger.EventLog.Tests;

/// <summary>Writers conflict, fail, are cancelled and killed, while a reader must see every event once and in order.</summary>
[TestFixture]
public sealed class ConcurrentWritersTests
{
    private const int Writers = 6;
    private const int AppendsEach = 60;

    // The most time for the writers. After it the test fails, and the loops beside the writers end.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Test]
    public async Task A_reader_sees_every_committed_event_once_and_in_order()
    {
        var seed = Random.Shared.Next();
        TestContext.Out.WriteLine($"seed {seed}");
        await using var log = await TestLog.CreateAsync();
        using var writing = new CancellationTokenSource(Patience);
        using var reading = new CancellationTokenSource(2 * Patience);

        var delivered = new List<StoredEvent>();
        var reader = ReadAsync(log, delivered, reading.Token);
        var chaos = KillAsync(log, new Random(seed), writing.Token);
        var sequence = WatchSequenceAsync(log, writing.Token);
        var acknowledged = await Task.WhenAll(Enumerable.Range(0, Writers).Select(n => WriteAsync(log, new Random(seed + n))))
            .WaitAsync(Patience);
        await writing.CancelAsync();
        Assert.That(await chaos, Is.GreaterThan(0), "someone must have been killed");
        Assert.That(await sequence, Is.GreaterThan(0));

        // Cancelled only when the reader has caught up with all that was committed.
        var head = await log.Store.ReadHeadAsync(CancellationToken.None);
        await reader.Until(() => delivered.Count >= head.Position);
        await reading.CancelAsync();
        Assert.That(async () => await reader.Running, Throws.InstanceOf<OperationCanceledException>());

        Assert.That(delivered.Select(e => e.Position), Is.EqualTo(Enumerable.Range(1, (int)head.Position)));
        Assert.That(delivered.Select(e => e.Id), Is.EqualTo(await log.ColumnAsync<Guid>("select id from mt_events order by seq_id")));
        var taken = acknowledged.SelectMany(a => a).OrderBy(a => a.FirstPosition).ToList();
        Assert.That(
            taken.Zip(taken.Skip(1)).All(pair => pair.First.LastPosition < pair.Second.FirstPosition),
            "two appends were given the same position");
        Assert.That(taken[^1].LastPosition, Is.LessThanOrEqualTo(head.Position), "an acknowledged append is gone");
        // If a writer's last announcement was killed, Marten's sequence is behind the head until the next writer starts, which does this.
        await log.Store.SettleSequenceAsync(CancellationToken.None);
        var report = await log.VerifyAsync();
        Assert.That(report.Ok, string.Join('\n', report.Findings));
    }

    private static async Task<List<Appended>> WriteAsync(TestLog log, Random random)
    {
        // A data source of its own, so that the database sees a separate process.
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(log.ConnectionString)
        {
            ApplicationName = "writer",
            Pooling = true,
            MaxPoolSize = 2,
        });
        var store = new EventStore(source);
        var acknowledged = new List<Appended>();
        while (acknowledged.Count < AppendsEach)
        {
            using var impatience = new CancellationTokenSource();
            try
            {
                var appends = new List<StreamAppend>();
                foreach (var stream in Enumerable
                    .Range(0, 8)
                    .Select(n => $"account/{n}")
                    .Where(_ => random.Next(4) == 0)
                    .Append($"account/{random.Next(8, 200)}"))
                {
                    appends.Add(TestLog.To(stream, await VersionAsync(source, stream), random.Next(1, 6)));
                }

                var fail = random.Next(8) == 0;
                if (random.Next(8) == 0) impatience.CancelAfter(TimeSpan.FromMilliseconds(random.Next(10)));
                var appended = await store.AppendAsync(appends, fail ? [new NpgsqlBatchCommand("select 1 / 0")] : null, impatience.Token);
                Assert.That(fail, Is.False, "a failing command must fail the append");
                acknowledged.Add(appended);
            }
            catch (Exception fault) when (fault is StreamConflictException or NpgsqlException or OperationCanceledException)
            {
                // Whatever the failure was, the next round starts from the versions that it reads.
            }
        }

        await store.AnnouncedAsync();
        return acknowledged;
    }

    private static async Task<long> VersionAsync(NpgsqlDataSource source, string stream)
    {
        await using var command = source.CreateCommand("select version from mt_streams where tenant_id = 'program' and id = $1");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = stream });
        return await command.ExecuteScalarAsync() is long version ? version : 0;
    }

    /// <summary>Terminates a writer in the middle of an append, now and then.</summary>
    private static async Task<int> KillAsync(TestLog log, Random random, CancellationToken ct)
    {
        var killed = 0;
        while (!ct.IsCancellationRequested)
        {
            var victims = await log.ColumnAsync<int>("select pid from pg_stat_activity where application_name = 'writer' and state = "
                + "'active' and query like '%ledger_log%' and datname = current_database()");
            if (victims.Count == 0 || random.Next(20) > 0) continue;
            if (await log.ScalarAsync<bool>($"select pg_terminate_backend({victims[random.Next(victims.Count)]})")) killed++;
        }

        return killed;
    }

    private static async Task<int> WatchSequenceAsync(TestLog log, CancellationToken ct)
    {
        var looks = 0;
        for (; !ct.IsCancellationRequested; looks++)
        {
            // The sequence is read first, because the head only grows.
            var last = await log.ScalarAsync<long>("select case when is_called then last_value else 0 end from mt_events_sequence");
            Assert.That(await log.ScalarAsync<long>("select position from ledger_log_head"), Is.GreaterThanOrEqualTo(last),
                "the sequence stands beyond the head");
        }

        return looks;
    }

    private static Background ReadAsync(TestLog log, List<StoredEvent> delivered, CancellationToken ct)
    {
        return new Background(FollowAsync(new EventStore(log.DataSource), delivered, ct));
    }

    private static async Task FollowAsync(EventStore store, List<StoredEvent> delivered, CancellationToken ct)
    {
        while (true)
        {
            var position = delivered.Count == 0 ? 0 : delivered[^1].Position;
            var events = await store.ReadAfterAsync(position, 50, ct);
            delivered.AddRange(events);
            if (events.Count == 0) await store.WaitForAppendAsync(position, TimeSpan.FromMinutes(1), ct);
        }
    }
}
