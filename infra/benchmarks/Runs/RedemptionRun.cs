using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using Ledger.Bench.Load;
using Ledger.Bench.Measuring;

namespace Ledger.Bench.Runs;

/// <summary>
/// i: single redemptions over HTTP by 64 clients with one in progress each, on accounts of their own and then all on one. Requests are
/// built before the clock starts, and of an answer only the status is read, because the sender shares the machine with the service.
/// </summary>
internal sealed class RedemptionRun(Servers servers)
{
    public const string Database = "bench_redemptions";
    private const string Source = "till";
    private const int OrdersPerRequest = 500;

    // Every order's points are active by then, and nothing else falls due for weeks.
    private const string Until = "2010-02-02T00:00:00Z";

    public async Task<IReadOnlyList<Row>> RunAsync(int redemptions)
    {
        await using var service = await StandaloneProcess.StartAsync(await servers.CreateDatabaseAsync(Database), servers.Rabbit);
        await EarnAsync(service, Redeemers.Many, redemptions);
        await EarnAsync(service, Redeemers.One, redemptions);
        await AdvanceAsync(service);

        using var connections = new SocketsHttpHandler
        {
            MaxConnectionsPerServer = Redeemers.Clients,
            UseProxy = false,
            UseCookies = false,
        };
        using var client = new HttpMessageInvoker(connections);
        await RunAsync(service, client, "warm", Redeemers.Many, Redeemers.Warm);
        var many = await RunAsync(
            service, client, "i1 redemptions over HTTP, 64 clients, accounts of their own", Redeemers.Many, redemptions);
        await RunAsync(service, client, "warm", Redeemers.One, Redeemers.Clients);
        await servers.SettleAsync();
        var one = await RunAsync(service, client, "i2 redemptions over HTTP, 64 clients, one account", Redeemers.One, redemptions);
        return [many, one with { Note = FormattableString.Invariant($"service at most {service.PeakMiB} MiB") }];
    }

    private async Task<Row> RunAsync(
        StandaloneProcess service, HttpMessageInvoker client, string name, IReadOnlyList<string> accounts, int redemptions)
    {
        var requests = Redeemers
            .ByClient(accounts, redemptions)
            .Select(
                (own, number) => own.Select((account, i) => Request(service, account, $"{accounts[0]}-{name[..2]}-{number}-{i}")).ToList())
            .ToList();
        var latencies = new Latencies();
        var before = servers.Cpu.Read(service.Pid);
        var begun = Stopwatch.GetTimestamp();
        await Task.WhenAll(requests.Select(own => SendAsync(client, own, latencies)));
        var took = Stopwatch.GetElapsedTime(begun);
        return new Row(name, redemptions, took.TotalSeconds, latencies.P50, latencies.P99, servers.Cpu.Read(service.Pid) - before);
    }

    private static async Task SendAsync(HttpMessageInvoker client, List<HttpRequestMessage> requests, Latencies latencies)
    {
        foreach (var request in requests)
        {
            var sent = Stopwatch.GetTimestamp();
            using var response = await client.SendAsync(request, CancellationToken.None);
            await response.Content.CopyToAsync(Stream.Null);
            latencies.AddSince(sent);
            // 200 would be a repeat, and anything else a refusal.
            if (response.StatusCode != HttpStatusCode.Created)
            {
                throw new InvalidOperationException($"A redemption was answered {(int)response.StatusCode}.");
            }
        }
    }

    private static HttpRequestMessage Request(StandaloneProcess service, string account, string key)
    {
        var request = new HttpRequestMessage(
            HttpMethod.Post, new Uri(service.Client.BaseAddress!, $"v1/programs/{BenchProgram.Id}/accounts/{account}/redemptions"))
        {
            Content = new ByteArrayContent(Body) { Headers = { ContentType = new("application/json") } },
        };
        request.Headers.Authorization = service.Client.DefaultRequestHeaders.Authorization;
        request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        return request;
    }

    private static readonly byte[] Body = System.Text.Encoding.UTF8.GetBytes($$"""{"for":"reward","reward":"{{BenchProgram.Reward}}"}""");

    private static async Task EarnAsync(StandaloneProcess service, IReadOnlyList<string> accounts, int redemptions)
    {
        foreach (var chunk in Generator.ToSpend(Source, accounts, Redeemers.LotsEach(accounts, redemptions)).Chunk(OrdersPerRequest))
        {
            await service.PostAsync(Chunks.Lines(chunk));
        }
    }

    private static async Task AdvanceAsync(StandaloneProcess service)
    {
        const string Clock = $"v1/programs/{BenchProgram.Id}/clock";
        using var advanced = await service.Client.PostAsJsonAsync(new Uri(Clock, UriKind.Relative), new { advanceTo = Until });
        advanced.EnsureSuccessStatusCode();
        while ((await service.GetAsync(Clock)).GetProperty("due").GetInt64() > 0) await Task.Delay(50);
    }
}
