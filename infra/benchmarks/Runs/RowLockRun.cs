using System.Diagnostics;
using Ledger.Bench.Load;
using Ledger.Bench.Measuring;
using Ledger.Contracts.V1;
using Npgsql;

namespace Ledger.Bench.Runs;

/// <summary>
/// c: one transaction per fact with the account's row locked, over 8 connections: the way most systems do it. It comes to the same discounts, points
/// and tiers and keeps them in tables of its own; it has no log to prove them. c1 sends a statement for each
/// row and waits for it, as most object mappers do; c2 sends together what waits for no answer, as a careful hand would.
/// </summary>
internal sealed class RowLockRun(Servers servers)
{
    private const string Database = "bench_rows";
    private const int Connections = 8;

    public async Task<IReadOnlyList<Row>> RunAsync(IReadOnlyList<Fact> facts) =>
    [
        await RunAsync(facts, together: false, "c1 a transaction per order, row locks, 8 connections, a round trip per row"),
        await RunAsync(facts, together: true, "c2 the same, rows sent together"),
    ];

    private async Task<Row> RunAsync(IReadOnlyList<Fact> facts, bool together, string name)
    {
        await using var database = await RowLockDatabase.CreateAsync(servers, Database, "RowLocks.sql", Connections);
        await WriteAsync(database, Generator.Facts("warm", 1_000), together, new Latencies());

        var latencies = new Latencies();
        var before = servers.Cpu.Read();
        var begun = Stopwatch.GetTimestamp();
        await WriteAsync(database, facts, together, latencies);
        var took = Stopwatch.GetElapsedTime(begun);
        var spent = servers.Cpu.Read() - before;
        await database.DisposeAsync();
        await servers.DropDatabaseAsync(Database);
        return new Row(name, facts.Count, took.TotalSeconds, latencies.P50, latencies.P99, spent);
    }

    // An account's facts keep their order because one connection has them all.
    private static Task WriteAsync(NpgsqlDataSource database, IReadOnlyList<Fact> facts, bool together, Latencies latencies) =>
        Task.WhenAll(Chunks.ByLane(facts, Connections, 1).Select(async lane =>
        {
            await using var connection = await database.OpenConnectionAsync();
            var orders = new RowLockOrders(connection, together);
            foreach (var fact in lane)
            {
                var sent = Stopwatch.GetTimestamp();
                await using var transaction = await connection.BeginTransactionAsync();
                await (fact[0].Message switch
                {
                    OrderPlaced order => orders.PlaceAsync(order),
                    OrderReturned returned => orders.ReturnAsync(returned),
                    _ => throw new UnreachableException(),
                });
                await transaction.CommitAsync();
                latencies.AddSince(sent);
            }
        }));
}
