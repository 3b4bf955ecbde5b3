using System.Collections.Concurrent;
using System.Text.Json;
using Ledger.Cli.Commands;
using Ledger.Cli.Import;
using Ledger.Cli.Import.Sending;
using Ledger.Cli.Import.Ndjson;
using Ledger.Cli.Service;
using Ledger.Cli.Terminal;
using Ledger.Contracts.V1;
using MassTransit;
using NUnit.Framework;

namespace Ledger.Cli.Tests;

/// <summary>Sending facts over the bus, here an in-memory bus: what is sent, and when it counts as done.</summary>
internal sealed class BusFactSenderTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly ConcurrentQueue<string> received = new();
    private readonly ConcurrentQueue<string> programs = new();
    private FakeLedger ledger = null!;
    private IBusControl bus = null!;
    private long recorded;
    private long repeated;

    [SetUp]
    public async Task Start()
    {
        received.Clear();
        programs.Clear();
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

        Assert.That(counts, Is.EqualTo(new FactCounts(Recorded: 600)));
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

        Assert.That(await ImportAsync(10), Is.EqualTo(new FactCounts(Recorded: 10)));
    }

    [Test]
    public async Task After_a_restart_of_the_service_all_is_sent_again()
    {
        recorded = 1_000;
        var restarts = 0;
        var asked = 0;
        ledger.Answer = _ =>
        {
            // The service restarts between two polls, so its counters begin at 0 again.
            if (++asked == 2 && restarts++ == 0)
            {
                Interlocked.Exchange(ref recorded, 0);
                Interlocked.Exchange(ref repeated, 0);
            }

            return (200, Counters());
        };

        var counts = await ImportAsync(300);

        // What was sent before the restart may still be on its way when all is decided.
        Assert.That(() => received.Count, Is.EqualTo(600).After(30_000, 20));
        Assert.That(counts.All, Is.GreaterThanOrEqualTo(300));
    }

    [Test]
    public async Task A_fact_that_names_no_program_is_sent_with_the_imports()
    {
        var file = CommandRun.FileOf("facts.ndjson", """
            {"type":"OrderPaid","source":"erp","orderId":"1"}
            {"type":"OrderPaid","source":"erp","orderId":"2","program":"other"}
            """);

        await ImportAsync(new NdjsonFacts(file));

        Assert.That(programs, Is.EqualTo(new[] { "wholesale", "other" }));
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task The_clock_moves_once_what_was_sent_is_decided_and_again_after_a_restart_of_the_service(bool restarts)
    {
        var told = new List<string>();
        var clock = "null";
        ledger.Answer = asked =>
        {
            if (!asked.Line.EndsWith("/clock", StringComparison.Ordinal)) return (200, Counters());
            if (asked.Body.Length > 0)
            {
                clock = JsonElement.Parse(asked.Body).GetProperty("advanceTo").GetRawText();
                told.Add($"{clock[1..11]} after {received.Count}");
                // The service restarts, so its counters begin at 0 again: the wait cannot be satisfied, and everything is sent again.
                if (restarts && told.Count == 1) recorded = repeated = 0;
            }

            return (200, $$"""{"program":"wholesale","mode":"manual","at":{{clock}},"due":0}""");
        };
        var orders = new[] { "2010-01-20", "2010-01-21", "2010-02-05", "2010-03-05" }
            .Select((date, i) => $"{i},A,x,1,{date}T07:45:00,1.00,c{i},UK");

        var counts = await ImportAsync(RetailText.Facts([.. orders]), follow: true);

        Assert.That(told, Is.EqualTo(restarts
            ? ["2010-02-04 after 2", "2010-03-04 after 6"]
            : new[] { "2010-02-04 after 2", "2010-03-04 after 3" }));
        Assert.That(counts.All, Is.EqualTo(4));
        Assert.That(received, Has.Count.EqualTo(restarts ? 7 : 4));
    }

    private Task<FactCounts> ImportAsync(int facts) => ImportAsync(RetailText.Facts(
        [.. Enumerable.Range(0, facts).Select(number => $"{number % 7}-{number},A,x,1,2009-12-01T07:45:00,1.00,c{number % 7},UK")]));

    private async Task<FactCounts> ImportAsync(IFacts facts, bool follow = false)
    {
        var tally = new Tally();
        var screen = new Screen(TextWriter.Null, TextWriter.Null, TimeProvider.System);
        using var client = Connection.ClientOf(new ServiceAddress(ledger.Url, null, ".", _ => null), Patience, screen);
        var program = client.Program("wholesale");
        var watch = new IntakeWatch(program, tally, Patience, TimeProvider.System);
        await watch.BeginAsync(CancellationToken.None);
        var sender = new BusFactSender(bus, "wholesale", watch, Patience, TimeProvider.System);
        if (!follow) return await new ImportRun(facts, sender, tally, 4, screen).RunAsync(CancellationToken.None);
        ledger.Versions = [FollowClockTests.Program];
        var catalog = await client.Program("w").CatalogAsync(CancellationToken.None);
        var clock = new ClockFollower(program, catalog, TimeProvider.System);
        return await new ImportRun(facts, sender, tally, 1, screen, clock).RunAsync(CancellationToken.None);
    }

    private Task Take(ConsumeContext<SubmitOrders> context)
    {
        Assert.That(context.Headers.Get<string>(BusFactSender.ImportIdHeader), Is.Not.Null);
        foreach (var fact in context.Message.Facts)
        {
            var order = fact.GetProperty("orderId").GetString()!;
            if (received.Contains(order)) Interlocked.Increment(ref repeated);
            else Interlocked.Increment(ref recorded);
            received.Enqueue(order);
            programs.Enqueue(fact.GetProperty("program").GetString()!);
        }

        return Task.CompletedTask;
    }

    private string Counters()
    {
        var (first, again) = (Interlocked.Read(ref recorded), Interlocked.Read(ref repeated));
        return $$"""{"bus":{"received":{{first + again}},"recorded":{{first}},"repeated":{{again}},"superseded":0,"parked":"""
            + $$"""0,"rejected":0,"conflicts":0},"position":5}""";
    }
}
