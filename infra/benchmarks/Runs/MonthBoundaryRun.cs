using System.Diagnostics;
using System.Net.Http.Json;
using System.Text;
using Ledger.Bench.Load;
using Ledger.Bench.Measuring;

namespace Ledger.Bench.Runs;

/// <summary>
/// m: a local month boundary for very many idle accounts, in a program with two segments that time alone changes, while orders of other
/// accounts are sent; and in a program without such segments. n: the close of a challenge in which all accounts take part. All orders are
/// sent over HTTP.
/// </summary>
internal sealed class MonthBoundaryRun(Servers servers)
{
    public const string Database = "bench_idle";
    private const int Lanes = 4;
    private const int LinesPerRequest = 500;
    private static readonly TimeSpan BaselineMax = TimeSpan.FromSeconds(40);
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(2);
    private int busyOrders;

    public async Task<IReadOnlyList<Row>> RunAsync(Options options)
    {
        var accounts = options.Accounts;
        await using var service = await StandaloneProcess.StartAsync(await servers.CreateDatabaseAsync(Database), servers.Rabbit);
        var rows = new List<Row>();
        foreach (var (id, document) in IdlePrograms.All) await service.PublishAsync(id, document);
        if (options.Does('m'))
        {
            await SeedAsync(service, IdlePrograms.Timed, accounts);
            var before = await SendUntilAsync(service, IdlePrograms.Boundary.AddHours(-1), Stopwatch.GetTimestamp(),
                elapsed => Task.FromResult(elapsed >= Baseline(accounts)), "m0 orders alone, requests of 500 in 4 lanes");
            rows.Add(before);
            rows.AddRange(
                await BoundaryAsync(service, accounts, IdlePrograms.Boundary, before, "m1", "one account in ten leaves a segment"));
            if (options.Does('o'))
            {
                rows.AddRange(await BoundaryAsync(service, accounts, new DateTimeOffset(2010, 3, 31, 23, 0, 0, TimeSpan.Zero), before, "m3",
                    "two boundaries, every account leaves a segment"));
            }
        }

        await SeedAsync(service, IdlePrograms.Untimed, accounts);
        await servers.SettleAsync();
        if (options.Does('m'))
        {
            const string Name = "m5 month boundary without such segments";
            rows.Add(await AdvanceAsync(service, IdlePrograms.Untimed, IdlePrograms.Boundary, accounts, Name));
        }

        if (options.Does('n'))
        {
            var held = FormattableString.Invariant($"service at most {service.PeakMiB} MiB before");
            var row = await AdvanceAsync(service, IdlePrograms.Untimed, IdlePrograms.Close, accounts, "n challenge closed, 1,000 prizes");
            rows.Add(row with { Note = FormattableString.Invariant($"{row.Note}; {held}, {service.PeakMiB} MiB after") });
        }

        return rows;
    }

    private static TimeSpan Baseline(int accounts) => TimeSpan.FromSeconds(Math.Min(BaselineMax.TotalSeconds, 5 + (accounts / 20_000.0)));

    private static async Task SeedAsync(StandaloneProcess service, string program, int accounts)
    {
        var begun = Stopwatch.GetTimestamp();
        var next = -LinesPerRequest;
        await Task.WhenAll(Enumerable.Range(0, Lanes).Select(async _ =>
        {
            while (Interlocked.Add(ref next, LinesPerRequest) is var first && first < accounts)
            {
                await service.PostAsync(
                    Lines(Enumerable.Range(first, Math.Min(LinesPerRequest, accounts - first)).Select(IdlePrograms.Line)), program);
            }
        }));
        var took = Stopwatch.GetElapsedTime(begun);
        await Console.Error.WriteLineAsync(
            FormattableString.Invariant($"{accounts:N0} accounts of program {program} in {took.TotalSeconds:0} s"));
    }

    private async Task<IReadOnlyList<Row>> BoundaryAsync(StandaloneProcess service, int accounts, DateTimeOffset to, Row before,
        string name, string what)
    {
        await servers.SettleAsync();
        var cpu = servers.Cpu.Read(service.Pid);
        var begun = Stopwatch.GetTimestamp();
        await SetClockAsync(service, IdlePrograms.Timed, to);
        var after =
            FormattableString.Invariant($"m{int.Parse(name[1..], System.Globalization.CultureInfo.InvariantCulture) + 1} orders meanwhile");
        var orders =
            await SendUntilAsync(service, to.AddHours(1), begun, async _ => await DueAsync(service, IdlePrograms.Timed) == 0, after);
        var judged = new Row(
            $"{name} month boundary with two segments of time, orders going on: {what}", accounts, orders.Seconds, double.NaN, double.NaN,
                servers.Cpu.Read(service.Pid) - cpu,
            FormattableString.Invariant($"{orders.Seconds:0} s; service at most {service.PeakMiB} MiB"));
        return [judged, orders with { Note = FormattableString.Invariant($"{orders.FactsPerSecond / before.FactsPerSecond:0.00} of m0") }];
    }

    private async Task<Row> AdvanceAsync(StandaloneProcess service, string program, DateTimeOffset to, int accounts, string name)
    {
        var cpu = servers.Cpu.Read(service.Pid);
        var begun = Stopwatch.GetTimestamp();
        await SetClockAsync(service, program, to);
        while (await DueAsync(service, program) > 0) await Task.Delay(LookEvery / 40);
        var took = Stopwatch.GetElapsedTime(begun);
        return new Row(name, accounts, took.TotalSeconds, double.NaN, double.NaN, servers.Cpu.Read(service.Pid) - cpu,
            FormattableString.Invariant($"{took.TotalSeconds:0.00} s"));
    }

    // Sends orders of other accounts in four lanes, until a condition that is polled holds.
    private async Task<Row> SendUntilAsync(StandaloneProcess service, DateTimeOffset at, long begun, Func<TimeSpan, Task<bool>> isEnough,
        string name)
    {
        var latencies = new Latencies();
        var (sent, isOver) = (0L, false);
        var cpu = servers.Cpu.Read(service.Pid);
        var lanes = Enumerable.Range(0, Lanes).Select(async _ =>
        {
            while (!Volatile.Read(ref isOver))
            {
                var first = Interlocked.Add(ref busyOrders, LinesPerRequest) - LinesPerRequest;
                var request = Lines(Enumerable.Range(first, LinesPerRequest).Select(order => IdlePrograms.BusyLine(order, at)));
                var start = Stopwatch.GetTimestamp();
                await service.PostAsync(request, IdlePrograms.Timed);
                latencies.AddSince(start);
                Interlocked.Add(ref sent, LinesPerRequest);
            }
        }).ToList();
        while (!await isEnough(Stopwatch.GetElapsedTime(begun))) await Task.WhenAny(Task.Delay(LookEvery), Task.WhenAny(lanes).Unwrap());
        var (took, count) = (Stopwatch.GetElapsedTime(begun), Interlocked.Read(ref sent));
        Volatile.Write(ref isOver, true);
        await Task.WhenAll(lanes);
        return new Row(name, Math.Max(1, count), took.TotalSeconds, latencies.P50, latencies.P99, servers.Cpu.Read(service.Pid) - cpu);
    }

    private static async Task SetClockAsync(StandaloneProcess service, string program, DateTimeOffset to)
    {
        using var advanced = await service.Client.PostAsJsonAsync(new Uri($"v1/programs/{program}/clock", UriKind.Relative),
            new { advanceTo = to.UtcDateTime });
        advanced.EnsureSuccessStatusCode();
    }

    private static async Task<long> DueAsync(StandaloneProcess service, string program) =>
        (await service.GetAsync($"v1/programs/{program}/clock")).GetProperty("due").GetInt64();

    private static byte[] Lines(IEnumerable<string> lines) => Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\n");
}
