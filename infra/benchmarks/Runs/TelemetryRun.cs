using System.Diagnostics;
using Ledger.Bench.Load;
using Ledger.Bench.Measuring;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Ledger.Bench.Runs;

/// <summary>
/// t: the cost of telemetry. The requests of d are sent to three services in turn, for several rounds: without telemetry; with the default
/// and <c>/metrics</c> scraped every second; and with every request traced and exported over OTLP to a receiver that discards it.
/// </summary>
internal sealed class TelemetryRun(Servers servers)
{
    public static readonly string[] Databases = ["bench_telemetry_off", "bench_telemetry_on", "bench_telemetry_otlp"];
    private const int Rounds = 10;
    private static readonly TimeSpan ScrapeEvery = TimeSpan.FromSeconds(1);

    public async Task<IReadOnlyList<Row>> RunAsync(int orders)
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        await using var off = await StartAsync(Databases[0], new() { ["LEDGER_TELEMETRY"] = "off" });
        await using var on = await StartAsync(Databases[1], []);
        await using var otlp = await StartAsync(
            Databases[2], new() { ["OTEL_EXPORTER_OTLP_ENDPOINT"] = receiver.Address, ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf" });
        Lane[] lanes = [new("t1 d, telemetry off", off), new("t2 d, metrics scraped", on), new("t3 d, all traced and sent", otlp)];
        foreach (var lane in lanes) await HttpRun.WarmAsync(lane.Service, Math.Min(HttpRun.WarmOrders, orders / 3));

        using var stop = new CancellationTokenSource();
        var scraping = Task.WhenAll(ScrapeAsync(on, stop.Token), ScrapeAsync(otlp, stop.Token));
        for (var round = 0; round < Rounds; round++)
        {
            var requests = HttpRun.LanesOf(Generator.Facts($"round-{round}", orders / Rounds));
            // A different service goes first in each round, because the first has a quieter disk.
            for (var i = 0; i < lanes.Length; i++)
            {
                var lane = lanes[(round + i) % lanes.Length];
                await lane.RunAsync(requests, servers);
                await servers.SettleAsync();
            }
        }

        await stop.CancelAsync();
        await scraping;
        var sent = FormattableString.Invariant($"{receiver.Bytes / 1024:N0} KiB sent over OTLP");
        return [.. lanes.Select(lane => lane.Row(lane.Service == otlp ? sent : ""))];
    }

    private async Task<StandaloneProcess> StartAsync(string database, Dictionary<string, string> environment) =>
        await StandaloneProcess.StartAsync(await servers.CreateDatabaseAsync(database), servers.Rabbit, environment);

    private static async Task ScrapeAsync(StandaloneProcess service, CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            using var answer = await service.Client.GetAsync(new Uri("metrics", UriKind.Relative), CancellationToken.None);
            answer.EnsureSuccessStatusCode();
            await Task.Delay(ScrapeEvery, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private sealed class Lane(string name, StandaloneProcess service)
    {
        private readonly Latencies latencies = new();
        private long facts;
        private TimeSpan took;
        private CpuSpent spent;

        public StandaloneProcess Service => service;

        public async Task RunAsync(IReadOnlyList<List<byte[]>> requests, Servers servers)
        {
            var before = servers.Cpu.Read(service.Pid);
            var begun = Stopwatch.GetTimestamp();
            var positions = await Task.WhenAll(requests.Select(lane => HttpRun.SendAsync(service, lane, latencies)));
            took += Stopwatch.GetElapsedTime(begun);
            await service.CaughtUpAsync(positions.Max());
            spent += servers.Cpu.Read(service.Pid) - before;
            facts += requests.Sum(lane => lane.Sum(body => body.LongCount(one => one == (byte)'\n')));
        }

        public Row Row(string note) => new(name, facts, took.TotalSeconds, latencies.P50, latencies.P99, spent, note);
    }

    /// <summary>Accepts everything sent over HTTP and discards it.</summary>
    private sealed class OtlpReceiver : IAsyncDisposable
    {
        private readonly WebApplication app;
        private long bytes;

        private OtlpReceiver(WebApplication app)
        {
            this.app = app;
            app.MapFallback(TakeAsync);
        }

        public string Address => app.Urls.Single();

        public long Bytes => Volatile.Read(ref bytes);

        public static async Task<OtlpReceiver> StartAsync()
        {
            var receiver = new OtlpReceiver(LoopbackWeb.Build());
            await receiver.app.StartAsync();
            return receiver;
        }

        public ValueTask DisposeAsync() => app.DisposeAsync();

        private async Task TakeAsync(HttpContext context)
        {
            while (true)
            {
                var read = await context.Request.BodyReader.ReadAsync(context.RequestAborted);
                Interlocked.Add(ref bytes, read.Buffer.Length);
                context.Request.BodyReader.AdvanceTo(read.Buffer.End);
                if (read.IsCompleted) break;
            }

            context.Response.ContentType = "application/x-protobuf";
        }
    }
}
