using Npgsql;

namespace Ledger.EventLog.Tests;

/// <summary>A writer that dies after it took positions and wrote events, but before its commit, leaves nothing behind.</summary>
[TestFixture]
public sealed class KilledWriterTests
{
    [Test]
    public async Task A_writer_killed_in_mid_transaction_leaves_neither_events_nor_a_gap()
    {
        await using var log = await TestLog.CreateAsync();
        await log.AppendAsync(TestLog.To("a", 0, 3));

        // Stops every append after its events are written and before the head moves.
        await using var blocker = await log.DataSource.OpenConnectionAsync();
        var barrier = await blocker.BeginTransactionAsync();
        await using (var hold = new NpgsqlCommand("lock table ledger_log_batches in share mode", blocker, barrier))
        {
            await hold.ExecuteNonQueryAsync();
        }
        var doomed = AppendAs(log, "doomed", TestLog.To("a", 3, 5));
        await log.UntilAsync(Waits("doomed", "relation"));
        var next = AppendAs(log, "next", TestLog.To("b", 0, 2));
        await log.UntilAsync(Waits("next", "transactionid"));
        Assert.That(await log.Store.ReadAfterAsync(3, 10, CancellationToken.None), Is.Empty, "nothing uncommitted is seen");

        await log.ExecuteAsync(
            "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'doomed' and datname = current_database()");
        Assert.That(async () => await doomed, Throws.InstanceOf<NpgsqlException>());
        await barrier.RollbackAsync();

        Assert.That(await next, Is.EqualTo(new Appended(4, 5)));
        Assert.That(
            (await log.Store.ReadAfterAsync(3, 10, CancellationToken.None)).Select(e => e.StreamId), Is.EqualTo(new[] { "b", "b" }));
        Assert.That((await log.VerifyAsync()).Ok);
        Assert.That(await log.AppendAsync(TestLog.To("a", 3, 1)), Is.EqualTo(new Appended(6, 6)), "the stream is where it was");
    }

    [Test]
    public async Task A_transaction_of_someone_else_does_not_hold_a_reader_up()
    {
        await using var log = await TestLog.CreateAsync();
        await using var foreign = await log.DataSource.OpenConnectionAsync();
        await using var open = await foreign.BeginTransactionAsync();
        await using (var write = new NpgsqlCommand("create table foreign_work (n int); select pg_current_xact_id()", foreign, open))
        {
            await write.ExecuteNonQueryAsync();
        }

        await log.AppendAsync(TestLog.To("a", 0, 3));
        Assert.That(await log.Store.ReadAfterAsync(0, 10, CancellationToken.None), Has.Count.EqualTo(3));
    }

    private static async Task<Appended> AppendAs(TestLog log, string name, StreamAppend append)
    {
        await using var source = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(log.ConnectionString) { ApplicationName = name });
        var store = new EventStore(source);
        var appended = await store.AppendAsync([append], null, CancellationToken.None);
        await store.AnnouncedAsync();
        return appended;
    }

    private static string Waits(string name, string lockType) =>
        $"select exists (select from pg_stat_activity where application_name = '{name}' and datname = current_database() and "
        + $"wait_event_type = 'Lock' and wait_event = '{lockType}')";
}
