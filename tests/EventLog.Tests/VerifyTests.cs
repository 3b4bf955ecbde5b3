using Ledger.EventLog.Verification;

namespace Ledger.EventLog.Tests;

/// <summary>Verify accepts an unchanged log, and reports only what it can know.</summary>
[TestFixture]
public sealed class VerifyTests
{
    /// <summary>Three batches, 1–4, 5–8 and 9–12, each with two events for either of two streams.</summary>
    internal static async Task<TestLog> SampleAsync()
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
        await log.ExecuteAsync("""update mt_events set data = ('{ "note" : ' || (data -> 'note')::text || ', "amount": ' || (data -> """
            + """'amount')::text || '}')::jsonb""");
        Assert.That((await log.VerifyAsync()).Ok);
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

        // The forger rewrites the whole log, with one value changed and a valid chain.
        var events = await log.Store.ReadAfterAsync(0, 100, CancellationToken.None);
        await log.ExecuteAsync("truncate mt_events, mt_streams, ledger_log_batches; update ledger_log_head set position = 0, chain = "
            + "sha256('Ledger.EventLog chain 1')");
        foreach (var batch in events.Chunk(4))
        {
            await log.AppendAsync([.. batch.Select(e => new StreamAppend(e.Tenant, e.StreamId, "account", e.Version - 1,
                [
                    new NewEvent(
                        e.Type, e.DotNetType, e.Data, e.Timestamp, e.CorrelationId, e.Position == 6 ? "forged" : e.CausationId, e.Headers),
                ]))]);
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

    private sealed class Reported(List<(long Done, long Total)> all) : IProgress<(long Done, long Total)>
    {
        public void Report((long Done, long Total) value) => all.Add(value);
    }
}
