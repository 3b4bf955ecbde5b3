using System.Net;
using System.Text.Json;
using Ledger.Domain.Orders;
using Ledger.Domain.Reading;
using Ledger.Host.Endpoints;
using Ledger.Host.Writing;
using Ledger.Services.Tests.Running;
using Ledger.TestSupport;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace Ledger.Services.Tests.Redriving;

/// <summary>Rejected facts are redriven once the reason is gone; redriving is safe at any time and any number of times.</summary>
public sealed class RedriveTests
{
    private static readonly DateTimeOffset Start = new(2021, 6, 1, 12, 0, 0, TimeSpan.Zero);
    private readonly SetTime time = new(Start);
    private TestDatabase database = null!;
    private RunningLedger ledger = null!;

    [SetUp]
    public async Task StartAsync()
    {
        time.Now = Start;
        database = await TestDatabase.CreateAsync();
        ledger = await RunningLedger.StartAsync(database, time);
    }

    [TearDown]
    public async Task StopAsync()
    {
        await ledger.DisposeAsync();
        await database.DisposeAsync();
    }

    [Test]
    public async Task Is_refused_again_while_the_reason_stands_and_leaves_nothing_behind()
    {
        var id = await RefusedAsync("O1", HttpStatusCode.NotFound, "unknown_program");
        var before = await database.CountAsync("mt_events");

        for (var i = 0; i < 3; i++) await RedriveAsync(id, HttpStatusCode.Conflict, "unknown_program");
        await ledger.PublishAsync(Sample.Document(1, "2021-05-30T00:00:00Z"));
        await RedriveAsync(id, HttpStatusCode.Conflict, "no_version_effective");

        Assert.That(
            await database.CountAsync("mt_events where type <> 'program_drafted' and type <> 'program_published'"), Is.EqualTo(before));
    }

    [Test]
    public async Task Is_recorded_once_the_reason_is_gone_and_only_once()
    {
        var id = await RefusedAsync("O1", HttpStatusCode.NotFound, "unknown_program");
        await ledger.PublishAsync(Sample.Document());

        var first = await RedriveAsync(id, HttpStatusCode.OK);
        var again = await RedriveAsync(id, HttpStatusCode.OK);

        Assert.Multiple(async () =>
        {
            Assert.That(first.GetProperty("outcome").GetString(), Is.EqualTo("recorded"));
            Assert.That(again.GetProperty("outcome").GetString(), Is.EqualTo("repeated"));
            Assert.That(
                await database.TextsAsync($"select type from mt_events where stream_id = 'rejected/{id}' order by version"),
                Is.EqualTo(new[] { "order_rejected", "rejection_redriven" }));
            Assert.That(await database.CountAsync("mt_events where type = 'order_recorded'"), Is.EqualTo(1));
        });
    }

    [Test]
    public async Task Many_at_once_are_one()
    {
        var ids = new List<string>();
        for (var i = 0; i < 5; i++) ids.Add(await RefusedAsync($"O{i}", HttpStatusCode.NotFound, "unknown_program"));
        await ledger.PublishAsync(Sample.Document());

        await Task.WhenAll(Enumerable.Range(0, 60).Select(i => RedriveAsync(ids[i % ids.Count], HttpStatusCode.OK)));

        Assert.Multiple(async () =>
        {
            Assert.That(await database.CountAsync("mt_events where type = 'order_recorded'"), Is.EqualTo(5));
            Assert.That(await database.CountAsync("mt_events where type = 'rejection_redriven'"), Is.EqualTo(5));
        });
    }

    [Test]
    public async Task What_the_address_said_is_still_known()
    {
        await ledger.PublishAsync(Sample.Document());
        var id = await RefusedAsync("O1", HttpStatusCode.UnprocessableEntity, "dated_in_future", Start.AddDays(5));
        await RedriveAsync(id, HttpStatusCode.Conflict, "dated_in_future");

        time.Now = Start.AddDays(5);
        await RedriveAsync(id, HttpStatusCode.OK);

        Assert.That(
            await database.TextsAsync("select stream_id from mt_events where type = 'order_recorded'"),
            Is.EqualTo(new[] { "order/shop/O1" }));
    }

    [Test]
    public async Task What_came_in_another_way_meanwhile_is_repeated_or_in_conflict()
    {
        var same = await RefusedAsync("O1", HttpStatusCode.NotFound, "unknown_program");
        var other = await RefusedAsync("O2", HttpStatusCode.NotFound, "unknown_program");
        await ledger.PublishAsync(Sample.Document());
        await ledger.SendAsync(HttpMethod.Put, Order("O1"), Body(Start.AddDays(-3)), HttpStatusCode.Created);
        await ledger.SendAsync(HttpMethod.Put, Order("O2"), Body(Start.AddDays(-1)), HttpStatusCode.Created);

        var repeated = await RedriveAsync(same, HttpStatusCode.OK);
        await RedriveAsync(other, HttpStatusCode.Conflict, "conflict");

        Assert.That(repeated.GetProperty("outcome").GetString(), Is.EqualTo("repeated"));
    }

    [Test]
    public Task An_unknown_id_is_said_to_be() => RedriveAsync("nothing", HttpStatusCode.NotFound, "unknown_rejection");

    [Test]
    public async Task An_envelope_that_could_not_be_read_cannot_be_handed_in()
    {
        const string envelope =
            """{"messageId":"1","messageType":["urn:message:Ledger.Contracts.V1:OrderPlaced"],"message":{"program":"acme","surprise":1}}""";
        var refusal = ReadFact.Refused(Refusals.UnknownField, "surprise", FactHead.Unknown with { Program = Sample.Program });
        var done = await await ledger.Services.GetRequiredService<Facts>().SubmitAsync(refusal, () => envelope, Transport.Bus, default);

        await RedriveAsync(done.RejectedId!, HttpStatusCode.Conflict, "not_redrivable");
    }

    [Test]
    public async Task What_is_no_JSON_stays_refused()
    {
        await ledger.PublishAsync(Sample.Document());
        var counts = await ledger.ImportAsync(Sample.Program, ["{\"orderId\":"]);
        var id = counts.GetProperty("problems")[0].GetProperty("rejectedId").GetString()!;

        await RedriveAsync(id, HttpStatusCode.Conflict, "malformed_json");
    }

    private static string Order(string id) => $"/v1/programs/{Sample.Program}/orders/shop/{id}";

    private static string Body(DateTimeOffset at) =>
        $$"""{"accountId":"A","placedAt":"{{at:yyyy-MM-ddTHH:mm:ssZ}}","currency":"GBP","lines":[{"lineId":"1","sku":"X","quantity":"""
            + $$"""2,"unitPrice":3.5}]}""";

    private async Task<string> RefusedAsync(string order, HttpStatusCode status, string code, DateTimeOffset? at = null)
    {
        var problem = await ledger.SendAsync(HttpMethod.Put, Order(order), Body(at ?? Start.AddDays(-3)), status);
        Assert.That(problem.GetProperty("code").GetString(), Is.EqualTo(code));
        return problem.GetProperty("rejectedId").GetString()!;
    }

    private async Task<JsonElement> RedriveAsync(string id, HttpStatusCode status, string? code = null)
    {
        var answer = await ledger.SendAsync(HttpMethod.Post, $"/v1/programs/{Sample.Program}/rejected/{id}/redrive", "", status);
        if (code is not null) Assert.That(answer.GetProperty("code").GetString(), Is.EqualTo(code));
        return answer;
    }
}
