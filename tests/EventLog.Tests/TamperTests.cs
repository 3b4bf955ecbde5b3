namespace Ledger.EventLog.Tests;

/// <summary>Whatever is changed behind the log's back, verify finds it and names the place.</summary>
[TestFixture, Parallelizable(ParallelScope.Self)]
public sealed class TamperTests
{
    private static readonly string[] Tables = ["mt_streams", "mt_events", "ledger_log_batches", "ledger_log_head"];
    private TestLog log = null!;

    [OneTimeSetUp]
    public async Task WriteOnceAsync()
    {
        log = await VerifyTests.SampleAsync();
        foreach (var table in Tables) await log.ExecuteAsync($"create table kept_{table} as table {table}");
    }

    [SetUp]
    public async Task RestoreAsync()
    {
        foreach (var table in Tables)
        {
            await log.ExecuteAsync(
                $"begin; set local session_replication_role = replica; delete from {table}; insert into {table} table kept_{table}; commit"
            );
        }
        await log.ExecuteAsync("select setval('mt_events_sequence', 12)");
        Assert.That((await log.VerifyAsync()).Ok);
    }

    [OneTimeTearDown]
    public async Task DropAsync() => await log.DisposeAsync();

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
        await TamperAsync($"update mt_events set {change} where seq_id = 6");
        await ExpectAsync((6, "event.changed"));
    }

    [TestCase("delete from mt_events where seq_id = 1", 1, "event.missing")]
    [TestCase("delete from mt_events where seq_id = 7", 7, "event.missing")]
    [TestCase("delete from mt_events where seq_id = 12", 12, "event.missing")]
    [TestCase("delete from mt_events where seq_id between 5 and 8", 6, "event.missing")]
    [TestCase("update mt_events set seq_id = 100 where seq_id = 7", 7, "event.missing")]
    [TestCase("update mt_events set seq_id = 100 where seq_id = 7", 100, "event.inserted")]
    [TestCase(
        "insert into mt_events select (jsonb_populate_record(e, '{\"seq_id\": 13, \"version\": 7}')).* from mt_events e where seq_id = 12",
        13, "event.inserted")]
    [TestCase(
        "insert into mt_events select (jsonb_populate_record(e, '{\"seq_id\": 0, \"version\": 7}')).* from mt_events e where seq_id = 12",
        0, "event.inserted")]
    [TestCase(
        "insert into mt_events select (jsonb_populate_record(e, '{\"seq_id\": -5, \"version\": 7}')).* from mt_events e where seq_id = 12",
        -5, "event.inserted")]
    [TestCase("update mt_events set seq_id = case seq_id when 6 then -7 else -6 end where seq_id in (6, 7); update mt_events set "
        + "seq_id = -seq_id where seq_id < 0", 6, "event.moved")]
    [TestCase("update mt_events set seq_id = case seq_id when 6 then -7 else -6 end where seq_id in (6, 7); update mt_events set "
        + "seq_id = -seq_id where seq_id < 0", 7, "event.moved")]
    [TestCase("update mt_events set seq_id = case seq_id when 3 then -10 else -3 end where seq_id in (3, 10); update mt_events set "
        + "seq_id = -seq_id where seq_id < 0", 3, "event.changed")]
    [TestCase("update mt_events set seq_id = case seq_id when 3 then -10 else -3 end where seq_id in (3, 10); update mt_events set "
        + "seq_id = -seq_id where seq_id < 0", 10, "event.changed")]
    [TestCase("update mt_events set data = o.data from mt_events o where mt_events.seq_id = 5 and o.seq_id = 6", 5, "event.changed")]
    public async Task A_row_deleted_inserted_or_swapped_is_found_and_named(string tamper, long position, string code)
    {
        await TamperAsync(tamper);
        await ExpectAsync((position, code));
    }

    [TestCase("update ledger_log_batches set event_digests = set_byte(event_digests, 40, get_byte(event_digests, 40) # 1) where "
        + "last_position = 8", 6, "event.changed")]
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
    [TestCase("insert into ledger_log_batches select 13, 13, substr(event_digests, 1, 32), digest, chain from ledger_log_batches "
        + "where last_position = 12", 13, "event.missing")]
    [TestCase("insert into ledger_log_batches select 7, 6, substr(event_digests, 1, 64), digest, chain from ledger_log_batches where "
        + "last_position = 8", 5, "batch.missing")]
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
    [TestCase("select setval('mt_events_sequence', 13)", 13, "sequence.ahead")]
    public async Task Batches_head_streams_and_sequence_are_checked_too(string tamper, long position, string code)
    {
        await TamperAsync(tamper);
        await ExpectAsync((position, code));
    }

    private Task TamperAsync(string sql) => log.ExecuteAsync($"begin; set local session_replication_role = replica; {sql}; commit");

    private async Task ExpectAsync((long Position, string Code) expected)
    {
        var report = await log.VerifyAtRestAsync();
        Assert.That(report.Ok, Is.False);
        Assert.That(report.Findings.Select(f => (f.Position, f.Code)), Has.Member(expected), string.Join('\n', report.Findings));
        Assert.That(report.Findings, Has.All.Property("Sentence").Contains(" "));
    }
}
