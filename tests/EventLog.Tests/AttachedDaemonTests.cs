using Npgsql;

namespace Ledger.EventLog.Tests;

/// <summary>
/// Marten's daemon treats a missing position below the sequence's value as lost if nobody is writing it, and never reads it later.
/// </summary>
[TestFixture]
public sealed class AttachedDaemonTests
{
    private const int Kills = 20;

    [Test]
    public async Task It_gets_every_event_once_and_in_order_while_writers_die_before_and_after_their_commit()
    {
        await using var log = await TestLog.CreateAsync();
        await using var daemon = await AttachedDaemon.StartAsync(log);
        var version = 0L;
        for (var kill = 0; kill < Kills; kill++)
        {
            // The kill comes either after the events are written but not committed, or after the commit but before the sequence is
            // advanced.
            var isCommitted = kill % 2 == 1;
            await KillAsync(log, isCommitted, TestLog.To("a", version, 3));
            if (isCommitted) version += 3;
            Assert.That(await log.ScalarAsync<long>("select position from ledger_log_head"), Is.EqualTo(version));
            await daemon.GiveGapsUpAsync();
            await log.AppendAsync(TestLog.To("a", version, 2));
            version += 2;
        }

        await AttachedDaemon.UntilAsync(() => daemon.Seen.Count >= version, "the last event");
        Assert.That(daemon.Seen, Is.EqualTo(Enumerable.Range(1, (int)version).Select(n => (long)n)));
        Assert.That((await log.VerifyAsync()).Findings, Is.Empty);
    }

    [Test]
    public async Task It_skips_what_is_written_below_the_sequence_which_is_why_that_never_stands_beyond_the_head()
    {
        await using var log = await TestLog.CreateAsync();
        await log.AppendAsync(TestLog.To("a", 0, 3));
        await using var daemon = await AttachedDaemon.StartAsync(log);
        await AttachedDaemon.UntilAsync(() => daemon.Seen.Count == 3, "the first events");
        await log.ExecuteAsync("select setval('mt_events_sequence', 6)");
        await AttachedDaemon.UntilAsync(() => daemon.Read == 6, "the subscription to pass the gap");
        await log.AppendAsync(TestLog.To("a", 3, 6));
        await AttachedDaemon.UntilAsync(() => daemon.Seen.Contains(9), "the last event");
        Assert.That(daemon.Seen, Is.EqualTo(new long[] { 1, 2, 3, 7, 8, 9 }));
    }

    [TestCase(40)]
    [TestCase(1)]
    public async Task A_writer_that_starts_sets_the_sequence_to_the_head(long left)
    {
        await using var log = await TestLog.CreateAsync();
        await log.AppendAsync(TestLog.To("a", 0, 3));
        await log.ExecuteAsync($"select setval('mt_events_sequence', {left})");
        var code = left > 3 ? "sequence.ahead" : "sequence.behind";
        Assert.That((await log.VerifyAtRestAsync()).Findings.Select(finding => finding.Code), Is.EqualTo(new[] { code }));
        await log.Store.SettleSequenceAsync(CancellationToken.None);
        Assert.That((await log.VerifyAsync()).Findings, Is.Empty);
        Assert.That(await log.ScalarAsync<long>("select last_value from mt_events_sequence"), Is.EqualTo(3));
    }

    // Lets an append run until another session's lock blocks it, and terminates the blocked session: the append's, or, after its commit,
    // the announcement's.
    private static async Task KillAsync(TestLog log, bool isCommitted, StreamAppend append)
    {
        await using var blocker = await log.DataSource.OpenConnectionAsync();
        await using var transaction = await blocker.BeginTransactionAsync();
        var block = isCommitted ? "alter sequence mt_events_sequence cache 1" : "lock table ledger_log_batches in share mode";
        await using (var hold = new NpgsqlCommand(block, blocker, transaction)) await hold.ExecuteNonQueryAsync();
        var named = new NpgsqlConnectionStringBuilder(log.ConnectionString) { ApplicationName = "doomed", Pooling = false };
        await using var source = NpgsqlDataSource.Create(named.ConnectionString);
        var store = new EventStore(source);
        var doomed = store.AppendAsync([append], null, CancellationToken.None);
        const string Doomed = "from pg_stat_activity where application_name = 'doomed' and datname = current_database()";
        await log.UntilAsync($"select exists (select {Doomed} and wait_event_type = 'Lock' and wait_event = 'relation')");
        await log.ExecuteAsync($"select pg_terminate_backend(pid) {Doomed}");
        Assert.That(async () => await doomed, isCommitted ? Throws.Nothing : Throws.InstanceOf<NpgsqlException>());
        await transaction.RollbackAsync();
    }
}
