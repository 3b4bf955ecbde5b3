using JasperFx.Events.Daemon;
using Ledger.Hosting;
using Npgsql;

namespace Ledger.EventLog.Tests;

/// <summary>An append in a Marten session commits with everything else that the session saves.</summary>
[TestFixture]
public sealed class SessionAppendTests
{
    [Test]
    public async Task A_document_a_command_and_the_events_are_saved_together_or_not_at_all()
    {
        await using var log = await TestLog.CreateAsync();
        await log.ExecuteAsync("create table beside (n int primary key)");
        await using var store = LedgerStore.Open(log.DataSource);
        var document = new DeadLetterEvent { Id = Guid.NewGuid(), ProjectionName = "one" };
        await using (var session = store.LightweightSession())
        {
            session.Store(document);
            var appended = await log.Store.AppendAsync(session, PreparedAppend.Of([TestLog.To("a", 0, 3), TestLog.To("b", 0, 2)]),
                [Beside(1)], CancellationToken.None);
            Assert.That(appended, Is.EqualTo(new Appended(1, 5)));
        }

        await using (var session = store.LightweightSession())
        {
            session.Store(new DeadLetterEvent { Id = Guid.NewGuid(), ProjectionName = "two" });
            var conflict = Assert.ThrowsAsync<StreamConflictException>(() => log.Store.AppendAsync(session,
                PreparedAppend.Of([TestLog.To("a", 2, 1), TestLog.To("b", 2, 1)]), [Beside(2)], CancellationToken.None));
            Assert.That(conflict!.Streams, Is.EqualTo(new[] { ("program", "a") }));
        }

        Assert.That(await log.ColumnAsync<string>("select data ->> 'projectionName' from mt_doc_deadletterevent"),
            Is.EqualTo(new[] { "one" }));
        Assert.That(await log.ColumnAsync<int>("select n from beside"), Is.EqualTo(new[] { 1 }));
        await log.Store.AnnouncedAsync();
        Assert.That(await log.ScalarAsync<long>("select last_value from mt_events_sequence"), Is.EqualTo(5));
        Assert.That((await log.VerifyAsync()).Findings, Is.Empty);
        Assert.That(log.Store.RecentAfter(0, 10), Has.Count.EqualTo(5));

        NpgsqlBatchCommand Beside(int n) => new("with added as (insert into beside values ($1) returning n) select n from added")
        {
            Parameters = { new NpgsqlParameter<int> { TypedValue = n } },
        };
    }

    [Test]
    public async Task The_same_stream_id_of_two_programs_in_one_batch_is_two_streams()
    {
        await using var log = await TestLog.CreateAsync();
        await log.AppendAsync(TestLog.To("order/shop/1", 0, 2), TestLog.To("order/shop/1", 0, 3) with { Tenant = "other" },
            TestLog.To("account/a", 0, 1), TestLog.To("account/a", 0, 1) with { Tenant = "other" });
        await using var store = LedgerStore.Open(log.DataSource);
        foreach (var (tenant, versions) in new[] { ("program", 2L), ("other", 3L) })
        {
            await using var session = store.QuerySession(tenant);
            Assert.That((await session.Events.FetchStreamStateAsync("order/shop/1"))!.Version, Is.EqualTo(versions));
            Assert.That((await session.Events.FetchStreamStateAsync("account/a"))!.Version, Is.EqualTo(1));
        }

        Assert.That((await log.VerifyAsync()).Findings, Is.Empty);
    }
}
