using System.Net;
using System.Text.Json;
using Ledger.Contracts.V1;
using Ledger.Host.Writing;
using Ledger.Services.Tests.Running;
using Ledger.TestSupport;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace Ledger.Services.Tests.Writing;

/// <summary>Facts dated ahead of the server's clock are parked, and applied in time order when their time has come (domain.md
/// §2).</summary>
public sealed class AheadOfTimeTests
{
    private const string P = "ahead";

    private const string Line = """{"lineId":"1","sku":"X","quantity":1,"unitPrice":100}""";

    private const string Document = """
        {
          "program": "ahead", "version": 1, "effectiveFrom": "2020-01-01T00:00:00Z", "currency": "GBP", "timeZone": "Europe/London",
          "earning": [ { "id": "base", "points": 1, "per": 1 } ],
          "points": { "redeemOn": "future", "activation": { "on": "placed", "delayDays": 0 } },
          "activities": [ { "id": "course", "activity": "course", "points": 50 } ]
        }
        """;

    private TestDatabase database = null!;
    private RunningLedger ledger = null!;
    private SetTime time = null!;
    private DateTimeOffset start;

    [SetUp]
    public async Task StartAsync()
    {
        database = await TestDatabase.CreateAsync();
        var now = TimeProvider.System.GetUtcNow();
        start = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerSecond));
        time = new SetTime(start);
        ledger = await RunningLedger.StartAsync(database, time);
        await ledger.PublishAsync(Document);
    }

    [TearDown]
    public async Task StopAsync()
    {
        await ledger.DisposeAsync();
        await database.DisposeAsync();
    }

    [Test]
    public async Task They_are_applied_by_their_time_and_not_by_their_arrival()
    {
        await OrderAsync("now", 60, HttpStatusCode.Created);
        await OrderAsync("third", 300, HttpStatusCode.Accepted);
        await ActivityAsync("second", 200, HttpStatusCode.Accepted);
        await OrderAsync("first", 61, HttpStatusCode.Accepted);
        await OrderAsync("later", 7200, HttpStatusCode.Accepted);
        await OrderAsync("first", 61, HttpStatusCode.Accepted);
        Assert.That(await RecordedAsync(), Is.EqualTo(new[] { "now" }));
        Assert.That(await WaitingAsync(), Is.EqualTo(4));

        await PassAsync(300, waiting: 1);

        Assert.That(await RecordedAsync(), Is.EqualTo(new[] { "now", "first", "second", "third" }));
        await OrderAsync("first", 61, HttpStatusCode.OK);
        await ActivityAsync("second", 200, HttpStatusCode.OK);
        Assert.That((await ledger.CheckAsync()).GetProperty("findings").EnumerateArray(), Is.Empty);
    }

    [Test]
    public async Task A_service_that_starts_later_applies_them()
    {
        await OrderAsync("1", 3600, HttpStatusCode.Accepted);
        await ledger.DisposeAsync();
        time.Now = start.AddSeconds(3600);
        ledger = await RunningLedger.StartAsync(database, time);
        await PassAsync(3600, waiting: 0);
        Assert.That(await RecordedAsync(), Is.EqualTo(new[] { "1" }));
    }

    [Test]
    public async Task One_that_is_refused_at_its_time_is_in_the_list()
    {
        await OrderAsync("1", 0, HttpStatusCode.Created);
        var path = $"/v1/programs/{P}/orders/shop/1/returns";
        await ledger.SendAsync(HttpMethod.Post, path, Return("now", 0, 1), HttpStatusCode.Created);
        await ledger.SendAsync(HttpMethod.Post, path, Return("ahead", 600, 1), HttpStatusCode.Accepted);

        await PassAsync(600, waiting: 0);

        var rejected = await database.TextsAsync("select data ->> 'code' from mt_events where type = 'order_rejected'");
        Assert.That(rejected, Is.EqualTo(new[] { "return_exceeds_remaining" }));
        Assert.That((await ledger.CheckAsync()).GetProperty("findings").EnumerateArray(), Is.Empty);
    }

    [Test]
    public async Task One_whose_order_is_not_there_at_its_time_goes_on_waiting_for_it()
    {
        await ledger.SendAsync(HttpMethod.Post, $"/v1/programs/{P}/orders/shop/1/returns", Return("r", 600, 1), HttpStatusCode.Accepted);
        await PassAsync(600, waiting: 0);
        Assert.That(await RecordedAsync(), Is.Empty);

        await OrderAsync("1", 0, HttpStatusCode.Created);

        Assert.That(
            await database.TextsAsync("select data ->> 'returnId' from mt_events where type = 'return_recorded'"),
            Is.EqualTo(new[] { "r" }));
    }

    [Test]
    public async Task A_simulation_answers_what_the_order_gives_when_its_time_has_come()
    {
        var simulated = await ledger.SendAsync(HttpMethod.Post, $"/v1/programs/{P}/simulations", Order(3600), HttpStatusCode.OK);
        Assert.That(simulated.GetProperty("programVersion").GetInt32(), Is.EqualTo(1));
        Assert.That(await WaitingAsync(), Is.Zero);
    }

    [TestCase("delete from ledger_facts_ahead")]
    [TestCase("update ledger_facts_ahead set due_at = due_at + interval '1 second'")]
    [TestCase("insert into ledger_facts_ahead (program, stream, content_hash, due_at) values ('ahead', 'order/shop/2', 'x', now())")]
    public async Task A_change_of_the_table_is_found(string change)
    {
        await OrderAsync("1", 3600, HttpStatusCode.Accepted);
        await database.ChangeAsync(change);
        var findings = (await ledger.CheckAsync())
            .GetProperty("findings")
            .EnumerateArray()
            .Select(finding => finding.GetProperty("code").GetString());
        Assert.That(findings, Is.EqualTo(new[] { "state_ahead_differs" }));
    }

    private static string Text(DateTimeOffset at) => InstantJsonConverter.Format(at);

    private string Order(int seconds) =>
        $$"""{"accountId":"A","placedAt":"{{Text(start.AddSeconds(seconds))}}","currency":"GBP","lines":[{{Line}}]}""";

    private string Return(string id, int seconds, int quantity) =>
        $$"""{"returnId":"{{id}}","returnedAt":"{{Text(start.AddSeconds(seconds))}}","lines":[{"lineId":"1","quantity":{{quantity}}}]}""";

    private Task<JsonElement> OrderAsync(string id, int seconds, HttpStatusCode expected) =>
        ledger.SendAsync(HttpMethod.Put, $"/v1/programs/{P}/orders/shop/{id}", Order(seconds), expected);

    private Task<JsonElement> ActivityAsync(string id, int seconds, HttpStatusCode expected) => ledger.SendAsync(
        HttpMethod.Put, $"/v1/programs/{P}/activities/{id}",
        $$"""{"accountId":"A","activity":"course","completedAt":"{{Text(start.AddSeconds(seconds))}}"}""", expected);

    private async Task<IReadOnlyList<string>> RecordedAsync() => await database.TextsAsync(
        "select coalesce(data ->> 'orderId', data ->> 'activityId') from mt_events "
        + "where type in ('order_recorded', 'activity_recorded') order by seq_id");

    private async Task<int> WaitingAsync() => (await database.TextsAsync("select stream from ledger_facts_ahead")).Count;

    private async Task PassAsync(int seconds, int waiting)
    {
        time.Now = start.AddSeconds(seconds);
        ledger.Services.GetRequiredService<Sweeper>().Wake();
        await Eventually.TrueAsync(async () => await WaitingAsync() == waiting, "the facts whose time has come to be decided");
    }
}
