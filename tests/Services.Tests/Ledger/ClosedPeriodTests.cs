using Ledger.Contracts.V1;
using Ledger.Services.Tests.Running;
using Ledger.TestSupport;
using NUnit.Framework;

namespace Ledger.Services.Tests.Ledger;

/// <summary>
/// The books of closed periods never change: with two services, with a crash in the middle, and the verification notices changes.
/// </summary>
[NonParallelizable]
public sealed class ClosedPeriodTests
{
    private const string Verify = "/v1/integrity/verify";
    private const int July = (2011 * 12) + 6;

    private TestDatabase database = null!;
    private ServiceProcess one = null!;
    private Shop shop = null!;

    private string Program => LedgerApi.Program(shop.Program);

    [SetUp]
    public async Task StartAsync()
    {
        database = await TestDatabase.CreateAsync();
        one = await ServiceProcess.StartAsync(database.ConnectionString);
        shop = new Shop(Shop.NewProgram());
        await one.Api.PublishAsync(shop.Document(), "wall");
    }

    [TearDown]
    public async Task StopAsync()
    {
        await one.DisposeAsync();
        await database.DisposeAsync();
    }

    [Test]
    public async Task Two_services_record_late_facts_while_one_of_them_closes()
    {
        await using var other = await ServiceProcess.StartAsync(database.ConnectionString);
        var apis = new[] { one.Api, other.Api };
        // Both services have the accounts and the program cached as they were before the close.
        for (var n = 0; n < 8; n++) await apis[n % 2].SendAsync(shop.Order($"first-{n}", $"A{n}", "2011-07-03T10:00:00Z"));

        var late = Enumerable.Range(0, 60).Select(n => shop.Order($"late-{n}", $"A{n % 10}", "2011-07-20T10:00:00Z"));
        var facts = late.Select((fact, n) => apis[n % 2].SendAsync(fact)).ToList();
        var closes = await Task.WhenAll(
            PeriodTests.SendAsync(one.Api, $"{Program}/periods/2011-07/close", "k1"),
            PeriodTests.SendAsync(other.Api, $"{Program}/periods/2011-07/close", "k2"));
        Assert.That((await Task.WhenAll(facts)).Select(fact => fact.Status), Is.All.EqualTo(201));

        Assert.That(closes.Select(close => close.Status), Is.EquivalentTo(new[] { 200, 201 }), closes[0].Text + closes[1].Text);
        Assert.That(closes[0].Text, Is.EqualTo(closes[1].Text));
        Assert.That((await other.Api.GetAsync($"{Program}/periods")).Text, Is.EqualTo((await one.Api.GetAsync($"{Program}/periods")).Text));
        await other.Api.SendAsync(shop.Order("last", "new", "2011-07-04T10:00:00Z"));
        var events = await new LogReader(database.DataSource).EventsAsync(shop.Program);
        var end = events.OfType<PeriodClosed>().Single().End;
        var after = events.SkipWhile(happened => happened is not PeriodClosed).OfType<Movement>().ToList();
        Assert.That(after, Is.Not.Empty);
        Assert.That(after.Select(entry => entry.EffectiveAt), Is.All.GreaterThanOrEqualTo(end));
        await StateChecked.NothingIsFoundAsync(one.Api);
    }

    [Test]
    public async Task A_service_that_is_killed_in_the_middle_goes_on_with_the_same_command()
    {
        var orders = Enumerable.Range(0, 3_000).Select(n => shop.Order($"{n}", $"A{n}", "2011-07-03T10:00:00Z"));
        await one.Api.SendLinesAsync(shop.Program, orders);

        var broken = PeriodTests.SendAsync(one.Api, $"{Program}/periods/2011-07/close", "k");
        await one.RestartAsync();
        await broken.ContinueWith(_ => { }, TaskScheduler.Default);
        var closed = await PeriodTests.SendAsync(one.Api, $"{Program}/periods/2011-07/close", "k");

        Assert.That(closed.Status, Is.AnyOf(200, 201), closed.Text);
        var events = await new LogReader(database.DataSource).EventsAsync(shop.Program);
        Assert.That(events.OfType<PeriodClosed>().Single().Flows, Is.EqualTo(new[]
        {
            new PeriodFlow("points", "issuance", "pending", 0, 300_000), new PeriodFlow("points", "pending", "available", 0, 300_000),
        }));
        await StateChecked.NothingIsFoundAsync(one.Api);
    }

    [Test]
    public async Task Verification_finds_books_of_closed_periods_that_were_changed()
    {
        await one.Api.SendAsync(shop.Order("1", "A", "2011-06-03T10:00:00Z"));
        await one.Api.SendAsync(shop.Order("2", "A", "2011-07-03T10:00:00Z"));
        foreach (var period in new[] { "2011-06", "2011-07" })
        {
            var closed = await PeriodTests.SendAsync(one.Api, $"{Program}/periods/{period}/close", period);
            Assert.That(closed.Status, Is.EqualTo(201), closed.Text);
        }

        var late = await one.Api.SendAsync(shop.Order("3", "B", "2011-07-04T10:00:00Z"));
        await one.Api.GetAsync($"{Program}/reports/trial-balance?minPosition={late.Position}");
        await StateChecked.NothingIsFoundAsync(one.Api);
        var view = $"projections_{await ValueAsync("select generation from projections.live")}.book_months";

        await FindsAsync(Add(1), "period_view_differs", Add(-1));
        await FindsAsync(Effective("2011-07-04T10:00:00Z"), "period_books_differ", Effective("2011-07-31T23:00:00Z"));
        await FindsAsync(
            """
            update mt_events set data = jsonb_set(data, '{digest}', '"00"') where type = 'period_closed' and data->>'period' = '2011-07'
            """,
            "period_digest_differs", null);

        string Add(int amount) => $"update {view} set amount = amount + {amount} where month = {July} and to_book = 'pending'";

        string Effective(string at) =>
            $$"""
            update mt_events set data = jsonb_set(data, '{effectiveAt}', '"{{at}}"')
             where type = 'points_accrued' and data->>'accountId' = 'B'
            """;
    }

    private async Task FindsAsync(string change, string code, string? undo)
    {
        Assert.That(await database.ChangeAsync(change), Is.GreaterThan(0), "the change changed nothing");
        Assert.That((await one.Api.SendAsync(HttpMethod.Post, Verify, "")).Status, Is.EqualTo(202));
        var end = await Eventually.GetAsync(
            () => one.Api.GetAsync(Verify), reply => (string?)reply.Json["state"] != "running", "the check");
        Assert.That(end.Json["findings"]!.AsArray().Select(finding => (string?)finding!["code"]), Does.Contain(code), end.Text);
        if (undo is null) return;
        await database.ChangeAsync(undo);
        await StateChecked.NothingIsFoundAsync(one.Api);
    }

    private async Task<object?> ValueAsync(string sql)
    {
        await using var command = database.DataSource.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }
}
