using System.Runtime.CompilerServices;
using MassTransit;
using MassTransit.RabbitMqTransport;

namespace Ledger.Host.Bus;

/// <summary>
/// Hands messages to the writer in the order in which the broker delivered them, while many are processed at once: each waits for its turn,
/// and after that for its own answer. Delivery tags count from 1 without gaps on a channel, so they serve as turn numbers. They are counted
/// per channel and not per consumer tag, because a channel that replaces a lost one reuses the consumer tag. When a message is cancelled
/// because its channel is lost, all messages behind it on the channel are cancelled too: the broker delivers them all again in their order,
/// and none may overtake it. A message that is being read takes several times its bytes in memory, so the bytes being processed are
/// limited; further messages wait unread.
/// </summary>
public sealed class InOrder : IFilter<ReceiveContext>
{
    /// <summary>
    /// The most bytes of message bodies on a channel that are being read or wait for the writer, enough for several of the writer's
    /// batches. A larger message is processed alone.
    /// </summary>
    private const long BytesMax = 3L << 19;

    private readonly ConditionalWeakTable<ChannelContext, Line> lines = [];

    /// <summary>
    /// Completes when every message delivered before this one was handed to the writer or has ended. Cancelled when one of them was
    /// cancelled.
    /// </summary>
    public static Task TurnOf(ReceiveContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.TryGetPayload(out Place? place) ? place.Turn : Task.CompletedTask;
    }

    /// <summary>Tells that this message was handed to the writer, so that the next one gets its turn.</summary>
    public static void Pass(ReceiveContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.TryGetPayload(out Place? place)) place.PassTurn();
    }

    /// <inheritdoc/>
    public async Task Send(ReceiveContext context, IPipe<ReceiveContext> next)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (!context.TryGetPayload(out RabbitMqBasicConsumeContext? delivery) || !context.TryGetPayload(out ChannelContext? channel))
        {
            await next.Send(context);
            return;
        }

        var place = lines.GetValue(channel, static _ => new Line()).Enter(delivery.DeliveryTag, context.Body.Length ?? 0);
        context.GetOrAddPayload(() => place);
        try
        {
            await place.Room;
            await next.Send(context);
        }
        catch (OperationCanceledException)
        {
            place.GiveUp();
            throw;
        }
        finally
        {
            // However the message ended, the messages behind it must not wait for it any longer.
            place.PassTurn();
            place.End();
        }
    }

    /// <inheritdoc/>
    public void Probe(ProbeContext context) => context.CreateFilterScope("inOrder");

    private sealed class Place(Line line, ulong tag, long bytes)
    {
        private readonly TaskCompletionSource room = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource turn = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public long Bytes => bytes;

        public Task Room => room.Task;

        public Task Turn => turn.Task;

        public void Admit() => room.TrySetResult();

        public void GiveTurn() => turn.TrySetResult();

        public void CancelTurn() => turn.TrySetCanceled(CancellationToken.None);

        public void GiveUp() => line.GiveUp(tag);

        public void PassTurn() => line.PassTurn(tag);

        public void End() => line.End(this);
    }

    private sealed class Line
    {
        private readonly Lock gate = new();
        private readonly Dictionary<ulong, Place> waiting = [];
        private readonly HashSet<ulong> passed = [];
        private readonly Dictionary<ulong, Place> outside = [];
        private ulong next = 1;
        private ulong nextInside = 1;
        private long bytesInside;
        private bool isOver;

        public Place Enter(ulong tag, long bytes)
        {
            var place = new Place(this, tag, bytes);
            lock (gate)
            {
                outside.Add(tag, place);
                AdmitWaiting();
                if (isOver) place.CancelTurn();
                else if (tag <= next) place.GiveTurn();
                else waiting[tag] = place;
            }

            return place;
        }

        public void End(Place place)
        {
            lock (gate)
            {
                bytesInside -= place.Bytes;
                AdmitWaiting();
            }
        }

        // Messages are admitted in the order of delivery: otherwise one that was admitted could wait for the turn of one that was not. Once
        // the line is over, all are admitted, and each finds its turn cancelled.
        private void AdmitWaiting()
        {
            while (outside.TryGetValue(nextInside, out var first) && (bytesInside == 0 || bytesInside + first.Bytes <= BytesMax))
            {
                outside.Remove(nextInside++);
                bytesInside += first.Bytes;
                first.Admit();
            }

            if (!isOver) return;
            foreach (var place in outside.Values) place.Admit();
            outside.Clear();
        }

        public void GiveUp(ulong tag)
        {
            lock (gate)
            {
                // A message that was handed to the writer before it was cancelled blocks no other.
                if (isOver || tag < next || passed.Contains(tag)) return;
                isOver = true;
                foreach (var place in waiting.Values) place.CancelTurn();
                waiting.Clear();
                AdmitWaiting();
            }
        }

        public void PassTurn(ulong tag)
        {
            lock (gate)
            {
                if (tag < next || !passed.Add(tag)) return;
                while (passed.Remove(next)) next++;
                if (waiting.Remove(next, out var place)) place.GiveTurn();
            }
        }
    }
}
