using System.Diagnostics;
using Ledger.EventLog;
using Ledger.Projections.Host;
using Ledger.TestSupport;
using NUnit.Framework;
using Ledger.Contracts.V1;

#pragma warning disable
namespace Ledger.Services.Tests.Projections;

[Explicit]
public sealed class Phases
{
    [TestCase(1)]
    [TestCase(20)]
    public async Task Phase(int lines)
    {
        await using var database = await TestDatabase.CreateAsync();
        await EventLogSchema.CreateAsync(database.DataSource);
        var store = new EventStore(database.DataSource);
        var log = new TestLog(store);
        var given = new Given("acme");
        var lots = new Dictionary<string, long>();
        var batch = new List<ILedgerEvent>();
        var made = 0;
        for (var n = 0; made < 100_000; n++)
        {
            var account = $"A{(n * 7919L) % 5000}";
            var lot = lots[account] = lots.GetValueOrDefault(account) + 1;
            var at = Given.Start.AddMinutes(n);
            var evaluated = given.Evaluated(account, $"O{n}", at, 12.34m, 12, lines: lines);
            batch.AddRange([given.Order(account, $"O{n}", at, lines), evaluated, given.Accrued(account, lot, 12, $"O{n}", at)]);
            if (lot > 1) batch.Add(given.Activated(account, lot - 1, 12, at));
            if (batch.Count < 2_000) continue;
            made += batch.Count;
            await log.AppendAsync(batch);
            batch.Clear();
        }
        await using (var connection = await database.DataSource.OpenConnectionAsync())
            await ProjectionSchema.CreateControlAsync(connection, CancellationToken.None);

        for (var run = 0; run < 4; run++)
        {
            await using var connection = await database.DataSource.OpenConnectionAsync();
            var number = await ProjectionSchema.CreateLiveAsync(connection, CancellationToken.None);
            var tables = new ViewTables(number);
            var fold = new Fold(tables, 1);
            TimeSpan r = default, p = default, f = default, w = default;
            var byType = new Dictionary<string, TimeSpan>();
            TimeSpan rc = default, wc = default;
            long at = 0, from = 0;
            while (true)
            {
                var c = Process.GetCurrentProcess().TotalProcessorTime;
                var t = Stopwatch.GetTimestamp();
                var events = await store.ReadAfterAsync(at, 5000, default);
                r += Stopwatch.GetElapsedTime(t);
                rc += Process.GetCurrentProcess().TotalProcessorTime - c;
                if (events.Count == 0) break;
                t = Stopwatch.GetTimestamp();
                var list = new List<TailedEvent>();
                foreach (var e in events)
                {
                    var u = Stopwatch.GetTimestamp();
                    list.Add(new TailedEvent(e.Position, e.Id, e.Tenant, SeenReader.Read(e)!));
                    byType[e.Type] = byType.GetValueOrDefault(e.Type) + Stopwatch.GetElapsedTime(u);
                }
                p += Stopwatch.GetElapsedTime(t);
                t = Stopwatch.GetTimestamp();
                await fold.ApplyAsync(list, connection, default);
                f += Stopwatch.GetElapsedTime(t);
                at = events[^1].Position;
                if (tables.DirtyCount >= 60_000)
                {
                    t = Stopwatch.GetTimestamp();
                    c = Process.GetCurrentProcess().TotalProcessorTime;
                    await tables.WriteAsync(connection, $"projections_{number}", from, at, default);
                    from = at;
                    w += Stopwatch.GetElapsedTime(t);
                    wc += Process.GetCurrentProcess().TotalProcessorTime - c;
                }
            }
            await TestContext.Out.WriteLineAsync($"{lines} lines, {made} ev: read {r.TotalSeconds:F2} (cpu {rc.TotalSeconds:F2}) parse {p.TotalSeconds:F2} fold {f.TotalSeconds:F2} write {w.TotalSeconds:F2} (cpu {wc.TotalSeconds:F2})  " + string.Join(" ", byType.Select(x => $"{x.Key}={x.Value.TotalMilliseconds:F0}ms")));
        }
    }
}
