using System.Net;
using Ledger.TestSupport;
using NUnit.Framework;

namespace Ledger.Services.Tests.Bus;

/// <summary>
/// What the service says about its bus: publishers may begin when the queues are there, and HTTP does not wait for the broker.
/// </summary>
[NonParallelizable]
public sealed class BusReadinessTests
{
    private const string NobodyListens = "amqp://ledger:ledger@127.0.0.1:1/";

    [Test]
    public async Task A_message_published_once_the_bus_is_ready_is_recorded_also_when_the_broker_was_new()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var broker = await Broker.ConnectAsync();
        await broker.DeleteQueueAsync();
        await using var service = await ServiceProcess.StartAsync(database.ConnectionString, TestServers.Rabbit);
        var shop = new Shop(Shop.NewProgram());
        await broker.PublishAsync(shop.Order("first"));

        await service.Api.PublishAsync(shop.Document());
        await broker.PublishAsync(shop.Order("second"));

        var order = $"{LedgerApi.Program(shop.Program)}/orders/shop/second";
        await Eventually.GetAsync(() => service.Api.GetAsync(order), reply => reply.Status == 200, "the order over the bus");
        // The first order came before its program. That is a refusal which is kept, not a loss.
        var rejected = (await service.Api.GetAsync($"{LedgerApi.Program(shop.Program)}/rejected")).Text;
        Assert.That(rejected, Does.Contain("unknown_program").And.Contain("\"first\""));
    }

    [Test]
    public async Task Without_an_answer_of_the_broker_HTTP_is_ready_and_the_bus_waits()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var service = await ServiceProcess.StartAsync(database.ConnectionString, NobodyListens, waitsForBus: false);

        Assert.That(await HealthAsync(service, "ready"), Is.EqualTo("""{"bus":"waiting","status":"ready"}"""));
        Assert.That(await HealthAsync(service, "live"), Is.EqualTo("""{"status":"live"}"""));
        var shop = new Shop(Shop.NewProgram());
        await service.Api.PublishAsync(shop.Document());
        Assert.That((await service.Api.SendAsync(shop.Order("1"))).Status, Is.EqualTo((int)HttpStatusCode.Created));
    }

    [Test]
    public async Task A_service_without_a_broker_has_no_bus()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var service = await ServiceProcess.StartAsync(database.ConnectionString);

        Assert.That(await HealthAsync(service, "ready"), Is.EqualTo("""{"status":"ready"}"""));
    }

    private static Task<string> HealthAsync(ServiceProcess service, string what) =>
        service.Http.GetStringAsync(new Uri($"/health/{what}", UriKind.Relative));
}
