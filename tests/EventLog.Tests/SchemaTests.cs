using Ledger.EventLog.Storage;
using Ledger.Host.State;
using Ledger.Hosting;

namespace Ledger.EventLog.Tests;

/// <summary>Marten creates its tables, and ours are added beside them.</summary>
[TestFixture]
public sealed class SchemaTests
{
    [Test]
    public async Task Marten_finds_what_it_needs_and_nothing_to_change()
    {
        await using var log = await TestLog.CreateAsync();
        await log.AppendAsync(TestLog.To("a", 0, 3));
        await using var store = LedgerStore.Open(log.DataSource);
        await store.Storage.Database.AssertDatabaseMatchesConfigurationAsync();
        var state = await store.QuerySession("program").Events.FetchStreamStateAsync("a");
        Assert.That(state!.Version, Is.EqualTo(3));
    }

    [Test]
    public async Task Pages_of_streams_have_room_and_a_sequence_belongs_to_the_events()
    {
        await using var log = await TestLog.CreateAsync();
        Assert.That(await log.ScalarAsync<string[]>("select reloptions from pg_class where oid = 'mt_streams'::regclass"),
            Does.Contain("fillfactor=80"));
        Assert.That(
            await log.ScalarAsync<string>("select pg_get_serial_sequence('mt_events', 'seq_id')"), Is.EqualTo("public.mt_events_sequence"));
    }

    [Test]
    public async Task Can_be_applied_again_and_by_many_at_once()
    {
        await using var log = await TestLog.CreateAsync();
        await log.AppendAsync(TestLog.To("a", 0, 3));
        Assert.That(await LedgerDatabase.ApplyAsync(log.DataSource), Is.Empty);
        Assert.That((await log.VerifyAsync()).Events, Is.EqualTo(3));

        await log.ExecuteAsync("drop schema public cascade; create schema public");
        Assert.That(await LedgerDatabase.DifferencesAsync(log.DataSource), Is.Not.Empty);
        var done = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => LedgerDatabase.ApplyAsync(log.DataSource)));
        Assert.That(done.Count(one => one.Count > 0), Is.EqualTo(1), "one does it, the others find it done");
        Assert.That(await LedgerDatabase.DifferencesAsync(log.DataSource), Is.Empty);
        Assert.That((await log.Store.ReadHeadAsync(CancellationToken.None)).Position, Is.Zero);
    }

    [Test]
    public async Task Refuses_a_migration_that_was_edited_afterwards()
    {
        await using var log = await TestLog.CreateAsync();
        await log.ExecuteAsync("update ledger_log_migrations set sha256 = sha256('other') where name = '0002_log_tables.sql'");
        Assert.That(await LedgerDatabase.DifferencesAsync(log.DataSource),
            Is.EqualTo(new[] { "Migration 0002_log_tables.sql was edited after it had run on this database." }));
        var refused = Assert.ThrowsAsync<SchemaRefusedException>(() => LedgerDatabase.ApplyAsync(log.DataSource));
        Assert.That(refused!.Code, Is.EqualTo("migration_edited"));
    }

    [TestCase("alter table mt_streams add column ours int", "ours")]
    [TestCase("create index ours on mt_events (type)", "ours")]
    [TestCase("alter table mt_event_progression add column ours text; alter table mt_streams drop column compacted_version", "ours")]
    public async Task Refuses_to_drop_what_it_does_not_know(string added, string named)
    {
        await using var log = await TestLog.CreateAsync();
        await log.ExecuteAsync(added);
        Assert.That(await LedgerDatabase.DifferencesAsync(log.DataSource), Is.Not.Empty);
        var refused = Assert.ThrowsAsync<SchemaRefusedException>(() => LedgerDatabase.ApplyAsync(log.DataSource));
        Assert.That((refused!.Code, refused.Message.Contains(named, StringComparison.Ordinal)), Is.EqualTo(("schema_would_drop", true)),
            refused.Message);
    }

    [Test]
    public async Task A_missing_column_or_function_is_added()
    {
        await using var log = await TestLog.CreateAsync();
        await log.ExecuteAsync("alter table mt_streams drop column compacted_version; drop function mt_mark_event_progression");
        string[] changes = ["public.mt_streams: to be changed.", "public.mt_mark_event_progression: to be created."];
        Assert.That(await LedgerDatabase.ApplyAsync(log.DataSource), Is.EqualTo(changes));
        Assert.That(await LedgerDatabase.DifferencesAsync(log.DataSource), Is.Empty);
    }
}
