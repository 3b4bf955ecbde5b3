using System.Text.Json;
using Ledger.Contracts.V1;
using Ledger.Host;
using Ledger.Hosting;
using Ledger.Services.Tests.Running;
using Ledger.TestSupport;
using MassTransit;
using NUnit.Framework;

namespace Ledger.Services.Tests.Rules;

/// <summary>The rules give the same answers over the bus as in process, and a ledger waits while no rules host answers.</summary>
[NonParallelizable]
public sealed class EvaluationsOverBusTests
{
    private static readonly SetTime Time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    [TestCase(1)]
    [TestCase(2)]
    public async Task Both_ways_give_the_same_events_to_the_byte(int seed)
    {
        var inProcess = await EventsAsync(seed, overBus: false);
        var overBus = await EventsAsync(seed, overBus: true);

        Assert.That(inProcess, Has.Count.GreaterThan(1000));
        Assert.That(overBus, Is.EqualTo(inProcess));
    }

    [Test]
    public async Task An_order_whose_result_overflows_fails_no_other()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var ledger = await RunningLedger.StartAsync(database, Time);
        await ledger.PublishAsync(Sample.Document());
        await using var rules = await RulesBus.StartAsync(database);
        var client = rules.Bus.CreateRequestClient<EvaluateOrders>(new Uri($"queue:{EvaluateOrders.Queue}"));

        var answer = await client.GetResponse<OrdersEvaluated>(
            new EvaluateOrders(Sample.Program, [1], [Order(3.5m), Order(999999999999999m), Order(7)]));

        var evaluations = answer.Message.Evaluations;
        Assert.Multiple(() =>
        {
            Assert.That(evaluations.Select(evaluation => evaluation is null), Is.EqualTo(new[] { false, true, false }));
            Assert.That(evaluations[0]!.Net, Is.EqualTo((Exact)3.5m));
            Assert.That(evaluations[2]!.Points, Is.EqualTo(10));
        });

        static EvaluateOrder Order(decimal price) =>
            new(
                "shop", "O", 1, new DateTimeOffset(2021, 1, 1, 0, 0, 0, TimeSpan.Zero),
                [new EvaluatedLine("1", "X", null, "merchandise", price > 100 ? price : 1, price > 100 ? price : 1, price, 0)]);
    }

    [Test]
    public async Task A_batch_waits_while_no_rules_run_and_nothing_is_lost()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var ledger = await StartAsync(database);
        await ledger.PublishAsync(Sample.Document());

        var importing = ledger.ImportAsync(Sample.Program, Sample.Lines(3, 30));
        await Task.Delay(TimeSpan.FromSeconds(2));
        Assert.That(importing.IsCompleted, Is.False);
        JsonElement counts;
        await using (await RulesBus.StartAsync(database)) counts = await importing;

        Assert.That(counts.GetProperty("recorded").GetInt64(), Is.GreaterThan(30));
        Assert.That(await database.CountAsync("mt_events where type = 'order_recorded' and stream_id not like '%-huge'"), Is.EqualTo(30));
    }

    [Test]
    public async Task Rules_may_stop_and_start_at_any_time()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var ledger = await StartAsync(database);
        await ledger.PublishAsync(Sample.Document());

        var importing = ledger.ImportAsync(Sample.Program, Sample.Lines(4, 500));
        while (!importing.IsCompleted)
        {
            await using var rules = await RulesBus.StartAsync(database);
            await Task.WhenAny(importing, Task.Delay(TimeSpan.FromMilliseconds(300)));
        }

        await importing;
        Assert.That(await database.TextsAsync("select stream_id || ' ' || string_agg(version || ':' || id, ' ') from mt_events where "
            + "type = 'order_recorded' group by stream_id having count(*) > 1"), Is.Empty);
        Assert.That(await database.CountAsync("mt_events where type = 'order_recorded' and stream_id not like '%-huge'"), Is.EqualTo(500));
    }

    private static async Task<List<string>> EventsAsync(int seed, bool overBus)
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var ledger = overBus ? await StartAsync(database) : await RunningLedger.StartAsync(database, Time);
        await using var rules = overBus ? await RulesBus.StartAsync(database) : null;
        await ledger.PublishAsync(Sample.Document());
        await ledger.ImportAsync(Sample.Program, Sample.Lines(seed, 300));
        await ledger.PublishAsync(Sample.Document(2, "2021-10-01T00:00:00Z").Replace("\"Garden\"", "\"house\"", StringComparison.Ordinal));
        await ledger.ImportAsync(Sample.Program, Sample.Lines(seed + 100, 200));
        await ledger.AdvanceAsync(Sample.Program, "2023-01-01T00:00:00Z");
        return await database.EventsAsync();
    }

    private static Task<RunningLedger> StartAsync(TestDatabase database) => RunningLedger.StartAsync(database, Time, services =>
    {
        services.AddRulesOverBus();
        services.AddLedgerBus(new Uri(TestServers.Rabbit), _ => { }, (_, _) => { });
    });
}
