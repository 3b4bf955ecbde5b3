using System.Net;
using Ledger.EventLog;
using Ledger.Projections.Host.Schema;
using Ledger.Projections.Host.Tailing;
using NUnit.Framework;

namespace Ledger.Services.Tests.Projections;

public sealed class TailerTests : ProjectionsFixture
{
    [Test]
    public async Task Goes_on_where_it_stopped_whatever_the_split()
    {
        var history = Sample.History(new Given("acme")).ToList();
        for (var cut = 1; cut < history.Count; cut += 5)
        {
            var given = new Given($"p{cut}");
            var events = Sample.History(given).ToList();
            await Log.AppendAsync(events.Take(cut));
            await using (var app = await StartAsync()) await app.GetAsync($"/v1/integrity?minPosition={Log.Position}");
            await Log.AppendAsync(events.Skip(cut));
        }

        await Log.AppendAsync(history);
        await using var last = await StartAsync();
        var expected = await last.ExportsAsync("acme", Log.Position);
        for (var cut = 1; cut < history.Count; cut += 5)
        {
            Assert.That(await last.ExportsAsync($"p{cut}", Log.Position), Is.EqualTo(expected), $"cut after {cut}");
        }
    }

    [Test]
    public async Task A_query_waits_for_its_position()
    {
        var given = new Given("acme");
        await Log.AppendAsync(Sample.History(given));
        await using var app = await StartAsync();

        var waiting = app.Client.GetAsync(
            new Uri($"/v1/programs/acme/accounts/new/standing?minPosition={Log.Position + 1}", UriKind.Relative));
        await Log.AppendAsync([given.Order("new", "O7", Given.Day(100))]);

        Assert.That((await waiting).StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task A_query_that_waits_in_vain_is_told_so()
    {
        await Log.AppendAsync(Sample.History(new Given("acme")));
        await using var app = await StartAsync(options => options.WaitMax = TimeSpan.FromMilliseconds(200));

        var answer = await app.Client.GetAsync(
            new Uri($"/v1/programs/acme/accounts/B/balance?minPosition={Log.Position + 1}", UriKind.Relative));

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
        Assert.That(await answer.Content.ReadAsStringAsync(), Does.Contain("position_not_reached"));
    }

    [Test]
    public async Task One_of_two_is_active_and_the_other_takes_over()
    {
        var given = new Given("acme");
        var first = await StartAsync();
        await Log.AppendAsync(Sample.History(given));
        await first.GetAsync($"/v1/integrity?minPosition={Log.Position}");
        var elsewhere = new EventStore(Database.DataSource);
        await using var second = await ProjectionsApp.StartAsync(Database, elsewhere);

        // The process that stands by answers queries all the same.
        var before = await second.ExportsAsync("acme", Log.Position);
        Assert.That((first.Tailer.IsActive, second.Tailer.IsActive), Is.EqualTo((true, false)));

        await first.DisposeAsync();
        await Log.AppendAsync([given.Order("new", "O7", Given.Day(100)), given.Evaluated("new", "O7", Given.Day(100), 1m, 1)]);
        var after = await second.ExportsAsync("acme", Log.Position);

        Assert.That(second.Tailer.IsActive);
        Assert.That(
            after["entitlements"], Is.EqualTo(before["entitlements"] + "shop,O7,new,2011-04-20T09:30:00Z,1.00,1.00,1.50,0.00,1.50,1\n"));
    }

    [Test]
    public async Task A_tailer_that_lost_its_lease_changes_nothing()
    {
        await Log.AppendAsync(Sample.History(new Given("acme")).Take(10));
        await using var connection = await Database.DataSource.OpenConnectionAsync();
        await ProjectionSchema.CreateControlAsync(connection, CancellationToken.None);
        var number = await ProjectionSchema.CreateLiveAsync(connection, CancellationToken.None);
        await using var one = await Generation.OpenAsync(
            new LogTail(Database.DataSource, new EventStore(Database.DataSource)), Database.DataSource, number, CancellationToken.None);
        await using var other = await Generation.OpenAsync(
            new LogTail(Database.DataSource, new EventStore(Database.DataSource)), Database.DataSource, number, CancellationToken.None);

        await one.StepAsync(CancellationToken.None);

        Assert.That(async () => await other.StepAsync(CancellationToken.None), Throws.Exception);
        await using var count = Database.DataSource.CreateCommand($"select count(*) from projections_{number}.orders");
        Assert.That(await count.ExecuteScalarAsync(), Is.EqualTo(2));
    }

    [Test]
    public async Task An_entry_out_of_sequence_stops_the_views_and_says_why()
    {
        var given = new Given("acme");
        await Log.AppendAsync([given.Published(Sample.Program), given.Order("A", "O1", Given.Start)]);
        await Log.AppendAsync([given.Accrued("A", 1, 10, "O1", Given.Start) with { Sequence = 2 }]);
        await using var app = await StartAsync(options => options.WaitMax = TimeSpan.FromMilliseconds(500));

        using var answer = await app.Client.GetAsync(new Uri($"/v1/programs/acme/accounts?minPosition={Log.Position}", UriKind.Relative));

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
        Assert.That(app.Tailer.Fault, Is.EqualTo("Account A has entry 2 where 1 is next."));
    }
}
