using JasperFx.Events;
using JasperFx.Events.Daemon;
using JasperFx.Events.Projections;
using Ledger.Contracts.V1;
using Ledger.Hosting.Telemetry;
using Marten;
using Marten.Subscriptions;
using MassTransit;
using Npgsql;

namespace Ledger.Projections.Host.Publishing;

/// <summary>
/// Publishes events as messages. It is a subscription of Marten's async daemon, which runs it in one process at a time. Its checkpoint
/// advances when the broker has confirmed a page. There is no outbox: a message has its event's id, so a crash repeats identical messages
/// and loses none. An account's events are sent in order, each after the broker has confirmed the one before; different accounts are sent
/// in parallel.
/// </summary>
public sealed class Publisher : SubscriptionBase
{
    /// <summary>The name of its checkpoint in the daemon's table.</summary>
    public const string Shard = "publisher:All";

    // Small pages make the database repeat its work while the publisher is behind: for each page, the daemon's query joins and sorts all
    // wanted events up to the head. Large ones repeat more messages after a crash.
    private const int PageMax = 5_000;

    // The most accounts that are sent at a time, and so the most messages that are unconfirmed by the broker.
    private const int SubjectsMax = 500;

    private readonly NpgsqlDataSource log;
    private readonly IBus bus;

    public Publisher(NpgsqlDataSource log, IBus bus, PublishedTypes types)
    {
        ArgumentNullException.ThrowIfNull(types);
        (this.log, this.bus) = (log, bus);
        Name = "publisher";
        Options.BatchSize = PageMax;
        foreach (var name in types.Names) IncludeType(EventNames.TypeOf(name)!);
    }

    /// <inheritdoc/>
    public override async Task<IChangeListener> ProcessEventsAsync(EventRange page, ISubscriptionController controller,
        IDocumentOperations operations, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(page);
        var traces = await BatchTraces.ReadAsync(log, page.SequenceFloor, page.SequenceCeiling, cancellationToken);
        var subjects = page.Events.GroupBy(SubjectOf);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = SubjectsMax, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(subjects, parallel, async (subject, ct) => await PublishInOrderAsync(subject, traces, ct));
        return NullChangeListener.Instance;
    }

    // The key of the events that must stay in order: the account, or for an event without one its stream.
    private static (string Program, string Subject) SubjectOf(IEvent one) =>
        (one.TenantId, one.Data is IAccountEvent { AccountId: { } account } ? account : one.StreamKey!);

    private async Task PublishInOrderAsync(IEnumerable<IEvent> events, BatchTraces traces, CancellationToken ct)
    {
        foreach (var one in events) await PublishAsync(one, traces, ct);
    }

    private async Task PublishAsync(IEvent one, BatchTraces traces, CancellationToken ct)
    {
        using var span = traces.Publishing(one.Sequence, one.EventTypeName);
        await bus.Publish(
            one.Data,
            one.EventType,
            Pipe.Execute<PublishContext>(message =>
            {
                message.MessageId = one.Id;
                message.Headers.Set(LedgerHeaders.Position, one.Sequence);
            }),
            ct);
    }
}
