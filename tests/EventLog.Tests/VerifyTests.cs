namespace Ledger.EventLog.Tests;

/// <summary>Whatever is changed behind the log's back, verify finds it and names the place.</summary>
[TestFixture]
public sealed class VerifyTests
{
    /// <summary>Three batches, 1–4, 5–8 and 9–12, each with two events for either of two streams.</summary>
    private static async Task<TestLog> SampleAsync()
    {
        var log = await TestLog.CreateAsync();
        for (var version = 0; version < 6; version += 2) await log.AppendAsync(TestLog.To("a", version, 2), TestLog.To("b", version, 2));
        return log;
    }

    [Test]
    public async Task An_untouched_log_passes()
    {
        await using var empty = await TestLog.CreateAsync();
        Assert.That(await empty.VerifyAsync(), Has.Property("Ok").True.And.Property("Events").Zero);

        await using var log = await SampleAsync();
        var head = await log.Store.ReadHeadAsync(CancellationToken.None);
        var done = new List<(long, long)>();
        var report = await new LogVerifier(log.DataSource) { Published = [head] }.VerifyAsync(new Reported(done), CancellationToken.None);
        Assert.That(report.Ok, string.Join('\n', report.Findings));
        Assert.That((report.Events, report.Batches, report.ChainHex), Is.EqualTo((12L, 3L, Convert.ToHexStringLower(head.Chain))));
        Assert.That(done[^1], Is.EqualTo((12L, 12L)));
    }

    [Test]
    public async Task Rewriting_a_value_in_another_layout_is_no_change()
    {
        await using var log = await SampleAsync();
        await log.ExecuteAsync("""update mt_events set data = ('{ "note" : ' || (data -> 'note')::text || ', "amount": ' || (data -> 'amount')::text || '}')::jsonb""");
        Assert.That((await log.VerifyAsync()).Ok);
    }

    [TestCase("tenant_id = 'other', stream_id = 'a', version = 9")]
    [TestCase("stream_id = 'other'")]
    [TestCase("version = 99")]
    [TestCase("id = gen_random_uuid()")]
    [TestCase("type = 'points_accrueD'")]
    [TestCase("mt_dotnet_type = mt_dotnet_type || ' '")]
    [TestCase("mt_dotnet_type = null")]
    [TestCase("timestamp = timestamp + interval '1 microsecond'")]
    [TestCase("timestamp = 'infinity'")]
    [TestCase("correlation_id = 'correlation-0'")]
    [TestCase("correlation_id = null")]
    [TestCase("correlation_id = causation_id, causation_id = correlation_id")]
    [TestCase("causation_id = ''")]
    [TestCase("""headers = '{"user":"U2"}'""")]
    [TestCase("headers = null")]
    [TestCase("is_archived = true")]
    [TestCase(@"bdata = ''")]
    [TestCase("""data = jsonb_set(data, '{amount}', '2.51')""")]
    [TestCase("""data = jsonb_set(data, '{amount}', '2.500')""")]
    [TestCase("""data = jsonb_set(data, '{amount}', '"2.50"')""")]
    [TestCase("""data = data || '{"more": null}'""")]
    [TestCase("data = data - 'note'")]
    [TestCase("""data = (repeat('[', 500) || repeat(']', 500))::jsonb""")]
    public async Task A_change_of_any_column_is_found_and_named(string change)
    {
        await using var log = await SampleAsync();
        await TamperAsync(log, $"update mt_events set {change} where seq_id = 6");
        await ExpectAsync(log, (6, "event.changed"));
    }

    [TestCase("delete from mt_events where seq_id = 1", 1, "event.missing")]
    [TestCase("delete from mt_events where seq_id = 7", 7, "event.missing")]
    [TestCase("delete from mt_events where seq_id = 12", 12, "event.missing")]
    [TestCase("delete from mt_events where seq_id between 5 and 8", 6, "event.missing")]
    [TestCase("update mt_events set seq_id = 100 where seq_id = 7", 7, "event.missing")]
    [TestCase("update mt_events set seq_id = 100 where seq_id = 7", 100, "event.inserted")]
    [TestCase("insert into mt_events select (jsonb_populate_record(e, '{\"seq_id\": 13, \"version\": 7}')).* from mt_events e where seq_id = 12", 13, "event.inserted")]
    [TestCase("insert into mt_events select (jsonb_populate_record(e, '{\"seq_id\": 0, \"version\": 7}')).* from mt_events e where seq_id = 12", 0, "event.inserted")]
    [TestCase("insert into mt_events select (jsonb_populate_record(e, '{\"seq_id\": -5, \"version\": 7}')).* from mt_events e where seq_id = 12", -5, "event.inserted")]
    [TestCase("update mt_events set seq_id = case seq_id when 6 then -7 else -6 end where seq_id in (6, 7); update mt_events set seq_id = -seq_id where seq_id < 0", 6, "event.moved")]
    [TestCase("update mt_events set seq_id = case seq_id when 6 then -7 else -6 end where seq_id in (6, 7); update mt_events set seq_id = -seq_id where seq_id < 0", 7, "event.moved")]
    [TestCase("update mt_events set seq_id = case seq_id when 3 then -10 else -3 end where seq_id in (3, 10); update mt_events set seq_id = -seq_id where seq_id < 0", 3, "event.changed")]
    [TestCase("update mt_events set seq_id = case seq_id when 3 then -10 else -3 end where seq_id in (3, 10); update mt_events set seq_id = -seq_id where seq_id < 0", 10, "event.changed")]
    [TestCase("update mt_events set data = o.data from mt_events o where mt_events.seq_id = 5 and o.seq_id = 6", 5, "event.changed")]
    public async Task A_row_deleted_inserted_or_swapped_is_found_and_named(string tamper, long position, string code)
    {
        await using var log = await SampleAsync();
        await TamperAsync(log, tamper);
        await ExpectAsync(log, (position, code));
    }

    [TestCase("update ledger_log_batches set event_digests = set_byte(event_digests, 40, get_byte(event_digests, 40) # 1) where last_position = 8", 6, "event.changed")]
    [TestCase("update ledger_log_batches set event_digests = substr(event_digests, 1, 96) where last_position = 8", 5, "batch.changed")]
    [TestCase("update ledger_log_batches set event_digests = '' where last_position = 8", 5, "batch.changed")]
    [TestCase("update ledger_log_batches set digest = sha256('') where last_position = 8", 5, "batch.changed")]
    [TestCase("update ledger_log_batches set chain = sha256('') where last_position = 8", 5, "chain.broken")]
    [TestCase("update ledger_log_batches set first_position = 4 where last_position = 8", 5, "batch.changed")]
    [TestCase("update ledger_log_batches set first_position = -9223372036854775808 where last_position = 8", 5, "batch.changed")]
    [TestCase("update ledger_log_batches set last_position = 7 where last_position = 8", 5, "batch.changed")]
    [TestCase("update ledger_log_batches set last_position = 9223372036854775807 where last_position = 8", 5, "batch.missing")]
    [TestCase("delete from ledger_log_batches where last_position = 4", 1, "batch.missing")]
    [TestCase("delete from ledger_log_batches where last_position = 8", 5, "batch.missing")]
    [TestCase("delete from ledger_log_batches where last_position = 12", 9, "event.inserted")]
    [TestCase("delete from ledger_log_batches where last_position = 12", 9, "head.changed")]
    [TestCase("insert into ledger_log_batches select 13, 13, substr(event_digests, 1, 32), digest, chain from ledger_log_batches where last_position = 12", 13, "event.missing")]
    [TestCase("insert into ledger_log_batches select 7, 6, substr(event_digests, 1, 64), digest, chain from ledger_log_batches where last_position = 8", 5, "batch.missing")]
    [TestCase("update ledger_log_head set position = 11", 12, "head.changed")]
    [TestCase("update ledger_log_head set position = 13", 13, "head.changed")]
    [TestCase("update ledger_log_head set chain = sha256('')", 12, "head.changed")]
    [TestCase("delete from ledger_log_head", 0, "head.missing")]
    [TestCase("update mt_streams set version = 7 where id = 'a'", 10, "stream.version")]
    [TestCase("update mt_streams set version = null where id = 'a'", 10, "stream.version")]
    [TestCase("delete from mt_streams where id = 'b'", 12, "stream.version")]
    [TestCase("insert into mt_streams (tenant_id, id, version) values ('program', 'c', 1)", 0, "stream.empty")]
    [TestCase("update mt_events set version = 9 where seq_id = 12; update mt_streams set version = 9 where id = 'b'", 12, "stream.gap")]
    [TestCase("select setval('mt_events_sequence', 11)", 12, "sequence.behind")]
    [TestCase("select setval('mt_events_sequence', 12, false)", 12, "sequence.behind")]
    public async Task Batches_head_streams_and_sequence_are_checked_too(string tamper, long position, string code)
    {
        await using var log = await SampleAsync();
        await TamperAsync(log, tamper);
        await ExpectAsync(log, (position, code));
    }

    [Test]
    public async Task Only_the_event_that_was_changed_is_accused()
    {
        await using var log = await SampleAsync();
        await log.ExecuteAsync("update mt_events set type = 'x' where seq_id = 6");
        Assert.That((await log.VerifyAsync()).Findings.Select(f => (f.Position, f.Code)), Is.EqualTo(new[] { (6L, "event.changed") }));
    }

    [Test]
    public async Task A_log_rewritten_to_the_end_is_found_by_what_was_published()
    {
        await using var log = await SampleAsync();
        var published = await log.Store.ReadHeadAsync(CancellationToken.None);
        await log.AppendAsync(TestLog.To("a", 6, 1));

        // The forger writes the log anew, with everything but one value as it was.
        var events = await log.Store.ReadAfterAsync(0, 100, CancellationToken.None);
        await log.ExecuteAsync("truncate mt_events, mt_streams, ledger_log_batches; update ledger_log_head set position = 0, chain = sha256('Ledger.EventLog chain 1')");
        foreach (var batch in events.Chunk(4))
        {
            await log.AppendAsync([.. batch.Select(e => new StreamAppend(e.Tenant, e.StreamId, "account", e.Version - 1,
                [new NewEvent(e.Type, e.DotNetType, e.Data, e.Timestamp, e.CorrelationId, e.Position == 6 ? "forged" : e.CausationId, e.Headers)]))]);
        }

        Assert.That((await log.VerifyAsync()).Ok, "by itself the forgery is sound");
        var report = await new LogVerifier(log.DataSource) { Published = [published] }.VerifyAsync(null, CancellationToken.None);
        Assert.That(report.Findings.Select(f => (f.Position, f.Code)), Is.EqualTo(new[] { (12L, "chain.unpublished") }));
    }

    [Test]
    public async Task It_can_run_while_others_append()
    {
        await using var log = await SampleAsync();
        using var stop = new CancellationTokenSource();
        var writer = Task.Run(async () =>
        {
            for (var version = 0; !stop.IsCancellationRequested; version++) await log.AppendAsync(TestLog.To("c", version, 1));
        });
        for (var round = 0; round < 20; round++)
        {
            var report = await log.VerifyAsync();
            Assert.That(report.Ok, string.Join('\n', report.Findings));
        }

        await stop.CancelAsync();
        await writer;
    }

    [Test]
    public async Task Findings_end_at_a_number_that_can_be_read()
    {
        await using var log = await TestLog.CreateAsync();
        for (var version = 0; version < 2000; version += 500) await log.AppendAsync(TestLog.To("a", version, 500));
        await log.ExecuteAsync("update mt_events set type = 'x'");
        var report = await log.VerifyAsync();
        Assert.That(report.Findings, Has.Count.EqualTo(1001));
        Assert.That(report.Findings[^1].Code, Is.EqualTo("more"));
    }

    private static Task TamperAsync(TestLog log, string sql) => log.ExecuteAsync($"begin; set local session_replication_role = replica; {sql}; commit");

    private static async Task ExpectAsync(TestLog log, (long Position, string Code) expected)
    {
        var report = await log.VerifyAsync();
        Assert.That(report.Ok, Is.False);
        Assert.That(report.Findings.Select(f => (f.Position, f.Code)), Has.Member(expected), string.Join('\n', report.Findings));
        Assert.That(report.Findings, Has.All.Property("Sentence").Contains(" "));
    }

    private sealed class Reported(List<(long Done, long Total)> all) : IProgress<(long Done, long Total)>
    {
        public void Report((long Done, long Total) value) => all.Add(value);
    }
}
