namespace Ledger.EventLog.Tests;

/// <summary>Marten's tables, as an application with Marten expects them.</summary>
[TestFixture]
public sealed class SchemaTests
{
    [TestCase("mt_streams", """
        tenant_id character varying
        id character varying
        type character varying
        version bigint
        timestamp timestamp with time zone
        created timestamp with time zone
        is_archived boolean
        """)]
    [TestCase("mt_events", """
        seq_id bigint
        id uuid
        stream_id character varying
        version bigint
        data jsonb
        bdata bytea
        type character varying(500)
        timestamp timestamp with time zone
        tenant_id character varying
        mt_dotnet_type character varying
        correlation_id character varying
        causation_id character varying
        headers jsonb
        is_archived boolean
        """)]
    [TestCase("mt_event_progression", """
        name character varying
        last_seq_id bigint
        last_updated timestamp with time zone
        """)]
    public async Task Has_exactly_these_columns(string table, string columns)
    {
        await using var log = await TestLog.CreateAsync();
        var actual = await log.ColumnAsync<string>($"select attname || ' ' || format_type(atttypid, atttypmod) from pg_attribute where attrelid = '{table}'::regclass and attnum > 0 and not attisdropped order by attnum");
        Assert.That(actual, Is.EqualTo(columns.Split('\n')));
    }

    [Test]
    public async Task Has_exactly_these_constraints_and_indexes()
    {
        await using var log = await TestLog.CreateAsync();
        Assert.That(
            await log.ColumnAsync<string>("select conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) from pg_constraint where conrelid::regclass::text like 'mt\\_%' order by 1"),
            Is.EqualTo(new[]
            {
                "mt_event_progression pk_mt_event_progression PRIMARY KEY (name)",
                "mt_events fkey_mt_events_stream_id_tenant_id FOREIGN KEY (tenant_id, stream_id) REFERENCES mt_streams(tenant_id, id)",
                "mt_events pkey_mt_events_seq_id PRIMARY KEY (seq_id)",
                "mt_streams pkey_mt_streams_tenant_id_id PRIMARY KEY (tenant_id, id)",
            }));
        Assert.That(
            await log.ColumnAsync<string>("select indexdef from pg_indexes where tablename = 'mt_events' and indexname <> 'pkey_mt_events_seq_id'"),
            Is.EqualTo(new[] { "CREATE UNIQUE INDEX pk_mt_events_stream_and_version ON public.mt_events USING btree (tenant_id, stream_id, version)" }));
        Assert.That(await log.ScalarAsync<string>("select pg_get_serial_sequence('mt_events', 'seq_id')"), Is.EqualTo("public.mt_events_sequence"));
        Assert.That(await log.ScalarAsync<bool>("select attnotnull from pg_attribute where attrelid = 'mt_events'::regclass and attname = 'is_archived'"));
        Assert.That(await log.ScalarAsync<bool>("select not attnotnull from pg_attribute where attrelid = 'mt_events'::regclass and attname = 'bdata'"));
    }

    [Test]
    public async Task Can_be_created_again_and_by_many_at_once()
    {
        await using var log = await TestLog.CreateAsync();
        await log.AppendAsync(TestLog.To("a", 0, 3));
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => EventLogSchema.CreateAsync(log.DataSource)));
        Assert.That((await log.VerifyAsync()).Events, Is.EqualTo(3));

        await log.ExecuteAsync("drop schema public cascade; create schema public");
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => EventLogSchema.CreateAsync(log.DataSource)));
        Assert.That((await log.Store.ReadHeadAsync(CancellationToken.None)).Position, Is.Zero);
    }

    [Test]
    public async Task Refuses_a_migration_that_was_edited_afterwards()
    {
        await using var log = await TestLog.CreateAsync();
        await log.ExecuteAsync("update ledger_log_migrations set sha256 = sha256('other') where name = '0002_log_tables.sql'");
        Assert.That(() => EventLogSchema.CreateAsync(log.DataSource), Throws.InvalidOperationException.With.Message.Contains("0002_log_tables.sql"));
    }
}
