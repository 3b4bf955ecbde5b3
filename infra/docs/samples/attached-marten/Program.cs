// Plain Marten on a live ledger's database, with nothing of Ledger but its contracts.
// usage: LEDGER_POSTGRES=... attached-marten PROGRAM SOURCE ORDER ACCOUNT
// Follows the log until a line with a position comes in, then to that position, and shows an order and an account.
using System.Globalization;
using JasperFx;
using JasperFx.Events;
using JasperFx.Events.Daemon;
using JasperFx.Events.Projections;
using JasperFx.MultiTenancy;
using Ledger.Contracts.V1;
using AttachedMarten;
using Marten;
using Marten.Subscriptions;
using Weasel.Core;

var (program, order, account) = (args[0], $"order/{args[1]}/{args[2]}", $"account/{args[3]}");
var follower = new Follower();
using var store = DocumentStore.For(options =>
{
    options.Connection(Environment.GetEnvironmentVariable("LEDGER_POSTGRES")!);
    options.AutoCreateSchemaObjects = AutoCreate.None;
    options.UseSystemTextJsonForSerialization(EnumStorage.AsString, Casing.CamelCase, Wire.Configure);
    options.Events.TenancyStyle = TenancyStyle.Conjoined;
    options.Events.StreamIdentity = StreamIdentity.AsString;
    options.Events.MetadataConfig.EnableAll();
    options.Events.UseListenNotifyForEventAppends = true;
    foreach (var (name, type) in EventNames.All) options.Events.MapEventType(type, name);
    options.Projections.AsyncMode = DaemonMode.Solo;
    options.Projections.Subscribe(follower);
});
await store.Storage.Database.AssertDatabaseMatchesConfigurationAsync();
Console.WriteLine("schema: as Marten wants it");

using var daemon = await store.BuildProjectionDaemonAsync();
await daemon.StartAllAsync();
Console.WriteLine("daemon: follows");
await follower.ReachAsync(long.Parse(Console.ReadLine()!, CultureInfo.InvariantCulture));
await daemon.StopAllAsync();
Console.WriteLine($"daemon: {follower.Count} events, 1 to {follower.Last}, each once and in order: {follower.InOrder}");

await using var session = store.QuerySession(program);
var state = await session.Events.FetchStreamStateAsync(order);
Console.WriteLine($"state: version {state!.Version}, created {state.Created:O}");
var stream = await session.Events.FetchStreamAsync(order);
Console.WriteLine($"stream: {string.Join(' ', stream.Select(one => one.EventTypeName))}");
var points = await session.Events.AggregateStreamAsync<Points>(account);
Console.WriteLine($"aggregate: {points!.Accrued} points accrued in {points.Movements} movements");
var failures = await session.Query<DeadLetterEvent>().Where(one => one.EventSequence > 0).CountAsync();
Console.WriteLine($"documents: {failures} dead letters");
return follower.InOrder ? 0 : 1;

namespace AttachedMarten
{
    public sealed class Points
    {
        public string Id { get; set; } = "";
        public decimal Accrued { get; set; }
        public int Movements { get; set; }
        public void Apply(PointsAccrued accrued) => (Accrued, Movements) = (Accrued + accrued.Amount, Movements + 1);
    }

    public sealed class Follower : SubscriptionBase
    {
        public long Count { get; private set; }
        public long Last { get; private set; }
        public bool InOrder { get; private set; } = true;

        public async Task ReachAsync(long position)
        {
            while (Last < position) await Task.Delay(50);
        }

        public override Task<IChangeListener> ProcessEventsAsync(
            EventRange page, ISubscriptionController controller, IDocumentOperations operations, CancellationToken cancellationToken)
        {
            foreach (var one in page.Events) (InOrder, Last, Count) = (InOrder && one.Sequence == Last + 1, one.Sequence, Count + 1);
            return Task.FromResult(NullChangeListener.Instance);
        }
    }
}
