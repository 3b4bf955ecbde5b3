using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using JasperFx;
using JasperFx.Events;
using Ledger.Bench.Measuring;
using Ledger.Contracts.V1;
using Ledger.EventLog;
using Marten;
using Npgsql;

namespace Ledger.Bench.Runs;

/// <summary>
/// k: the events that the service wrote, appended by Marten's own append in Quick mode, in the same batches: one session per batch, with
/// nothing else in it.
/// </summary>
internal sealed class MartenAppendRun(Servers servers)
{
    private const string Database = "bench_marten";
    private const long BytesMax = 60L << 20;

    public async Task<IReadOnlyList<Row>> RunAsync()
    {
        var target = await servers.CreateDatabaseAsync(Database);
        var logged = new NpgsqlConnectionStringBuilder(target) { Database = HttpRun.Database };
        await using var source = NpgsqlDataSource.Create(logged.ConnectionString);
        var batches = await CopiedEvents.ReadAsync(source, BytesMax);
        var prepared = new NpgsqlConnectionStringBuilder(target) { MaxAutoPrepare = 64, AutoPrepareMinUsages = 2 };
        await using var database = NpgsqlDataSource.Create(prepared.ConnectionString);
        await using var store = DocumentStore.For(options =>
        {
            options.Connection(database);
            options.UseLog(new LogContract(EventNames.All, Wire.Configure));
            options.Events.AppendMode = EventAppendMode.Quick;
            // Nobody listens for appends in this run.
            options.Events.UseListenNotifyForEventAppends = false;
        });
        // The function that Quick mode calls has other parameters than in the service's schema, so Marten creates this database's schema.
        await store.Storage.Database.ApplyAllConfiguredChangesToDatabaseAsync(AutoCreate.CreateOrUpdate);
        // The events are deserialized before the clock starts, as the service's were objects when they were recorded.
        var streams = batches.ConvertAll(batch => batch.GroupBy(one => (one.Tenant, one.Stream)).Select(stream => (stream.Key,
            Events: stream.Select(Read).ToArray())).ToList());
        var warm = batches.Count / 10;
        foreach (var batch in streams.Take(warm)) await AppendAsync(store, batch);

        var latencies = new Latencies();
        var before = servers.Cpu.Read();
        var begun = Stopwatch.GetTimestamp();
        foreach (var batch in streams.Skip(warm))
        {
            var sent = Stopwatch.GetTimestamp();
            await AppendAsync(store, batch);
            latencies.AddSince(sent);
        }

        var took = Stopwatch.GetElapsedTime(begun);
        var spent = servers.Cpu.Read() - before;
        var measured = batches.Skip(warm).ToList();
        await store.DisposeAsync();
        await servers.DropDatabaseAsync(Database);
        return
        [
            new Row("k Marten's own append (Quick) of the same events, same batches", measured.Sum(batch => batch.Count(one =>
                one.IsFact)), took.TotalSeconds, latencies.P50, latencies.P99, spent,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{measured.Sum(batch => batch.Count) / took.TotalSeconds:N0} events/s, "
                    + $"{measured.Average(batch => batch.Count):N0} a batch")),
        ];
    }

    private static async Task AppendAsync(DocumentStore store, List<((string Tenant, string Stream) Key, object[] Events)> batch)
    {
        await using var session = store.LightweightSession(batch[0].Key.Tenant);
        foreach (var (key, events) in batch) session.Events.Append(key.Stream, events);
        await session.SaveChangesAsync();
    }

    private static object Read(CopiedEvent one) => JsonSerializer.Deserialize(one.Data, EventNames.TypeOf(one.Type)!, Wire.Options)!;
}
