using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Ledger.Bench.Load;
using Ledger.Bench.Measuring;
using Ledger.Contracts.V1;

namespace Ledger.Bench.Runs;

/// <summary>h: the cost of an order on an account with few orders, and on the same account when it has very many.</summary>
internal sealed class HotAccountRun(Servers servers)
{
    public const string Database = "bench_hot";
    private const string Account = "HOT";
    private const string Source = "hot";
    private const int Singles = 1_000;
    private const int Stretch = 2_000;
    private const int FactsPerRequest = 100;

    public async Task<IReadOnlyList<Row>> RunAsync(int orders)
    {
        await using var service = await StandaloneProcess.StartAsync(await servers.CreateDatabaseAsync(Database), servers.Rabbit);
        await HttpRun.WarmAsync(service);
        foreach (var fact in Generator.OneAccount("warm-singles", "WARM", Singles)) await PutAsync(service, (OrderPlaced)fact.Message);
        var facts = new Queue<Fact>(Generator.OneAccount(Source, Account, orders));
        var rows = new List<Row>();
        await BulkAsync(service, facts, 100);
        rows.Add(await OneByOneAsync(
                service, facts, FormattableString.Invariant($"h1 the {Singles:N0} after order 100 of one account, one by one")));
        rows.Add(await MeasureAsync(service, facts, FormattableString.Invariant($"h2 the {Stretch:N0} after it, requests of 100")));
        await BulkAsync(service, facts, facts.Count - Singles - Stretch);
        rows.Add(
            await MeasureAsync(service, facts, FormattableString.Invariant($"h3 {Stretch:N0} close to order {orders:N0}, requests of 100"))
        );
        rows.Add(
            await OneByOneAsync(service, facts, FormattableString.Invariant($"h4 the {Singles:N0} before order {orders:N0}, one by one")));
        return rows;
    }

    private static async Task BulkAsync(StandaloneProcess service, Queue<Fact> facts, int count)
    {
        for (; count > 0; count -= 500) await service.PostAsync(Chunks.Lines(Take(facts, Math.Min(count, 500))));
    }

    private async Task<Row> MeasureAsync(StandaloneProcess service, Queue<Fact> facts, string name)
    {
        var requests = Enumerable.Range(0, Stretch / FactsPerRequest).Select(_ => Chunks.Lines(Take(facts, FactsPerRequest))).ToList();
        return await MeasureAsync(name, Stretch, service, requests.Select(request => (Func<Task<long>>)(() => service.PostAsync(request))));
    }

    private Task<Row> OneByOneAsync(StandaloneProcess service, Queue<Fact> facts, string name) => MeasureAsync(
            name, Singles, service,
            Enumerable.Range(0, Singles).Select(_ => (Func<Task<long>>)(() => PutAsync(service, (OrderPlaced)facts.Dequeue().Message))));

    // Due work of the account is carried out with the orders, so the number of events is reported too.
    private async Task<Row> MeasureAsync(string name, int orders, StandaloneProcess service, IEnumerable<Func<Task<long>>> calls)
    {
        var latencies = new Latencies();
        var before = servers.Cpu.Read(service.Pid);
        var begun = Stopwatch.GetTimestamp();
        var (first, last) = (0L, 0L);
        foreach (var call in calls)
        {
            var sent = Stopwatch.GetTimestamp();
            last = await call();
            if (first == 0) first = last;
            latencies.AddSince(sent);
        }

        var took = Stopwatch.GetElapsedTime(begun);
        return new Row(
            name, orders, took.TotalSeconds, latencies.P50, latencies.P99, servers.Cpu.Read(service.Pid) - before,
            FormattableString.Invariant($"{(double)(last - first) / orders:0.0} events each"));
    }

    private static async Task<long> PutAsync(StandaloneProcess service, OrderPlaced order)
    {
        using var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(order, Wire.Options));
        content.Headers.ContentType = new("application/json");
        using var response = await service.Client.PutAsync(
            new Uri(
                string.Create(CultureInfo.InvariantCulture, $"v1/programs/{order.Program}/orders/{order.Source}/{order.OrderId}"),
                UriKind.Relative), content);
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("position").GetInt64();
    }

    private static List<Fact> Take(Queue<Fact> facts, int count) => [.. Enumerable.Range(0, count).Select(_ => facts.Dequeue())];
}
