using System.Diagnostics;
using System.Reflection;
using Ledger.Bench.Load;
using Ledger.Bench.Measuring;
using Ledger.Contracts.V1;
using Npgsql;

namespace Ledger.Bench.Runs;

/// <summary>
/// c: one transaction per fact with the account's row locked, over 8 connections: the way most systems do it. It keeps the order, one accrual
/// at 1 point a pound and a balance; no tiers, no lots, no discounts, no log.
/// </summary>
internal sealed class RowLockRun(Servers servers)
{
    private const string Database = "bench_rows";
    private const int Connections = 8;

    public async Task<IReadOnlyList<Row>> RunAsync(IReadOnlyList<Fact> facts)
    {
        var builder = new NpgsqlDataSourceBuilder(await servers.CreateDatabaseAsync(Database));
        builder.ConnectionStringBuilder.MaxAutoPrepare = 16;
        builder.ConnectionStringBuilder.AutoPrepareMinUsages = 2;
        await using var database = builder.Build();
        using (var script = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream("RowLocks.sql")!))
        {
            await using var create = database.CreateCommand(await script.ReadToEndAsync());
            await create.ExecuteNonQueryAsync();
        }

        await WriteAsync(database, Generator.Facts("warm", 1_000), new Latencies());

        var latencies = new Latencies();
        var before = servers.Cpu.Read();
        var begun = Stopwatch.GetTimestamp();
        await WriteAsync(database, facts, latencies);
        var took = Stopwatch.GetElapsedTime(begun);
        var spent = servers.Cpu.Read() - before;
        await database.DisposeAsync();
        await servers.DropDatabaseAsync(Database);
        return [new Row("c a transaction per order, row locks, 8 connections", facts.Count, took.TotalSeconds, latencies.P50, latencies.P99, spent)];
    }

    // An account's facts keep their order because one connection has them all.
    private static Task WriteAsync(NpgsqlDataSource database, IReadOnlyList<Fact> facts, Latencies latencies) =>
        Task.WhenAll(Chunks.ByLane(facts, Connections, 1).Select(async lane =>
        {
            await using var connection = await database.OpenConnectionAsync();
            foreach (var fact in lane)
            {
                var sent = Stopwatch.GetTimestamp();
                await using var transaction = await connection.BeginTransactionAsync();
                await (fact[0].Message switch
                {
                    OrderPlaced order => RowLockOrders.PlaceAsync(connection, order),
                    OrderReturned returned => RowLockOrders.ReturnAsync(connection, returned),
                    _ => throw new UnreachableException(),
                });
                await transaction.CommitAsync();
                latencies.AddSince(sent);
            }
        }));
}
