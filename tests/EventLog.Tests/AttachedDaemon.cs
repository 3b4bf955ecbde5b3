using System.Diagnostics;
using JasperFx.Events.Daemon;
using JasperFx.Events.Projections;
using Marten;
using Marten.Subscriptions;

namespace Ledger.EventLog.Tests;

/// <summary>
/// Plain Marten with its async daemon on a log, as another application would attach it. It records the positions it was given.
/// </summary>
internal sealed class AttachedDaemon : IObserver<ShardState>, IAsyncDisposable
{
    /// <summary>Marten's time to treat a gap as permanent: a fifteenth of its default of three seconds, to keep the tests short.</summary>
    private static readonly TimeSpan Stale = TimeSpan.FromMilliseconds(200);

    private readonly Collector collector = new();
    private readonly DocumentStore store;
    private IProjectionDaemon? daemon;
    private int looks;
    private long read;

    private AttachedDaemon(TestLog log) => store = DocumentStore.For(options =>
    {
        options.Connection(log.DataSource);
        options.UseLog(new LogContract(new Dictionary<string, Type> { ["points_accrued"] = typeof(Noted) }, _ => { }));
        options.Projections.StaleSequenceThreshold = Stale;
        options.Projections.SlowPollingTime = options.Projections.FastPollingTime = TimeSpan.FromMilliseconds(20);
        options.Projections.AsyncMode = DaemonMode.Solo;
        options.Projections.Subscribe(collector);
    });

    public IReadOnlyList<long> Seen
    {
        get
        {
            lock (collector.Seen) return [.. collector.Seen];
        }
    }

    /// <summary>The position to which the subscription has read, whether or not there was an event on the way.</summary>
    public long Read => Volatile.Read(ref read);

    public static async Task<AttachedDaemon> StartAsync(TestLog log)
    {
        var attached = new AttachedDaemon(log);
        attached.daemon = await attached.store.BuildProjectionDaemonAsync();
        attached.daemon.Tracker.Subscribe(attached);
        await attached.daemon.StartAllAsync();
        return attached;
    }

    /// <summary>Returns when the daemon has polled often and long enough to treat a gap as permanent.</summary>
    public async Task GiveGapsUpAsync()
    {
        var (clock, before) = (Stopwatch.StartNew(), Volatile.Read(ref looks));
        await UntilAsync(() => clock.Elapsed > 3 * Stale && Volatile.Read(ref looks) - before > 5, "the daemon to look");
    }

    /// <summary>Returns when the condition holds; fails the test when that takes absurdly long.</summary>
    public static async Task UntilAsync(Func<bool> condition, string what)
    {
        var clock = Stopwatch.StartNew();
        while (!condition())
        {
            if (clock.Elapsed > TimeSpan.FromSeconds(60)) Assert.Fail($"Waited for {what}.");
            await Task.Yield();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (daemon is not null) await daemon.StopAllAsync();
        daemon?.Dispose();
        await store.DisposeAsync();
    }

    void IObserver<ShardState>.OnNext(ShardState value)
    {
        if (value.ShardName == ShardState.HighWaterMark) Interlocked.Increment(ref looks);
        else Volatile.Write(ref read, value.Sequence);
    }

    void IObserver<ShardState>.OnCompleted()
    {
    }

    void IObserver<ShardState>.OnError(Exception error)
    {
    }

    private sealed record Noted(decimal Amount, string Note);

    private sealed class Collector : SubscriptionBase
    {
        public Collector() => Name = "collector";

        public List<long> Seen { get; } = [];

        public override Task<IChangeListener> ProcessEventsAsync(EventRange page, ISubscriptionController controller,
            IDocumentOperations operations, CancellationToken cancellationToken)
        {
            lock (Seen) Seen.AddRange(page.Events.Select(one => one.Sequence));
            return Task.FromResult(NullChangeListener.Instance);
        }
    }
}
