using Ledger.Contracts.V1;
using Ledger.Host.Bus;
using Ledger.Hosting;
using Ledger.Services.Tests.Running;
using Ledger.TestSupport;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace Ledger.Services.Tests.Rules;

/// <summary>Tags whose names differ only in case are distinct, over every transport.</summary>
[NonParallelizable]
public sealed class TagsOverBusTests
{
    [Test]
    public async Task Tags_come_over_the_bus_as_they_were_sent()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var ledger = await RunningLedger.StartAsync(database, configure: services => services.AddLedgerBus(
            new Uri(TestServers.Rabbit), bus => { }, (bus, context) => bus.ReceiveOrders(context)));
        await ledger.Services.GetRequiredService<IBusControl>().WaitForHealthStatus(BusHealthStatus.Healthy, TimeSpan.FromSeconds(30));
        await ledger.PublishAsync(Sample.Document());

        await ledger.Services.GetRequiredService<IBus>().Publish(new OrderPlaced(
                Sample.Program, "shop", "O", "A", new DateTimeOffset(2021, 1, 1, 0, 0, 0, TimeSpan.Zero), "GBP",
                [new OrderLine("1", "X", 1, 2)], Tags: new Dictionary<string, string> { ["Channel"] = "web", ["channel"] = "shop" }));
        await Eventually.TrueAsync(
            async () => await database.CountAsync("mt_events where type = 'order_recorded'") > 0, "the order to be recorded",
            TimeSpan.FromSeconds(30));

        Assert.That(
            await database.TextsAsync(
                "select data -> 'tags' ->> 'Channel' || ' ' || (data -> 'tags' ->> 'channel') from mt_events where type = 'order_recorded'"
            ),
            Is.EqualTo(new[] { "web shop" })
        );
    }
}
