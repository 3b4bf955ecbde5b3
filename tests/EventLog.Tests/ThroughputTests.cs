using System.Diagnostics;
using System.Text;
using Ledger.Hosting;
using Npgsql;
using NpgsqlTypes;

namespace Ledger.EventLog.Tests;

/// <summary>A measurement, run by name: what an append costs beside a raw binary COPY of the same rows into the same table.</summary>
[TestFixture, Explicit("A measurement."), NonParallelizable]
public sealed class ThroughputTests
{
    private const int Batches = 200;
    private const int Streams = 500;

    [TestCase(50)]
    [TestCase(500)]
    public async Task Append_against_raw_copy(int size)
    {
        await using var appended = await TestLog.CreateAsync();
        await using var copied = await TestLog.CreateAsync();
        await using var inSession = await TestLog.CreateAsync();
        await using var marten = LedgerStore.Open(inSession.DataSource);
        await copied.ExecuteAsync(
            $"insert into mt_streams (tenant_id, id, version) select 'program', 'account/' || n, 0 from generate_series(0, {Streams - 1}) n"
        );

        var (append, copy, session) = (TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero);
        var versions = new long[Streams];
        // The two measurements alternate, so that both run under the same conditions.
        for (var batch = 0; batch < Batches + 20; batch++)
        {
            var events = Enumerable
                .Range(0, size / 5)
                .Select(n => ((batch * size / 5) + n) % Streams)
                .Select(s => new StreamAppend(
                    "program", $"account/{s}", "account", (versions[s] += 5) - 5, [.. Enumerable.Range(0, 5).Select(n => Event(n))]))
                .ToList();
            var clock = Stopwatch.StartNew();
            await appended.AppendAsync([.. events]);
            var one = clock.Elapsed;
            clock.Restart();
            await CopyAsync(copied, events, batch * size);
            var two = clock.Elapsed;
            clock.Restart();
            await using (var unit = marten.LightweightSession()) await inSession.Store.AppendAsync(unit, PreparedAppend.Of(events), null,
                CancellationToken.None);
            if (batch < 20) continue;
            append += one;
            copy += two;
            session += clock.Elapsed;
        }

        TestContext.Out.WriteLine(
            $"{size} a batch: append {Batches * size / append.TotalSeconds:N0} events/s, raw COPY "
            + $"{Batches * size / copy.TotalSeconds:N0} events/s, ratio {copy / append:P0}; in a Marten session "
            + $"{Batches * size / session.TotalSeconds:N0} events/s, {session / append:P0} of the time");

        var verify = Stopwatch.StartNew();
        var report = await appended.VerifyAsync();
        Assert.That(report.Ok, string.Join('\n', report.Findings));
        TestContext.Out.WriteLine($"verify {report.Events / verify.Elapsed.TotalSeconds:N0} events/s");
    }

    [TestCase(1)]
    [TestCase(4)]
    public async Task Many_writers(int writers)
    {
        await using var log = await TestLog.CreateAsync();
        async Task WriteAsync(int writer)
        {
            var store = new EventStore(log.DataSource);
            for (var batch = 0; batch < 100; batch++)
            {
                await store.AppendAsync([
                        .. Enumerable
                            .Range(0, 100)
                            .Select(s => new StreamAppend(
                                "program", $"account/{writer}/{s}", "account", batch * 5, [.. Enumerable.Range(0, 5).Select(Event)])),
                    ], null, CancellationToken.None);
            }
        }

        var clock = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, writers).Select(n => Task.Run(() => WriteAsync(n))));
        TestContext.Out.WriteLine($"{writers} writer(s), 500 a batch: {writers * 100 * 500 / clock.Elapsed.TotalSeconds:N0} events/s");
        var head = await log.Store.ReadHeadAsync(CancellationToken.None);
        clock.Restart();
        for (var position = 0L; position < head.Position;)
        {
            position += (await log.Store.ReadAfterAsync(position, 1000, CancellationToken.None)).Count;
        }
        TestContext.Out.WriteLine($"read {head.Position / clock.Elapsed.TotalSeconds:N0} events/s");
    }

    private static NewEvent Event(int number) => TestLog.Event(number,
        $$"""{"account":"account/1234","amount":{{number}}.50,"currency":"EUR","lines":[{"points":10,"product":"A-100","quantity":2},"""
            + $$"""{"points":20,"product":"B-200","quantity":1},{"points":30,"product":"C-300","quantity":"""
            + $$"""7}],"note":"{{new string('x', 180)}}","order":"shop/2026-000{{number}}","rule":"base-accrual"}""");

    private static async Task CopyAsync(TestLog log, List<StreamAppend> appends, long position)
    {
        await using var connection = await log.DataSource.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var copy = await connection.BeginBinaryImportAsync("copy mt_events (seq_id, id, stream_id, version, data, type, "
            + "timestamp, tenant_id, mt_dotnet_type, correlation_id, causation_id, headers, is_archived) from stdin (format binary)"))
        {
            foreach (var append in appends)
            {
                var version = append.ExpectedVersion;
                foreach (var added in append.Events)
                {
                    await copy.StartRowAsync();
                    await copy.WriteAsync(++position);
                    await copy.WriteAsync(Guid.NewGuid());
                    await copy.WriteAsync(append.StreamId);
                    await copy.WriteAsync(++version);
                    await copy.WriteAsync(Encoding.UTF8.GetString(added.Data.Span), NpgsqlDbType.Jsonb);
                    await copy.WriteAsync(added.Type);
                    await copy.WriteAsync(added.Timestamp.UtcDateTime);
                    await copy.WriteAsync(append.Tenant);
                    await copy.WriteAsync(added.DotNetType);
                    await copy.WriteAsync(added.CorrelationId!);
                    await copy.WriteAsync(added.CausationId!);
                    await copy.WriteAsync(Encoding.UTF8.GetString(added.Headers.Span), NpgsqlDbType.Jsonb);
                    await copy.WriteAsync(false);
                }
            }

            await copy.CompleteAsync();
        }

        await using var update = new NpgsqlCommand(
            "update mt_streams s set version = n.v from unnest($1, $2) as n (id, v) where s.tenant_id = 'program' and s.id = n.id",
            connection, transaction)
        {
            Parameters =
            {
                new() { Value = appends.Select(a => a.StreamId).ToArray() },
                new() { Value = appends.Select(a => a.ExpectedVersion + 5).ToArray() },
            },
        };
        await update.ExecuteNonQueryAsync();
        await transaction.CommitAsync();
    }
}
