using Npgsql;

namespace Ledger.EventLog.Tests;

/// <summary>Readers that follow the log: they wait for new events, stop at a gap, and store checkpoints.</summary>
[TestFixture]
public sealed class FollowingTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Test]
    public async Task Runners_of_one_name_share_the_work_and_repeat_none_of_it()
    {
        await using var log = await TestLog.CreateAsync();
        var runners = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => AdvanceToAsync(log, 100)));
        Assert.That(runners.Sum(), Is.EqualTo(100), "each position was handled by one of them");
        Assert.That(await CheckpointAsync(log), Is.EqualTo(100));
    }

    [Test]
    public async Task A_checkpoint_that_is_not_where_it_was_read_stays()
    {
        await using var log = await TestLog.CreateAsync();
        Assert.That(await AdvanceAsync(log, 3, 5), Is.False, "there is none yet");
        Assert.That(await AdvanceAsync(log, 0, 5), Is.True);
        Assert.That(await AdvanceAsync(log, 0, 7), Is.False);
        Assert.That(await AdvanceAsync(log, 5, 7), Is.True);
        Assert.That(await CheckpointAsync(log), Is.EqualTo(7));
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
        var gap = Assert.ThrowsAsync<LogGapException>(() => log.Store.ReadAfterAsync(0, 10, CancellationToken.None));
        Assert.That(gap!.Position, Is.EqualTo(position));
    }

    [Test]
    public async Task Waiting_ends_with_an_append_of_this_process_or_another()
    {
        await using var log = await TestLog.CreateAsync();
        var other = new EventStore(log.DataSource);
        var here = log.Store.WaitForAppendAsync(0, Minute, CancellationToken.None);
        var there = other.WaitForAppendAsync(0, Minute, CancellationToken.None);
        Assert.That(here.IsCompleted || there.IsCompleted, Is.False);
        await log.AppendAsync(TestLog.To("a", 0, 1));
        await Task.WhenAll(here, there).WaitAsync(TimeSpan.FromSeconds(10));

        await other.WaitForAppendAsync(1, TimeSpan.Zero, CancellationToken.None);
        using var cancelled = new CancellationTokenSource();
        var waiting = other.WaitForAppendAsync(1, Minute, cancelled.Token);
        await cancelled.CancelAsync();
        Assert.That(async () => await waiting, Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public async Task An_announcement_tells_where_the_log_is()
    {
        await using var log = await TestLog.CreateAsync();
        // The head that it reads never changes, so only a notification can end the wait.
        var signal = new AppendSignal(log.DataSource, _ => Task.FromResult(0L));
        var waiting = signal.WaitAsync(4, Minute, CancellationToken.None);
        await log.UntilAsync("select exists (select from pg_stat_activity where datname = current_database() and query like 'listen%')");
        await log.AppendAsync(TestLog.To("a", 0, 4));
        await log.AppendAsync(TestLog.To("a", 4, 1));
        await waiting.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Test]
    public async Task An_append_that_nobody_announced_is_seen_all_the_same()
    {
        await using var log = await TestLog.CreateAsync();
        await log.AppendAsync(TestLog.To("a", 0, 1));
        var head = 0L;
        var signal = new AppendSignal(log.DataSource, _ => Task.FromResult(Interlocked.Increment(ref head)));
        await signal.WaitAsync(1, Minute, CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(10));
        Assert.That(head, Is.EqualTo(2), "read when it began to listen, and again when nothing was heard");
    }

    [Test]
    public async Task An_announcement_without_a_position_has_the_head_read()
    {
        await using var log = await TestLog.CreateAsync();
        var head = 0L;
        var signal = new AppendSignal(log.DataSource, _ => Task.FromResult(Volatile.Read(ref head)));
        var waiting = signal.WaitAsync(4, Minute, CancellationToken.None);
        await log.UntilAsync("select exists (select from pg_stat_activity where datname = current_database() and query like 'listen%')");
        Volatile.Write(ref head, 5);
        await log.ExecuteAsync("select pg_notify('mt_events_appended', '')");
        await waiting.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Test]
    public async Task A_session_that_listened_is_given_back_without_it_also_after_a_fault()
    {
        await using var log = await TestLog.CreateAsync();
        var settings = new NpgsqlConnectionStringBuilder(log.ConnectionString) { NoResetOnClose = true, MaxPoolSize = 1 };
        await using var source = NpgsqlDataSource.Create(settings);
        var signal = new AppendSignal(source, _ => throw new InvalidDataException("no head"));

        Assert.ThrowsAsync<InvalidDataException>(() => signal.WaitAsync(0, Minute, CancellationToken.None));

        await using var session = await source.OpenConnectionAsync();
        await using var command = new NpgsqlCommand("select count(*) from pg_listening_channels()", session);
        Assert.That(await command.ExecuteScalarAsync(), Is.Zero);
    }

    // How many positions this runner handled.
    private static async Task<int> AdvanceToAsync(TestLog log, long last)
    {
        var handled = 0;
        for (var at = await CheckpointAsync(log); at < last; at = await CheckpointAsync(log))
        {
            if (await AdvanceAsync(log, at, at + 1)) handled++;
        }

        return handled;
    }

    private static async Task<bool> AdvanceAsync(TestLog log, long from, long to)
    {
        await using var connection = await log.DataSource.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var advanced = await Checkpoints.AdvanceAsync(connection, transaction, "view", from, to);
        await transaction.CommitAsync();
        return advanced;
    }

    private static Task<long> CheckpointAsync(TestLog log) =>
        log.ScalarAsync<long>("select coalesce((select last_seq_id from mt_event_progression where name = 'view'), 0)");
}
