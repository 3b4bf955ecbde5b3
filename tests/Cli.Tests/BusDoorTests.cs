using System.Collections.Concurrent;
using Ledger.Cli.Import;
using Ledger.Cli.Import.Doors;
using Ledger.Cli.Service;
using Ledger.Cli.Terminal;
using Ledger.Contracts.V1;
using MassTransit;
using NUnit.Framework;

namespace Ledger.Cli.Tests;

/// <summary>The message door, over an in-memory bus: what it sends, and when it takes the work for done.</summary>
internal sealed class BusDoorTests
{
    private readonly ConcurrentQueue<string> received = new();
    private FakeLedger ledger = null!;
    private IBusControl bus = null!;
    private long recorded;
    private long repeated;

    [SetUp]
    public async Task Start()
    {
        received.Clear();
        recorded = repeated = 0;
        ledger = await FakeLedger.StartAsync();
        ledger.Answer = _ => (200, Counters());
        bus = Bus.Factory.CreateUsingInMemory(memory => memory.ReceiveEndpoint("facts", endpoint =>
        {
            endpoint.ConcurrentMessageLimit = 1;
            endpoint.Handler<SubmitOrders>(Take);
        }));
        await bus.StartAsync();
    }

    [TearDown]
    public async Task Stop()
    {
        await bus.StopAsync();
        await ledger.DisposeAsync();
    }

    [Test]
    public async Task All_facts_arrive_in_messages_with_the_imports_id_and_it_waits_for_their_outcome()
    {
        var counts = await ImportAsync(600);

        Assert.That(counts, Is.EqualTo(new IntakeCounts(Recorded: 600)));
        Assert.That(received, Has.Count.EqualTo(600));
        foreach (var account in received.GroupBy(fact => fact.Split('-')[0]))
        {
            Assert.That(account.Select(fact => int.Parse(fact.Split('-')[1])), Is.Ordered, account.Key);
        }
    }

    [Test]
    public async Task Counters_of_earlier_imports_do_not_count()
    {
        recorded = 1_000;

        Assert.That(await ImportAsync(10), Is.EqualTo(new IntakeCounts(Recorded: 10)));
    }

    [Test]
    public async Task After_a_restart_of_the_service_all_is_sent_again()
    {
        recorded = 1_000;
        var restarts = 0;
        var asked = 0;
        ledger.Answer = _ =>
        {
            // The service comes up anew between two looks and has forgotten its counters.
            if (++asked == 2 && restarts++ == 0)
            {
                Interlocked.Exchange(ref recorded, 0);
                Interlocked.Exchange(ref repeated, 0);
            }

            return (200, Counters());
        };

        var counts = await ImportAsync(300);

        Assert.That(received.Count, Is.EqualTo(600));
        Assert.That(counts.All, Is.GreaterThanOrEqualTo(300));
    }

    private async Task<IntakeCounts> ImportAsync(int facts)
    {
        var tally = new Tally();
        using var client = new LedgerClient(new ServiceAddress(ledger.Url, null, ".", _ => null), Patience.Default, TimeProvider.System, _ => { });
        var watch = new IntakeWatch(client, "wholesale", tally, Patience.Default, TimeProvider.System);
        await watch.BeginAsync(CancellationToken.None);
        var door = new BusDoor(bus, watch, Patience.Default, TimeProvider.System);
        var screen = new Screen(TextWriter.Null, TextWriter.Null, TimeProvider.System);
        var orders = RetailText.Facts([.. Enumerable.Range(0, facts).Select(number => $"{number % 7}-{number},A,x,1,2009-12-01T07:45:00,1.00,c{number % 7},UK")]);
        return await new ImportRun(orders, door, tally, 4, screen).RunAsync(CancellationToken.None);
    }

    private Task Take(ConsumeContext<SubmitOrders> context)
    {
        Assert.That(context.Headers.Get<string>(BusDoor.ImportIdHeader), Is.Not.Null);
        foreach (var fact in context.Message.Facts)
        {
            var order = fact.GetProperty("orderId").GetString()!;
            if (received.Contains(order)) Interlocked.Increment(ref repeated);
            else Interlocked.Increment(ref recorded);
            received.Enqueue(order);
        }

        return Task.CompletedTask;
    }

    private string Counters()
    {
        var (first, again) = (Interlocked.Read(ref recorded), Interlocked.Read(ref repeated));
        return $$"""{"bus":{"received":{{first + again}},"recorded":{{first}},"repeated":{{again}},"superseded":0,"parked":0,"rejected":0,"conflicts":0},"position":5}""";
    }
}
