using System.Diagnostics;
using Ledger.Bench.Load;
using Ledger.Bench.Measuring;
using Ledger.Contracts.V1;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace Ledger.Bench.Runs;

/// <summary>a: the same messages to a batch consumer that does nothing: the cost of the transport alone.</summary>
internal sealed class IdleBusRun(Servers servers)
{
    private const string Queue = "ledger-bench-idle";
    private const int SinglesBatch = 250;
    private const int MessagesBatch = 16;

    public async Task<IReadOnlyList<Row>> RunAsync(IReadOnlyList<Fact> facts)
    {
        var orders = facts.Select(fact => fact.Message).OfType<OrderPlaced>().ToList();
        var batches = facts.Chunk(BusRun.FactsPerMessage).Select(BusClient.Batch).ToList();
        return
        [
            await RunAsync("a1 bus without work, OrderPlaced singly", orders, orders.Count, BusRun.SinglesWindow, SinglesBatch),
            await RunAsync("a2 bus without work, SubmitOrders of 250", batches, facts.Count, BusRun.BatchesWindow, MessagesBatch),
        ];
    }

    private async Task<Row> RunAsync<T>(string name, List<T> messages, int facts, int window, int batch)
        where T : class
    {
        var warm = messages.Take(Math.Max(1, messages.Count / 10)).ToList();
        await MeasureAsync(name, warm, facts, window, batch);
        return await MeasureAsync(name, messages, facts, window, batch);
    }

    private async Task<Row> MeasureAsync<T>(string name, List<T> messages, int facts, int window, int batch)
        where T : class
    {
        using var inFlight = new InFlight(window, messages.Count);
        await using var client = await BusClient.StartAsync(
            servers.Rabbit,
            bus =>
            {
                bus.AddSingleton(inFlight);
                bus.AddConsumer<IdleConsumer<T>>(consumer =>
                    consumer.Options<BatchOptions>(options => options.SetMessageLimit(batch).SetTimeLimit(20).SetConcurrencyLimit(4)));
            },
            (bus, context) => bus.ReceiveEndpoint(Queue, queue =>
            {
                // The queue gets only what is sent to it directly, and is deleted with its consumer.
                queue.ConfigureConsumeTopology = false;
                queue.AutoDelete = true;
                queue.PrefetchCount = (ushort)window;
                queue.ConfigureConsumer<IdleConsumer<T>>(context);
            }));
        var endpoint = await client.Bus.GetSendEndpoint(new Uri($"exchange:{Queue}?autodelete=true"));

        var before = servers.Cpu.Read();
        var begun = Stopwatch.GetTimestamp();
        var confirmed = new List<Task>(messages.Count);
        foreach (var message in messages)
        {
            var id = await inFlight.EnterAsync();
            confirmed.Add(endpoint.Send(message, context => context.MessageId = id));
        }

        await Task.WhenAll(confirmed);
        await inFlight.All;
        var took = Stopwatch.GetElapsedTime(begun);
        return new Row(
            name, facts, took.TotalSeconds, inFlight.Latencies.P50, inFlight.Latencies.P99, servers.Cpu.Read() - before,
            FormattableString.Invariant($"{messages.Count / took.TotalSeconds:N0} messages/s"));
    }
}
