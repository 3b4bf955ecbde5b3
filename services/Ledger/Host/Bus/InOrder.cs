using System.Runtime.CompilerServices;
using MassTransit;
using MassTransit.RabbitMqTransport;

namespace Ledger.Host.Bus;

/// <summary>
/// Keeps the order in which the broker delivered while many messages are on their way at once: each waits for its turn to be handed to
/// the writer, and the writer's answers may then come together. Delivery tags count from 1 without gaps on a channel, so a turn is a
/// number; the tag of the consumer says nothing, for it is the same again on the channel that comes after a lost one.
/// A message that is given up half-way, because its channel is gone, ends the turns of all behind it: the broker delivers them again, in
/// their order, and none of them may come before it.
/// What is read takes several times the room of its bytes, so of large messages only the first few are read and the others wait as they
/// came.
/// </summary>
public sealed class InOrder : IFilter<ReceiveContext>
{
    /// <summary>Bytes of the bodies that are being read or waiting for the writer, on a channel; a larger one goes alone. Some batches of
    /// the writer.</summary>
    private const long BytesMax = 3L << 19;

    private readonly ConditionalWeakTable<ChannelContext, Line> lines = [];

    /// <summary>Ends when every message delivered before this one was handed over or is done with.</summary>
    public static Task TurnOf(ReceiveContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.TryGetPayload(out Place? place) ? place.Turn : Task.CompletedTask;
    }

    /// <summary>Lets the next one go: this message was handed over.</summary>
    public static void Pass(ReceiveContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.TryGetPayload(out Place? place)) place.Leave();
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
            // Whatever else became of it, nobody waits for it any more.
            place.Leave();
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

        public void HasRoom() => room.TrySetResult();

        public void Come() => turn.TrySetResult();

        public void NeverCome() => turn.TrySetCanceled(CancellationToken.None);

        public void GiveUp() => line.GiveUp(tag);

        public void Leave() => line.Leave(tag);

        public void End() => line.End(this);
    }

    private sealed class Line
    {
        private readonly Lock gate = new();
        private readonly Dictionary<ulong, Place> waiting = [];
        private readonly HashSet<ulong> left = [];
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
                LetIn();
                if (isOver) place.NeverCome();
                else if (tag <= next) place.Come();
                else waiting[tag] = place;
            }

            return place;
        }

        public void End(Place place)
        {
            lock (gate)
            {
                bytesInside -= place.Bytes;
                LetIn();
            }
        }

        // In the order of delivery, or one that is inside might wait for one that is not. When it is over there is nothing to wait for.
        private void LetIn()
        {
            while (outside.TryGetValue(nextInside, out var first) && (bytesInside == 0 || bytesInside + first.Bytes <= BytesMax))
            {
                outside.Remove(nextInside++);
                bytesInside += first.Bytes;
                first.HasRoom();
            }

            if (!isOver) return;
            foreach (var place in outside.Values) place.HasRoom();
            outside.Clear();
        }

        public void GiveUp(ulong tag)
        {
            lock (gate)
            {
                // What was handed over before it was given up is no one's obstacle.
                if (isOver || tag < next || left.Contains(tag)) return;
                isOver = true;
                foreach (var place in waiting.Values) place.NeverCome();
                waiting.Clear();
                LetIn();
            }
        }

        public void Leave(ulong tag)
        {
            lock (gate)
            {
                if (tag < next || !left.Add(tag)) return;
                while (left.Remove(next)) next++;
                if (waiting.Remove(next, out var place)) place.Come();
            }
        }
    }
}
