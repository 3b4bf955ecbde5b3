using System.Text.Json;
using Ledger.Contracts.V1;
using Ledger.EventLog;
using Ledger.Hosting;
using MassTransit;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Ledger.Projections.Host;

/// <summary>
/// Sends events out as messages: a reader of the log like any other, with a checkpoint that moves on only when the broker has confirmed
/// everything before it. There is no outbox: a message's id is its event's, so a crash repeats identical messages and loses none.
/// It never hurries: others' work comes first, and after a burst it catches up.
/// </summary>
public sealed partial class Publisher(NpgsqlDataSource log, EventStore store, IBus bus, PublishedTypes types, ILogger<Publisher> logger) : BackgroundService
{
    /// <summary>The name of the checkpoint.</summary>
    public const string Name = "publisher";

    // 'ledgerpb' as a number: one publisher at a time.
    private const long LeaseKey = 7810759523990466658;
    private const int PositionsAtOnce = 5000;
    private const int OnTheWayMax = 500;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan StandBy = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan IdleMax = TimeSpan.FromSeconds(5);
    private string? lastFault;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            try
            {
                await TurnAsync(stoppingToken);
            }
            catch (Exception fault) when (fault is not OutOfMemoryException && !stoppingToken.IsCancellationRequested)
            {
                if (fault.Message != lastFault) LogFault(logger, fault);
                lastFault = fault.Message;
            }

            await Task.Delay(StandBy, stoppingToken);
        }
    }

    private async Task TurnAsync(CancellationToken ct)
    {
        await using var lease = await Lease.TryTakeAsync(log, LeaseKey, ct);
        if (lease is null) return;
        var position = await new Checkpoints(log).ReadAsync(Name, ct);
        while (true)
        {
            var outgoing = await Outgoing.ReadAsync(log, position, PositionsAtOnce, types, ct);
            if (outgoing.End == position)
            {
                await store.WaitForAppendAsync(position, IdleMax, ct);
                await lease.CheckAsync(ct);
            }
            else
            {
                // Confirmed by the broker before the checkpoint moves, many at a time.
                foreach (var some in outgoing.Events.Chunk(OnTheWayMax)) await Task.WhenAll(some.Select(one => PublishAsync(one, ct)).ToList());
                if (!await AdvanceAsync(position, outgoing.End, ct)) return;
                position = outgoing.End;
                lastFault = null;
            }

            await Task.Delay(Pause, ct);
        }
    }

    private Task PublishAsync(OutgoingEvent one, CancellationToken ct) => bus.Publish(
        JsonSerializer.Deserialize(one.Data, one.Type, Wire.Options)!,
        one.Type,
        Pipe.Execute<PublishContext>(message =>
        {
            message.MessageId = one.Id;
            message.Headers.Set(Positions.Header, one.Position);
        }),
        ct);

    private async Task<bool> AdvanceAsync(long from, long to, CancellationToken ct)
    {
        await using var connection = await log.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        if (!await Checkpoints.AdvanceAsync(connection, transaction, Name, from, to, ct)) return false;
        await transaction.CommitAsync(ct);
        return true;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Messages wait to be published.")]
    private static partial void LogFault(ILogger logger, Exception fault);
}
