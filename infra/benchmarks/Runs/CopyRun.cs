using System.Diagnostics;
using Ledger.Bench.Measuring;
using Ledger.Host.State;
using Npgsql;
using NpgsqlTypes;

namespace Ledger.Bench.Runs;

/// <summary>
/// b: the events that the service wrote, written to a second database in the same batches: streams are updated and events inserted by
/// binary COPY, nothing else.
/// </summary>
internal sealed class CopyRun(Servers servers)
{
    private const string Database = "bench_copy";
    private const long BytesMax = 300L << 20;

    public async Task<IReadOnlyList<Row>> RunAsync()
    {
        var target = await servers.CreateDatabaseAsync(Database);
        await using var source = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(target) { Database = HttpRun.Database }.ConnectionString);
        var batches = await CopiedEvents.ReadAsync(source, BytesMax);
        await using var database = NpgsqlDataSource.Create(target);
        await LedgerDatabase.ApplyAsync(database);
        await using var connection = await database.OpenConnectionAsync();
        var warm = batches.Count / 10;
        foreach (var batch in batches.Take(warm)) await WriteAsync(connection, batch);

        var measured = batches.Skip(warm).ToList();
        var latencies = new Latencies();
        var before = servers.Cpu.Read();
        var begun = Stopwatch.GetTimestamp();
        foreach (var batch in measured)
        {
            var sent = Stopwatch.GetTimestamp();
            await WriteAsync(connection, batch);
            latencies.AddSince(sent);
        }

        var took = Stopwatch.GetElapsedTime(begun);
        var spent = servers.Cpu.Read() - before;
        var events = measured.Sum(batch => batch.Count);
        await servers.DropDatabaseAsync(Database);
        return
        [
            new Row(
                "b binary COPY of the same events, same batches", measured.Sum(batch => batch.Sum(one => one.IsFact ? 1L : 0)),
                took.TotalSeconds, latencies.P50, latencies.P99, spent,
                FormattableString.Invariant($"{events / took.TotalSeconds:N0} events/s, {(double)events / measured.Count:N0} a batch")),
        ];
    }

    private static async Task WriteAsync(NpgsqlConnection connection, IReadOnlyList<CopiedEvent> batch)
    {
        await using var transaction = await connection.BeginTransactionAsync();
        await TouchAsync(connection, batch);
        await using (var copy = await connection.BeginBinaryImportAsync(
            "copy mt_events (seq_id, id, stream_id, version, data, type, timestamp, tenant_id, mt_dotnet_type, is_archived) from "
            + "stdin (format binary)"))
        {
            foreach (var one in batch)
            {
                await copy.StartRowAsync();
                await copy.WriteAsync(one.Position, NpgsqlDbType.Bigint);
                await copy.WriteAsync(one.Id, NpgsqlDbType.Uuid);
                await copy.WriteAsync(one.Stream, NpgsqlDbType.Varchar);
                await copy.WriteAsync(one.Version, NpgsqlDbType.Bigint);
                await copy.WriteAsync(one.Data, NpgsqlDbType.Jsonb);
                await copy.WriteAsync(one.Type, NpgsqlDbType.Varchar);
                await copy.WriteAsync(one.Timestamp, NpgsqlDbType.TimestampTz);
                await copy.WriteAsync(one.Tenant, NpgsqlDbType.Varchar);
                await copy.WriteAsync(one.DotNetType, NpgsqlDbType.Varchar);
                await copy.WriteAsync(false, NpgsqlDbType.Boolean);
            }

            await copy.CompleteAsync();
        }

        await transaction.CommitAsync();
    }

    private static async Task TouchAsync(NpgsqlConnection connection, IReadOnlyList<CopiedEvent> batch)
    {
        var streams = batch
            .GroupBy(one => (one.Tenant, one.Stream))
            .Select(stream => (stream.Key.Tenant, stream.Key.Stream, Version: stream.Max(one => one.Version)))
            .ToList();
        await using var command = new NpgsqlCommand(
            """
            insert into mt_streams (tenant_id, id, version)
            select * from unnest($1, $2, $3)
                on conflict (tenant_id, id) do update set version = excluded.version, timestamp = now()
            """, connection)
        {
            Parameters =
            {
                new NpgsqlParameter<string[]> { TypedValue = [.. streams.Select(stream => stream.Tenant)] },
                new NpgsqlParameter<string[]> { TypedValue = [.. streams.Select(stream => stream.Stream)] },
                new NpgsqlParameter<long[]> { TypedValue = [.. streams.Select(stream => stream.Version)] },
            },
        };
        await command.PrepareAsync();
        await command.ExecuteNonQueryAsync();
    }
}
