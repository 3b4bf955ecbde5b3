using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Ledger.Contracts.V1;
using Ledger.EventLog;
using Ledger.Hosting;
using Ledger.Projections.Host.Publishing;
using Ledger.Services.Tests.Running;
using Ledger.TestSupport;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NUnit.Framework;
using Sample = Ledger.Services.Tests.Running.Sample;
using TestLog = Ledger.Services.Tests.Projections.TestLog;

namespace Ledger.Services.Tests.Publishing;

/// <summary>Every event of the selected types is published, under its own id, even across restarts.</summary>
[NonParallelizable]
public sealed class PublisherTests
{
    [Test]
    public async Task Every_event_goes_out_under_its_id_also_when_the_publisher_is_stopped_at_any_time()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var ledger = await RunningLedger.StartAsync(database);
        var seen = new ConcurrentBag<Received>();
        await using var integrator = await IntegratorAsync(seen);
        await ledger.PublishAsync(Sample.Document());

        var importing = ledger.ImportAsync(Sample.Program, Sample.Lines(11, 800));
        do
        {
            await using var publisher = await PublisherAsync(database, "tier_*,points_accrued,order_rejected,program_published");
            await Task.WhenAny(importing, Task.Delay(TimeSpan.FromMilliseconds(400)));
        }
        while (!importing.IsCompleted);
        await importing;
        await using var last = await PublisherAsync(database, "tier_*,points_accrued,order_rejected,program_published");
        var expected = (await database.TextsAsync(
            """
            select concat_ws(' ', type, id, seq_id) from mt_events
             where type like 'tier%' or type in ('points_accrued', 'order_rejected', 'program_published')
            """)).ToHashSet(StringComparer.Ordinal);
        await Eventually.GetAsync(
            () => Task.FromResult(seen.Select(one => one.ToString()).ToHashSet(StringComparer.Ordinal)),
            came => came.IsSupersetOf(expected), $"all {expected.Count} messages");

        Assert.That(expected, Has.Count.GreaterThan(500));
        Assert.That(seen.Select(one => one.ToString()).ToHashSet(StringComparer.Ordinal), Is.EquivalentTo(expected));
    }

    [Test]
    public async Task Every_kind_of_event_leaves_as_it_is_described()
    {
        await using var database = await TestDatabase.CreateAsync();
        var log = new TestLog(new EventStore(database.DataSource));
        var samples = Path.Combine(BuiltFiles.Root, "contracts", "samples");
        foreach (var type in EventNames.All.Values)
        {
            var sample = await File.ReadAllTextAsync(Path.Combine(samples, $"{type.Name}.json"));
            await log.AppendAsync((ILedgerEvent)JsonSerializer.Deserialize(sample, type, Wire.Options)!);
        }

        var seen = new MessagesOut();
        await using var listener = await MessageListener.ListenAsync(TestServers.Rabbit, seen);
        await using var publisher = await PublisherAsync(database, "all");
        var ids = (await database.TextsAsync("select id::text from mt_events")).Select(Guid.Parse).ToList();
        await Eventually.TrueAsync(() => Task.FromResult(ids.TrueForAll(seen.Has) || seen.Faults.Count > 0), "every kind to leave");

        Assert.That(seen.Faults, Is.Empty);
        Assert.That(seen.Valid.Keys, Is.SupersetOf(EventNames.All.Values.Select(type => type.Name)));
        Assert.That(MessageSchemas.Exchanges.Values, Is.EquivalentTo(EventNames.All.Values.Select(type => type.Name)));
    }

    [Test]
    public async Task An_accounts_events_leave_in_the_order_of_the_log()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var ledger = await RunningLedger.StartAsync(database);
        await ledger.PublishAsync(Sample.Document());
        await ledger.ImportAsync(Sample.Program, Sample.Lines(13, 400));
        var seen = new MessagesOut();
        await using var listener = await MessageListener.ListenAsync(TestServers.Rabbit, seen);
        await using var publisher = await PublisherAsync(database, "all");

        var ids = (await database.TextsAsync("select id::text from mt_events")).Select(Guid.Parse).ToList();
        await Eventually.TrueAsync(() => Task.FromResult(ids.TrueForAll(seen.Has)), $"all {ids.Count} events to leave");
        var accounts = (
            await database.TextsAsync("select concat(seq_id, ' ', data ->> 'accountId') from mt_events where data ? 'accountId'"))
            .Select(row => row.Split(' '))
            .ToDictionary(row => long.Parse(row[0], CultureInfo.InvariantCulture), row => row[1]);

        Assert.That(seen.Faults, Is.Empty);
        Assert.That(accounts, Has.Count.GreaterThan(2000));
        foreach (var account in seen.Positions.Where(accounts.ContainsKey).GroupBy(position => accounts[position]))
        {
            Assert.That(account, Is.Ordered.Ascending, account.Key);
        }
    }

    [Test]
    public async Task The_checkpoint_passes_what_does_not_go_out()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var ledger = await RunningLedger.StartAsync(database);
        await ledger.PublishAsync(Sample.Document());
        await ledger.ImportAsync(Sample.Program, Sample.Lines(12, 50));
        await using var publisher = await PublisherAsync(database, "program_retired");

        var head = (await ledger.Services.GetRequiredService<EventStore>().ReadHeadAsync(default)).Position;
        await Eventually.TrueAsync(async () => await CheckpointAsync(database) == head, "the checkpoint to reach the head");
    }

    private static async Task<long?> CheckpointAsync(TestDatabase database)
    {
        await using var command = database.DataSource.CreateCommand("select last_seq_id from mt_event_progression where name = $1");
        command.Parameters.AddWithValue(Publisher.Shard);
        return await command.ExecuteScalarAsync() as long?;
    }

    private static async Task<Running> PublisherAsync(TestDatabase database, string types)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(database.DataSource);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddLedgerStore().AddPublisher(PublishedTypes.Parse(types));
        builder.Services.AddLedgerBus(new Uri(TestServers.Rabbit), _ => { }, (_, _) => { });
        return await Running.StartAsync(builder);
    }

    private static async Task<Running> IntegratorAsync(ConcurrentBag<Received> seen)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(seen);
        builder.Services.AddLedgerBus(
            new Uri(TestServers.Rabbit),
            bus => bus.AddConsumer<Integrator>(),
            (bus, context) => bus.ReceiveEndpoint($"test-{Guid.NewGuid():N}", queue =>
            {
                queue.AutoDelete = true;
                queue.Durable = false;
                queue.ConfigureConsumer<Integrator>(context);
            }));
        return await Running.StartAsync(builder);
    }

    private sealed record Received(string Type, Guid Id, long Position)
    {
        public override string ToString() => $"{Type} {Id} {Position}";
    }

    private sealed class Integrator(ConcurrentBag<Received> seen) : IConsumer<PointsAccrued>,
            IConsumer<TierUpgraded>,
            IConsumer<TierDowngraded>,
            IConsumer<TierRetained>,
            IConsumer<TierGraceStarted>,
            IConsumer<OrderRejected>,
            IConsumer<ProgramPublished>
    {
        public Task Consume(ConsumeContext<PointsAccrued> context) => Keep(context);

        public Task Consume(ConsumeContext<TierUpgraded> context) => Keep(context);

        public Task Consume(ConsumeContext<TierDowngraded> context) => Keep(context);

        public Task Consume(ConsumeContext<TierRetained> context) => Keep(context);

        public Task Consume(ConsumeContext<TierGraceStarted> context) => Keep(context);

        public Task Consume(ConsumeContext<OrderRejected> context) => Keep(context);

        public Task Consume(ConsumeContext<ProgramPublished> context) => Keep(context);

        private Task Keep<T>(ConsumeContext<T> context)
            where T : class, ILedgerEvent
        {
            seen.Add(
                new Received(EventNames.Of(typeof(T)), context.MessageId!.Value, context.Headers.Get<long>(LedgerHeaders.Position)!.Value));
            return Task.CompletedTask;
        }
    }

    private sealed class Running(IHost host) : IAsyncDisposable
    {
        public static async Task<Running> StartAsync(HostApplicationBuilder builder)
        {
            var host = builder.Build();
            await host.StartAsync();

            // Waits until the bus has started, because a bus that is stopped before that keeps running.
            await host.Services.GetRequiredService<IBusControl>().WaitForHealthStatus(BusHealthStatus.Healthy, TimeSpan.FromSeconds(30));
            return new Running(host);
        }

        public async ValueTask DisposeAsync()
        {
            await host.StopAsync();
            host.Dispose();
        }
    }
}
