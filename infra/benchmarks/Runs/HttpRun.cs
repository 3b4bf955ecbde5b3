using System.Diagnostics;
using Ledger.Bench.Load;
using Ledger.Bench.Measuring;

namespace Ledger.Bench.Runs;

/// <summary>d: streams of facts over HTTP. f: the same until the projections have them. g: a rebuild of the projections.</summary>
internal sealed class HttpRun(Servers servers)
{
    public const string Database = "bench_http";
    private const int Lanes = 4;
    private const int FactsPerRequest = 500;

    /// <summary>Warm-up orders, which are not counted.</summary>
    public const int WarmOrders = 20_000;

    public async Task<IReadOnlyList<Row>> RunAsync(IReadOnlyList<Fact> facts)
    {
        await using var service = await StandaloneProcess.StartAsync(await servers.CreateDatabaseAsync(Database), servers.Rabbit);
        await WarmAsync(service);

        var lanes = LanesOf(facts);
        var latencies = new Latencies();
        var before = servers.Cpu.Read(service.Pid);
        var begun = Stopwatch.GetTimestamp();
        var positions = await Task.WhenAll(lanes.Select(lane => SendAsync(service, lane, latencies)));
        var took = Stopwatch.GetElapsedTime(begun);
        var spent = servers.Cpu.Read(service.Pid) - before;
        await service.CaughtUpAsync(positions.Max());
        var caughtUp = Stopwatch.GetElapsedTime(begun);
        var spentAll = servers.Cpu.Read(service.Pid) - before;
        return
        [
            new Row(
                "d HTTP, requests of 500 in 4 lanes", facts.Count, took.TotalSeconds, latencies.P50, latencies.P99, spent,
                FormattableString.Invariant($"service at most {service.PeakMiB} MiB")),
            new Row("f d until the projections have it", facts.Count, caughtUp.TotalSeconds, double.NaN, double.NaN, spentAll,
                FormattableString.Invariant($"{(caughtUp - took).TotalMilliseconds:0} ms after the last answer")),
            await RebuildAsync(service, facts.Count, positions.Max()),
        ];
    }

    /// <summary>
    /// Warms the service up with orders that are not counted, so that hot code is compiled, as in a service that runs for months.
    /// </summary>
    public static async Task WarmAsync(StandaloneProcess service, int orders = WarmOrders)
    {
        await Task.WhenAll(LanesOf(Generator.Facts("warm", orders)).Select(lane => SendAsync(service, lane, new Latencies())));
    }

    /// <summary>The requests of facts, by lane.</summary>
    public static IReadOnlyList<List<byte[]>> LanesOf(IReadOnlyList<Fact> facts) =>
        [.. Chunks.ByLane(facts, Lanes, FactsPerRequest).Select(lane => lane.Select(Chunks.Lines).ToList())];

    /// <summary>Sends requests one after the other; returns the log's position after the last.</summary>
    public static async Task<long> SendAsync(StandaloneProcess service, List<byte[]> requests, Latencies latencies)
    {
        var position = 0L;
        foreach (var request in requests)
        {
            var sent = Stopwatch.GetTimestamp();
            position = await service.PostAsync(request);
            latencies.AddSince(sent);
        }

        return position;
    }

    private async Task<Row> RebuildAsync(StandaloneProcess service, int facts, long events)
    {
        var before = servers.Cpu.Read(service.Pid);
        var begun = Stopwatch.GetTimestamp();
        using var asked = await service.Client.PostAsync(new Uri("v1/projections/rebuild", UriKind.Relative), null);
        asked.EnsureSuccessStatusCode();
        while (true)
        {
            var state = (await service.GetAsync("v1/projections/rebuild")).GetProperty("state").GetString();
            if (state == "done") break;
            if (state == "failed") throw new InvalidOperationException("The rebuild failed.");
            await Task.Delay(20);
        }

        var took = Stopwatch.GetElapsedTime(begun);
        return new Row("g projections rebuilt", facts, took.TotalSeconds, double.NaN, double.NaN, servers.Cpu.Read(service.Pid) - before,
            FormattableString.Invariant($"{events / took.TotalSeconds:N0} events/s"));
    }
}
