using System.Diagnostics;
using System.Text.Json;
using Ledger.Bench.Load;
using Ledger.Bench.Measuring;

namespace Ledger.Bench.Runs;

/// <summary>e: the same facts over RabbitMQ, singly and in batches, until the service reports them as durable.</summary>
internal sealed class BusRun(Servers servers)
{
    public const int FactsPerMessage = 250;
    public const int SinglesWindow = 500;
    public const int BatchesWindow = 16;
    public const string Database = "bench_bus";
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(5);

    public async Task<IReadOnlyList<Row>> RunAsync(IReadOnlyList<Fact> facts) =>
    [
        await RunAsync("e1 bus, facts singly", facts, 1, SinglesWindow),
        await RunAsync("e2 bus, SubmitOrders of 250", facts, FactsPerMessage, BatchesWindow),
    ];

    private async Task<Row> RunAsync(string name, IReadOnlyList<Fact> facts, int perMessage, int window)
    {
        await using var service = await StandaloneProcess.StartAsync(await servers.CreateDatabaseAsync(Database), servers.Rabbit);
        await HttpRun.WarmAsync(service);
        await using var client = await BusClient.StartAsync(servers.Rabbit);
        await SendAsync(service, client, Generator.Facts("warm-bus", 1_500), perMessage, window);

        var before = servers.Cpu.Read(service.Pid);
        var begun = Stopwatch.GetTimestamp();
        var latencies = await SendAsync(service, client, facts, perMessage, window);
        var took = Stopwatch.GetElapsedTime(begun);
        var row = new Row(
            name, facts.Count, took.TotalSeconds, latencies.P50, latencies.P99, servers.Cpu.Read(service.Pid) - before,
            FormattableString.Invariant($"service at most {service.PeakMiB} MiB"));
        return row;
    }

    private static async Task<Latencies> SendAsync(
        StandaloneProcess service, BusClient client, IReadOnlyList<Fact> facts, int perMessage, int window)
    {
        var latencies = new Latencies();
        using var room = new SemaphoreSlim(window);
        var onTheWay = new Queue<(long Until, long Sent)>();
        var seen = (await DecidedAsync(service)).Count;
        var all = seen + facts.Count;
        var looking = LookAsync();
        var confirmed = new List<Task>();
        var until = seen;
        foreach (var chunk in facts.Chunk(perMessage))
        {
            await room.WaitAsync();
            until += chunk.Length;
            lock (onTheWay) onTheWay.Enqueue((until, Stopwatch.GetTimestamp()));
            object message = perMessage == 1 ? chunk[0].Message : BusClient.Batch(chunk);
            confirmed.Add(client.Bus.Publish(message, message.GetType()));
        }

        await Task.WhenAll(confirmed);
        await looking;
        return latencies;

        // The queue keeps its order, so messages are decided in the order in which they were sent.
        async Task LookAsync()
        {
            while (seen < all)
            {
                await Task.Delay(LookEvery);
                var (count, refused) = await DecidedAsync(service);
                if (refused > 0) throw new InvalidOperationException($"{refused} generated facts were refused.");
                seen = count;
                lock (onTheWay)
                {
                    while (onTheWay.TryPeek(out var first) && first.Until <= seen)
                    {
                        latencies.AddSince(onTheWay.Dequeue().Sent);
                        room.Release();
                    }
                }
            }
        }
    }

    private static async Task<(long Count, long Refused)> DecidedAsync(StandaloneProcess service)
    {
        var bus = (await service.GetAsync($"v1/programs/{BenchProgram.Id}/intake")).GetProperty("bus");
        return (bus.EnumerateObject()
                .Where(member => member.Name != "received" && member.Value.ValueKind == JsonValueKind.Number)
                .Sum(member => member.Value.GetInt64()),
            bus.GetProperty("rejected").GetInt64() + bus.GetProperty("conflicts").GetInt64());
    }
}
