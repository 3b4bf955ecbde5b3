using Ledger.Bench.Load;
using Ledger.Bench.Measuring;

namespace Ledger.Bench.Runs;

/// <summary>
/// r1 and r2: balances and standings over HTTP, 16 connections with one request in flight each, as fast as they are answered. r4: balances
/// at half of the rate of r1, sent on time whether or not earlier requests are answered, so that a slow answer does not hide itself by
/// delaying later requests.
/// </summary>
internal sealed class QueryRun(Servers servers)
{
    public const string Database = "bench_queries";

    public async Task<IReadOnlyList<Row>> RunAsync(IReadOnlyList<Fact> facts, int queries)
    {
        await using var service = await StandaloneProcess.StartAsync(await servers.CreateDatabaseAsync(Database), servers.Rabbit);
        var position = 0L;
        foreach (var chunk in facts.Chunk(500)) position = await service.PostAsync(Chunks.Lines(chunk));
        await service.CaughtUpAsync(position);
        var accounts = facts.Select(fact => fact.AccountId).Distinct().ToList();

        using var load = new QueryLoad(service.Client.BaseAddress!, service.Client.DefaultRequestHeaders.Authorization);
        var balances = await RunAsync(service, load, "r1 balances over HTTP, 16 connections", accounts, "balance", queries);
        var standings = await RunAsync(service, load, "r2 standings over HTTP, 16 connections", accounts, "standing", queries);
        var half = await PacedAsync(
            servers, service.Pid, load, "r4 balances at half of r1's rate", Paths(accounts, "balance", queries),
            balances.FactsPerSecond / 2);
        return [balances, standings, half with { Note = $"{half.Note}; service at most {service.PeakMiB} MiB" }];
    }

    public static async Task<Row> PacedAsync(
        Servers servers, int pid, QueryLoad load, string name, IReadOnlyList<string> paths, double perSecond)
    {
        // The first quarter brings both sides to that pace.
        await load.OnTimeAsync([.. paths.Take(paths.Count / 4)], perSecond);
        var before = servers.Cpu.Read(pid);
        var (took, latencies, paused) = await load.OnTimeAsync([.. paths.Skip(paths.Count / 4)], perSecond);
        return new Row(
            name, paths.Count - (paths.Count / 4), took.TotalSeconds, latencies.P50, latencies.P99, servers.Cpu.Read(pid) - before,
            "p50 and p99 counted from the time when it was to be sent; the sender's collector stopped it "
            + FormattableString.Invariant($"{paused.TotalMilliseconds:0} ms"));
    }

    private async Task<Row> RunAsync(
        StandaloneProcess service, QueryLoad load, string name, List<string> accounts, string question, int queries)
    {
        await load.AsFastAsItGoesAsync(Paths(accounts, question, queries));
        var before = servers.Cpu.Read(service.Pid);
        var (took, latencies) = await load.AsFastAsItGoesAsync(Paths(accounts, question, queries));
        return new Row(name, queries, took.TotalSeconds, latencies.P50, latencies.P99, servers.Cpu.Read(service.Pid) - before);
    }

    private static IReadOnlyList<string> Paths(List<string> accounts, string question, int queries)
    {
        var random = new Random(7);
        return [.. Enumerable
                .Range(0, queries)
                .Select(_ => $"/v1/programs/{BenchProgram.Id}/accounts/{accounts[random.Next(accounts.Count)]}/{question}")];
    }
}

/// <summary>r3: an endpoint that only makes a prepared one-row SELECT over the pool, in a process of its own: the cost of a balance that is
/// a column.</summary>
internal sealed class BareSelectRun(Servers servers)
{
    public const string Database = "bench_bare_select";

    /// <returns>r3, and r5, which shows the machine's and the sender's part of r4's latency.</returns>
    public async Task<IReadOnlyList<Row>> RunAsync(IReadOnlyList<Fact> facts, int queries)
    {
        var connection = await servers.CreateDatabaseAsync(Database);
        var accounts = facts.Select(fact => fact.AccountId).Distinct().ToList();
        await BareSelectService.CreateAsync(connection, accounts);
        await using var service = BareSelectService.Start(connection);
        using var load = new QueryLoad(await service.AddressAsync(), null);
        var random = new Random(7);
        IReadOnlyList<string> paths = [.. Enumerable.Range(0, queries).Select(_ => $"/balances/{accounts[random.Next(accounts.Count)]}")];
        await load.AsFastAsItGoesAsync(paths);
        var before = servers.Cpu.Read(service.Pid);
        var (took, latencies) = await load.AsFastAsItGoesAsync(paths);
        return
        [
            new Row(
                "r3 a bare one-row SELECT endpoint, 16 connections", queries, took.TotalSeconds, latencies.P50, latencies.P99,
                servers.Cpu.Read(service.Pid) - before),
            await QueryRun.PacedAsync(
                servers, service.Pid, load, "r5 the same at half of r3's rate", paths, queries / took.TotalSeconds / 2),
        ];
    }
}
