using System.Diagnostics;
using JasperFx.Events.Daemon;
using JasperFx.Events.Projections;
using Ledger.Contracts.V1;
using Ledger.EventLog;
using Ledger.Projections.Host.Schema;
using Ledger.Projections.Host.Tailing;
using Ledger.TestSupport;
using Marten;
using Marten.Subscriptions;
using NUnit.Framework;

namespace Ledger.Services.Tests.Projections;

/// <summary>Measures how fast views are built from an existing log. Runs only when named.</summary>
[Explicit]
public sealed class RebuildRate
{
    [TestCase(200_000, 1, 5_000)]
    [TestCase(200_000, 20, 5_000)]
    public async Task Rate(int target, int lines, int accounts)
    {
        await using var database = await TestDatabase.CreateAsync();
        var store = new EventStore(database.DataSource);
        var log = new TestLog(store);
        var given = new Given("acme");
        var lots = new Dictionary<string, long>();
        var batch = new List<ILedgerEvent>();
        var made = 0;
        for (var n = 0; made < target; n++)
        {
            var account = $"A{(n * 7919L) % accounts}";
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
        {
            await ProjectionSchema.CreateControlAsync(connection, CancellationToken.None);
        }

        for (var run = 0; run < 3; run++)
        {
            await using var connection = await database.DataSource.OpenConnectionAsync();
            var number = await ProjectionSchema.CreateLiveAsync(connection, CancellationToken.None);
            await using var generation = await Generation.OpenAsync(
                new LogTail(database.DataSource, new EventStore(database.DataSource)), database.DataSource, number, CancellationToken.None);
            var cpu = Process.GetCurrentProcess().TotalProcessorTime;
            var watch = Stopwatch.StartNew();
            TailStep step;
            do
            {
                step = await generation.StepAsync(CancellationToken.None);
            }
            while (step.HasMore);
            var folded = watch.Elapsed;
            await generation.IndexAsync(CancellationToken.None);
            await TestContext.Out.WriteLineAsync(
                $"{lines} lines: {made} events in {folded.TotalSeconds:F2} s = {made / folded.TotalSeconds:F0}/s; indexes "
                + $"{(watch.Elapsed - folded).TotalSeconds:F2} s; own CPU "
                + $"{(Process.GetCurrentProcess().TotalProcessorTime - cpu).TotalSeconds:F2} s");
            await DaemonAsync(database, made, folded);
        }
    }

    // The same log read by a subscription of Marten's daemon that does nothing with it: the most that views under the daemon could do.
    private static async Task DaemonAsync(TestDatabase database, int made, TimeSpan folded)
    {
        var idle = new Idle(made);
        await using var store = DocumentStore.For(options =>
        {
            options.Connection(database.DataSource);
            options.UseLog(new LogContract(EventNames.All, Wire.Configure));
            options.Projections.AsyncMode = DaemonMode.Solo;
            options.Projections.Subscribe(idle);
        });
        await using (var command = database.DataSource.CreateCommand(
            "delete from mt_event_progression where name = 'idle:All'")) await command.ExecuteNonQueryAsync();
        using var daemon = await store.BuildProjectionDaemonAsync();
        var cpu = Process.GetCurrentProcess().TotalProcessorTime;
        var watch = Stopwatch.StartNew();
        await daemon.StartAllAsync();
        await idle.Done.WaitAsync(TimeSpan.FromMinutes(5));
        var took = watch.Elapsed;
        await daemon.StopAllAsync();
        await TestContext.Out.WriteLineAsync(
            $"a daemon's subscription that does nothing: {made / took.TotalSeconds:F0}/s, {folded / took:F2} of the tailer's; own CPU "
            + $"{(Process.GetCurrentProcess().TotalProcessorTime - cpu).TotalSeconds:F2} s");
    }

    private sealed class Idle : SubscriptionBase
    {
        private readonly TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly long until;

        public Idle(long until)
        {
            this.until = until;
            Name = "idle";
            Options.BatchSize = 5_000;
            Options.MaximumHopperSize = 20_000;
        }

        public Task Done => done.Task;

        public override Task<IChangeListener> ProcessEventsAsync(EventRange page, ISubscriptionController controller,
            IDocumentOperations operations, CancellationToken cancellationToken)
        {
            if (page.SequenceCeiling >= until) done.TrySetResult();
            return Task.FromResult(NullChangeListener.Instance);
        }
    }
}
