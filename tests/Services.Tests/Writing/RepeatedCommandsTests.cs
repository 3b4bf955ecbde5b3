using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Net;
using System.Text.Json;
using Ledger.Contracts.V1;
using Ledger.Domain.Orders;
using Ledger.Host.Endpoints;
using Ledger.Host.Writing;
using Ledger.Hosting.Telemetry;
using Ledger.Services.Tests.Running;
using Ledger.TestSupport;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace Ledger.Services.Tests.Writing;

/// <summary>
/// Repeats of commands long after the first, whose keys are in the table only. Each key is taken to be free until the commit or a refusal
/// shows otherwise.
/// </summary>
public sealed class RepeatedCommandsTests
{
    private const string P = "repeats";

    private const string Document = """
        {
          "program": "repeats", "version": 1, "effectiveFrom": "2020-01-01T00:00:00Z", "currency": "GBP", "timeZone": "Europe/London",
            "pointValue": 0.01,
          "earning": [ { "id": "base", "points": 1, "per": 1 } ], "points": { "redeemOn": "future", "activation": { "on": "placed",
            "delayDays": 0 } }
        }
        """;

    private TestDatabase database = null!;
    private RunningLedger ledger = null!;
    private Retries retries = null!;

    [SetUp]
    public async Task StartAsync()
    {
        database = await TestDatabase.CreateAsync();
        ledger = await RunningLedger.StartAsync(database);
        retries = Retries.Of(ledger);
        await ledger.PublishAsync(Document);
        await ledger.SendAsync(
            HttpMethod.Put, $"/v1/programs/{P}/orders/shop/1",
            """
            {"accountId":"A","placedAt":"2021-02-01T00:00:00Z","currency":"GBP","lines":[{"lineId":"1","sku":"X","quantity":1,
            "unitPrice":1000}]}
            """, HttpStatusCode.Created);
    }

    [TearDown]
    public async Task StopAsync()
    {
        retries.Dispose();
        await ledger.DisposeAsync();
        await database.DisposeAsync();
    }

    [Test]
    public async Task A_repeat_that_could_be_carried_out_again_gets_the_first_answer()
    {
        var first = await DoAsync(Redeem("r1", 30));
        await DoAsync(Redeem("r2", 1));
        await DoAsync(Redeem("r3", 1));

        var again = await DoAsync(Redeem("r1", 30));
        var other = await DoAsync(Redeem("r1", 31));

        Assert.That((again.Outcome, Text(again)), Is.EqualTo((Outcome.Repeated, Text(first))));
        Assert.That((other.Outcome.Kind, other.Outcome.Code), Is.EqualTo((OutcomeKind.Conflict, "conflict")));
        Assert.That(await RedeemedAsync(), Is.EqualTo(["r1 30", "r2 1", "r3 1"]));
        Assert.That(retries.ByReason(RetryReasons.Conflict), Is.EqualTo(1), "then repeats are expected, so the key is looked up first");
    }

    [Test]
    public async Task A_repeat_that_would_be_refused_now_gets_the_first_answer()
    {
        var first = await DoAsync(Redeem("r1", 600));
        await DoAsync(Redeem("r2", 390));
        await DoAsync(Redeem("r3", 10));

        var again = await DoAsync(Redeem("r1", 600));
        var other = await DoAsync(Redeem("r1", 601));
        var refused = await DoAsync(Redeem("r4", 1));

        Assert.That((again.Outcome, Text(again)), Is.EqualTo((Outcome.Repeated, Text(first))));
        Assert.That(other.Outcome.Kind, Is.EqualTo(OutcomeKind.Conflict));
        Assert.That(refused.Outcome.Code, Is.EqualTo("insufficient_balance"));
        Assert.That(await RedeemedAsync(), Is.EqualTo(["r1 600", "r2 390", "r3 10"]));
        Assert.That(retries.ByReason(RetryReasons.Conflict), Is.Zero, "what is refused is not committed");
    }

    [Test]
    public async Task A_repeat_among_new_commands_leaves_them_as_they_would_be_without_it()
    {
        await DoAsync(Redeem("r1", 600));
        await DoAsync(Redeem("r2", 1));
        await DoAsync(Redeem("r3", 1));
        await DoAsync(new ReverseRedemption(P, "v1", "r1", 400));

        // 798 points are left. If r1 counted twice, r5 would be refused.
        var sent = new List<Task<Done>>();
        foreach (var command in new[] { Redeem("r4", 198), Redeem("r1", 600), Redeem("r5", 600) }) sent.Add(await SubmitAsync(command));
        var done = await Task.WhenAll(sent);

        Assert.That(done.Select(one => one.Outcome), Is.EqualTo([Outcome.Recorded, Outcome.Repeated, Outcome.Recorded]));
        Assert.That(await RedeemedAsync(), Is.EqualTo(["r1 600", "r2 1", "r3 1", "r4 198", "r5 600"]));
        var found = (await ledger.CheckAsync()).GetProperty("findings");
        Assert.That(found.GetArrayLength(), Is.Zero, found.ToString());
    }

    [Test]
    public async Task Keys_are_taken_to_be_free_again_after_a_hundred_batches_without_a_repeat()
    {
        await DoAsync(Redeem("first", 1));
        await DoAsync(Redeem("second", 1));
        await DoAsync(Redeem("third", 1));
        await DoAsync(Redeem("first", 1));
        for (var i = 0; i < 50; i++) await DoAsync(Redeem($"a{i}", 1));
        await DoAsync(Redeem("first", 1));
        Assert.That(retries.ByReason(RetryReasons.Conflict), Is.EqualTo(1), "repeats are still expected");

        for (var i = 0; i < 100; i++) await DoAsync(Redeem($"b{i}", 1));
        await DoAsync(Redeem("first", 1));
        Assert.That(retries.ByReason(RetryReasons.Conflict), Is.EqualTo(2), "no repeat is expected any more");
    }

    private static string Text(Done done) => JsonSerializer.Serialize(done.Reply, Wire.Options);

    private static RedeemPoints Redeem(string key, decimal amount) => new(P, key, "A", "voucher", amount);

    private async Task<Done> DoAsync(ISpendingCommand command) => await await SubmitAsync(command);

    private async Task<Task<Done>> SubmitAsync(ISpendingCommand command) =>
        await ledger.Services.GetRequiredService<Commands>().SubmitAsync(command, default);

    private Task<List<string>> RedeemedAsync() => database.TextsAsync(
        """
        select data ->> 'redemptionId' || ' ' || -(data ->> 'amount')::numeric from mt_events
         where type = 'points_redeemed' order by seq_id
        """);

    /// <summary>Counts the batches that a ledger decided again, from its metric.</summary>
    private sealed class Retries : IDisposable
    {
        private readonly MeterListener listener = new();
        private readonly ConcurrentDictionary<string, long> counts = new();

        private Retries(IMeterFactory meters)
        {
            listener.InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Name != TelemetryNames.Metrics.BatchRetries || instrument.Meter.Scope != meters) return;
                self.EnableMeasurementEvents(instrument);
            };
            listener.SetMeasurementEventCallback<long>((_, count, tags, _) =>
                counts.AddOrUpdate((string)tags[0].Value!, count, (_, before) => before + count));
            listener.Start();
        }

        public static Retries Of(RunningLedger ledger) => new(ledger.Services.GetRequiredService<IMeterFactory>());

        public long ByReason(string reason) => counts.GetValueOrDefault(reason);

        public void Dispose() => listener.Dispose();
    }
}
