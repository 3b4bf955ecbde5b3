using Ledger.EventLog.Verification;
using Ledger.TestSupport;
using Microsoft.AspNetCore.Http;
using NUnit.Framework;

namespace Ledger.Services.Tests.Webhooks;

/// <summary>kill -9 of the delivering process: nothing is lost, repeated deliveries have the same id, and the order is kept.</summary>
[NonParallelizable]
public sealed class KilledWebhooksTests : WebhooksFixture
{
    private const int Events = 600;

    private static readonly Dictionary<string, string> Settings = new()
    {
        ["LEDGER_ROLES"] = "projections",
        ["LEDGER_WEBHOOK_NETWORKS"] = "127.0.0.0/8",
        ["LEDGER_WEBHOOK_RETRY"] = "0.01,0.1,3600",
    };

    [Test]
    public async Task A_killed_service_goes_on_where_it_was_and_another_takes_over()
    {
        await using var one = await ServiceProcess.StartAsync(Database.ConnectionString, more: Settings);
        await using var other = await ServiceProcess.StartAsync(Database.ConnectionString, more: Settings);
        var dice = new Random(5);
        Receiver.Answer = async _ =>
        {
            // Slow enough that it is killed in the midst.
            await Task.Delay(1);
            lock (dice) return dice.Next(10) == 0 ? StatusCodes.Status500InternalServerError : StatusCodes.Status200OK;
        };
        var registered = await one.Api.SendAsync(
            HttpMethod.Put, "/v1/programs/acme/webhooks/shop", $$"""{"url":"{{Receiver.UrlOf("shop")}}","types":["tier_*"]}""");
        Assert.That(registered.Status, Is.EqualTo(201), registered.Text);
        var begun = Log.Position;
        await AppendAsync(Events);

        foreach (var (part, dying) in new[] { (1, one), (2, other), (3, one) })
        {
            await UntilAsync(Events * part / 5);
            await dying.RestartAsync();
        }

        await UntilAsync(Events);
        var expected = await IdsAsync(begun, "tier_%");
        Assert.That(Receiver.FirstAccepted("shop").Select(received => received.Id), Is.EqualTo(expected));
        Assert.That((await new LogVerifier(Database.DataSource).VerifyAsync(null, default)).Findings, Is.Empty);
    }

    private Task UntilAsync(int count) => Eventually.TrueAsync(
        () => Task.FromResult(Receiver.AcceptedCount >= count), $"{count} events to be accepted", TimeSpan.FromMinutes(3));
}
