using System.Diagnostics;
using System.Text.Json;
using Ledger.Bench.Load;
using Ledger.Bench.Measuring;
using Ledger.Contracts.V1;

namespace Ledger.Bench.Runs;

/// <summary>
/// c: one request and one transaction per fact, with the account's row locked, 8 at a time: the way most systems do it. It computes the
/// same discounts, points and tiers and stores them in tables of its own; it has no log to prove them. c1 sends a statement for each row
/// and waits for it, as most object mappers do; c2 sends statements without a needed result together, as careful hand-written code would.
/// </summary>
internal sealed class RowLockRun(Servers servers)
{
    private const string Database = "bench_rows";
    private const int Lanes = 8;

    public async Task<IReadOnlyList<Row>> RunAsync(IReadOnlyList<Fact> facts) =>
    [
        await RunAsync(facts, together: false, "c1 a request and a transaction per order, row locks, 8 at a time, a round trip per row"),
        await RunAsync(facts, together: true, "c2 the same, rows sent together"),
    ];

    private async Task<Row> RunAsync(IReadOnlyList<Fact> facts, bool together, string name)
    {
        await using var database = await RowLockDatabase.CreateAsync(servers, Database, "RowLocks.sql", Lanes);
        await using var service = await RowLockService.StartAsync(database, together);
        using var client = new HttpClient { BaseAddress = service.Address };
        await SendAsync(client, Requests(Generator.Facts("warm", HttpRun.WarmOrders / 4)), new Latencies());

        var requests = Requests(facts);
        var latencies = new Latencies();
        var before = servers.Cpu.Read();
        var begun = Stopwatch.GetTimestamp();
        await SendAsync(client, requests, latencies);
        var took = Stopwatch.GetElapsedTime(begun);
        var spent = servers.Cpu.Read() - before;
        await service.DisposeAsync();
        await database.DisposeAsync();
        await servers.DropDatabaseAsync(Database);
        return new Row(name, facts.Count, took.TotalSeconds, latencies.P50, latencies.P99, spent);
    }

    // An account's facts keep their order, because one lane has them all and waits for each answer.
    private static List<List<(string Path, byte[] Body)>> Requests(IReadOnlyList<Fact> facts) =>
        [.. Chunks.ByLane(facts, Lanes, 1).Select(lane => lane.Select(fact => Request(fact[0].Message)).ToList())];

    private static (string Path, byte[] Body) Request(IOrderFact fact) =>
        (fact is OrderPlaced ? "orders" : "returns", JsonSerializer.SerializeToUtf8Bytes(fact, fact.GetType(), Wire.Options));

    private static Task SendAsync(HttpClient client, List<List<(string Path, byte[] Body)>> lanes, Latencies latencies) =>
        Task.WhenAll(lanes.Select(async lane =>
        {
            foreach (var (path, body) in lane)
            {
                var sent = Stopwatch.GetTimestamp();
                using var content = new ByteArrayContent(body);
                using var answer = await client.PostAsync(new Uri(path, UriKind.Relative), content);
                answer.EnsureSuccessStatusCode();
                latencies.AddSince(sent);
            }
        }));
}
