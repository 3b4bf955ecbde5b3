using System.Globalization;
using Ledger.TestSupport;
using Microsoft.AspNetCore.Http;
using NUnit.Framework;

namespace Ledger.Services.Tests.Webhooks;

/// <summary>
/// A receiver that fails, dies and restarts gets every event in the order of the log, and repeated deliveries have the same id.
/// LEDGER_WEBHOOK_DELIVERIES sets the number of deliveries; the default is 2,000.
/// </summary>
[NonParallelizable]
public sealed class UnreliableTests : WebhooksFixture
{
    private const int Webhooks = 4;
    private const int FailingOf100 = 20;
    private static readonly TimeSpan Within = TimeSpan.FromMinutes(60);

    private static int Deliveries => int.Parse(Environment.GetEnvironmentVariable("LEDGER_WEBHOOK_DELIVERIES") ?? "2000",
        CultureInfo.InvariantCulture);

    [Test]
    public async Task Every_event_arrives_in_order_though_the_receiver_fails_and_dies_and_the_service_restarts()
    {
        var dice = new Random(20);
        Receiver.Answer = context => Task.FromResult(Fails(dice) switch
        {
            false => StatusCodes.Status204NoContent,
            true when context.Request.Path.Value!.EndsWith('0') => (int?)null,
            _ => StatusCodes.Status503ServiceUnavailable,
        });
        var app = await StartAsync();
        try
        {
            foreach (var path in Paths) await app.RegisterAsync(path, Receiver.UrlOf(path));
            var begun = Log.Position;
            var writing = AppendAsync(Deliveries / Webhooks);

            await UntilAcceptedAsync(Deliveries / 5);
            await Receiver.DieAsync();
            await app.UntilAsync(Paths[0], one => one.GetProperty("state").GetString() == "failing", "the webhook to be failing");
            await Receiver.ComeAsync();

            await UntilAcceptedAsync(Deliveries * 2 / 5);
            await app.DisposeAsync();
            app = await StartAsync();

            await UntilAcceptedAsync(Deliveries * 3 / 5);
            await Receiver.DieAsync();
            await app.DisposeAsync();
            app = await StartAsync();
            await Receiver.ComeAsync();

            await writing;
            await UntilAcceptedAsync(Deliveries);
            foreach (var path in Paths) await app.UntilAsync(path, one => one.GetProperty("behind").GetInt64() == 0,
                $"{path} to be at the end", Within);
            await ExpectAllAsync(begun);
        }
        finally
        {
            await app.DisposeAsync();
        }
    }

    private static string[] Paths => [.. Enumerable.Range(0, Webhooks).Select(n => string.Create(CultureInfo.InvariantCulture, $"w{n}"))];

    private static bool Fails(Random dice)
    {
        lock (dice) return dice.Next(100) < FailingOf100;
    }

    private Task UntilAcceptedAsync(int count) =>
        Eventually.TrueAsync(() => Task.FromResult(Receiver.AcceptedCount >= count), $"{count} events to be accepted", Within);

    private async Task ExpectAllAsync(long begun)
    {
        var expected = await IdsAsync(begun);
        Assert.That(expected, Has.Count.EqualTo(Deliveries / Webhooks));
        foreach (var path in Paths)
        {
            var came = Receiver.At(path);
            Assert.That(Receiver.FirstAccepted(path).Select(one => one.Id), Is.EqualTo(expected),
                $"{path}: what was accepted, in the order it came");
            Assert.That(came.Count(one => !one.IsAccepted), Is.GreaterThan(expected.Count / 10), $"{path}: the receiver failed");
            // No event is tried before all earlier ones are accepted.
            var (places, accepted) = (expected.Index().ToDictionary(one => one.Item, one => one.Index, StringComparer.Ordinal), 0);
            foreach (var one in came)
            {
                if (places[one.Id] > accepted) Assert.Fail($"{path}: the event at {one.Position} came too early");
                if (one.IsAccepted && places[one.Id] == accepted) accepted++;
            }

            Assert.That(came.GroupBy(one => one.Id).Select(same => same.DistinctBy(one => one.Hash).Count()), Is.All.EqualTo(1),
                "the same event has the same body");
        }
    }
}
