using System.Text;
using Ledger.EventLog.Canonical;
using Npgsql;

namespace Ledger.EventLog.Tests;

[TestFixture]
public sealed class AppendTests
{
    [Test]
    public async Task Positions_follow_the_order_of_the_list_without_a_gap()
    {
        await using var log = await TestLog.CreateAsync();
        Assert.That(await log.AppendAsync(TestLog.To("b", 0, 2), TestLog.To("a", 0, 1)), Is.EqualTo(new Appended(1, 3)));
        Assert.That(
            await log.AppendAsync(TestLog.To("a", 1, 2), TestLog.To("b", 2, 1), TestLog.To("a", 3, 1)), Is.EqualTo(new Appended(4, 7)));

        var events = await log.Store.ReadAfterAsync(0, 100, CancellationToken.None);
        Assert.That(
            events.Select(e => $"{e.Position} {e.StreamId}{e.Version}"),
            Is.EqualTo(new[] { "1 b1", "2 b2", "3 a1", "4 a2", "5 a3", "6 b3", "7 a4" }));
        Assert.That(
            await log.ColumnAsync<string>("select tenant_id || ' ' || id || ' ' || type || ' ' || version from mt_streams order by id"),
            Is.EqualTo(new[] { "program a account 4", "program b account 3" }));
        await ExpectSoundAsync(log);
    }

    [Test]
    public async Task An_event_comes_back_as_it_was_given()
    {
        await using var log = await TestLog.CreateAsync();
        var full = TestLog.Event(7, """{ "b": 1e2, "a": "\u00e9" }""");
        var bare = full with { CorrelationId = null, CausationId = null, Headers = default, Type = "order_placed" };
        await log.AppendAsync(new StreamAppend("p", "s", "t", 0, [full, bare]));

        var read = await log.Store.ReadStreamAsync("p", "s", 0, CancellationToken.None).ToListAsync();
        Assert.That(read, Has.Count.EqualTo(2));
        var micros = new DateTimeOffset(full.Timestamp.UtcTicks / 10 * 10, TimeSpan.Zero);
        Assert.That(full.Timestamp, Is.Not.EqualTo(micros), "the sample must lose something");
        Assert.That(
            read[0] with { Data = [], Headers = null },
            Is.EqualTo(new StoredEvent(
                    1, EventId.Of("p", "s", 1), "p", "s", 1, full.Type, full.DotNetType, [], micros, full.CorrelationId, full.CausationId,
                    null) with
            {
                Data = [],
            }).Using<StoredEvent>(Same));
        Assert.That(Encoding.UTF8.GetString(read[0].Data), Is.EqualTo("""{"a": "é", "b": 100}"""));
        Assert.That(Encoding.UTF8.GetString(read[0].Headers!), Is.EqualTo("""{"user": "u7"}"""));
        Assert.That(
            (read[1].CorrelationId, read[1].CausationId, read[1].Headers), Is.EqualTo(((string?)null, (string?)null, (byte[]?)null)));

        var stream = await log.ScalarAsync<bool>(
            "select bool_and(s.timestamp = e.timestamp and s.created = e.timestamp and not s.is_archived) from mt_streams s, mt_events e");
        Assert.That(stream, "the stream carries the times of its events");
        Assert.That(await log.Store.ReadStreamAsync("p", "s", 1, CancellationToken.None).ToListAsync(), Has.Count.EqualTo(1));
        Assert.That(await log.Store.ReadStreamAsync("q", "s", 0, CancellationToken.None).ToListAsync(), Is.Empty);
    }

    [Test]
    public void An_id_follows_from_tenant_stream_and_version()
    {
        var id = EventId.Of("program", "account/1", 42);
        Assert.That(id, Is.EqualTo(EventId.Of("program", "account/1", 42)));
        Assert.That(new[]
            {
                EventId.Of("program", "account/1", 43),
                EventId.Of("program", "account/14", 2),
                EventId.Of("programa", "ccount/1", 42),
            }, Has.No.Member(id));
        Assert.That(id.Version, Is.EqualTo(8));
        Assert.That(id.Variant & 0xC, Is.EqualTo(8));
    }

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(17)]
    [TestCase(500)]
    [TestCase(1000)]
    public async Task A_batch_may_have_any_size(int size)
    {
        await using var log = await TestLog.CreateAsync();
        for (var round = 0; round < 3; round++)
        {
            var appends = Enumerable.Range(0, size).Select(n => TestLog.To($"account/{n}", round, 1)).ToArray();
            Assert.That(await log.AppendAsync(appends), Is.EqualTo(new Appended((round * size) + 1, (round + 1) * size)));
        }

        await ExpectSoundAsync(log);
    }

    [Test]
    public async Task A_conflict_names_the_streams_that_moved_and_leaves_nothing()
    {
        await using var log = await TestLog.CreateAsync();
        await log.AppendAsync(TestLog.To("a", 0, 2), TestLog.To("b", 0, 1));
        var before = await log.Store.ReadHeadAsync(CancellationToken.None);

        var conflict = Assert.ThrowsAsync<StreamConflictException>(() => log.AppendAsync(
            TestLog.To("a", 2, 1), // as expected
            TestLog.To("b", 0, 1), // exists already
            TestLog.To("c", 3, 1), // does not exist
            TestLog.To("d", 0, 1))); // as expected
        Assert.That(conflict!.Streams, Is.EquivalentTo(new[] { ("program", "b"), ("program", "c") }));
        Assert.ThrowsAsync<StreamConflictException>(() => log.AppendAsync(TestLog.To("a", 1, 1)), "behind");
        Assert.ThrowsAsync<StreamConflictException>(() => log.AppendAsync(TestLog.To("a", 3, 1)), "ahead");

        Assert.That((await log.Store.ReadHeadAsync(CancellationToken.None)).Chain, Is.EqualTo(before.Chain));
        Assert.That(await log.ScalarAsync<long>("select count(*) from mt_streams"), Is.EqualTo(2));
        Assert.That(await log.AppendAsync(TestLog.To("a", 2, 1)), Is.EqualTo(new Appended(4, 4)), "no position was lost");
        await ExpectSoundAsync(log);
    }

    [Test]
    public async Task Commands_of_the_caller_commit_with_the_append_or_not_at_all()
    {
        await using var log = await TestLog.CreateAsync();
        await log.ExecuteAsync("create table model (n int primary key)");
        static NpgsqlBatchCommand Insert(int n) =>
            new("insert into model (n) values ($1) returning n") { Parameters = { new NpgsqlParameter<int> { TypedValue = n } } };

        var appended = await log.Store.AppendAsync([TestLog.To("a", 0, 2)], [Insert(1), Insert(2)], CancellationToken.None);
        Assert.That(appended, Is.EqualTo(new Appended(1, 2)));

        Assert.ThrowsAsync<StreamConflictException>(() =>
            log.Store.AppendAsync([TestLog.To("a", 0, 2)], [Insert(3)], CancellationToken.None));
        var duplicate = Assert.ThrowsAsync<PostgresException>(() =>
            log.Store.AppendAsync([TestLog.To("a", 2, 2)], [Insert(4), Insert(1)], CancellationToken.None));
        Assert.That(duplicate!.SqlState, Is.EqualTo(PostgresErrorCodes.UniqueViolation));

        Assert.That(await log.ColumnAsync<int>("select n from model order by n"), Is.EqualTo(new[] { 1, 2 }));
        Assert.That(await log.AppendAsync(TestLog.To("a", 2, 1)), Is.EqualTo(new Appended(3, 3)));
        await ExpectSoundAsync(log);
    }

    [Test]
    public async Task A_command_that_fails_after_its_first_row_fails_the_append_and_leaves_nothing()
    {
        await using var log = await TestLog.CreateAsync();
        // The first row (1 / 1) is sent before the second fails (1 / 0); a cancelled command may end in the same way.
        var failing = new NpgsqlBatchCommand("select 1 / (2 - n) from generate_series(1, 2) n");

        var append = Task.Run(() => log.Store.AppendAsync([TestLog.To("account/1", 0, 1)], [failing], CancellationToken.None));

        Assert.That(async () => await append.WaitAsync(TimeSpan.FromSeconds(30)),
            Throws.InstanceOf<PostgresException>().With.Property(nameof(PostgresException.SqlState)).EqualTo("22012"));
        Assert.That((await log.AppendAsync(TestLog.To("account/1", 0, 1))).FirstPosition, Is.EqualTo(1));
    }

    [Test]
    public async Task Nonsense_is_refused_before_anything_is_sent()
    {
        await using var log = await TestLog.CreateAsync();
        static StreamAppend With(NewEvent e) => new("p", "s", "t", 0, [e]);
        Assert.ThrowsAsync<ArgumentException>(() => log.AppendAsync());
        Assert.ThrowsAsync<ArgumentException>(() => log.AppendAsync(TestLog.To("a", 0, 0)));
        Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => log.AppendAsync(TestLog.To("a", -1, 1)));
        Assert.ThrowsAsync<ArgumentException>(
            () => log.AppendAsync(TestLog.To("a", 0, 2), TestLog.To("a", 1, 1)), "the versions do not chain");
        Assert.ThrowsAsync<ArgumentException>(() => log.AppendAsync(With(TestLog.Event(1) with { CorrelationId = "a\0b" })));
        Assert.ThrowsAsync<EncoderFallbackException>(() => log.AppendAsync(With(TestLog.Event(1) with { CausationId = "\uD800" })));
        Assert.ThrowsAsync<CanonicalJsonException>(() => log.AppendAsync(With(TestLog.Event(1, """{"a":"\u0000"}"""))));
        Assert.ThrowsAsync<CanonicalJsonException>(() => log.AppendAsync(With(TestLog.Event(1, "[]"))));
        Assert.That((await log.Store.ReadHeadAsync(CancellationToken.None)).Position, Is.Zero);
    }

    [Test]
    public async Task A_stream_grown_large_is_still_found_by_its_index()
    {
        await using var log = await TestLog.CreateAsync();
        // The query plan is cached while the table is tiny …
        for (var version = 0; version < 10; version++) await log.AppendAsync(TestLog.To("a", version, 1));
        await log.ExecuteAsync(
            "insert into mt_streams (tenant_id, id, version) select 'program', 'grown/' || n, 1 from generate_series(1, 50000) n");
        var before = await log.ScalarAsync<long>(Scanned);
        // … and must not read the whole table later.
        for (var version = 10; version < 20; version++) await log.AppendAsync(TestLog.To("a", version, 1));
        Assert.That(await log.ScalarAsync<long>(Scanned) - before, Is.LessThan(50_000));
    }

    private const string Scanned = "select coalesce(seq_tup_read, 0) from (select pg_stat_force_next_flush()) f, "
        + "pg_stat_get_tuples_returned('mt_streams'::regclass) as seq_tup_read";

    private static bool Same(StoredEvent left, StoredEvent right) => left with { Data = right.Data } == right;

    private static async Task ExpectSoundAsync(TestLog log)
    {
        var report = await log.VerifyAsync();
        Assert.That(report.Ok, string.Join('\n', report.Findings));
    }
}
