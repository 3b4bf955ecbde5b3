using Ledger.Fuzz.Inputs;
using Ledger.Fuzz.Sending;

namespace Ledger.Fuzz.Runs;

/// <summary>One channel to the broker that puts one message after the other, many of them unconfirmed at a time.</summary>
internal sealed class BusLane(Queues queues, Messages messages, Tally tally)
{
    private const int UnconfirmedMax = 64;

    public Messages Messages => messages;

    /// <summary>Messages that were put: the numbers from 0 to below this.</summary>
    public long Count { get; private set; }

    /// <summary>Outcomes that there must be for them.</summary>
    public long Outcomes { get; private set; }

    /// <summary>Messages of the orders' queue of which it cannot be known whose they are: there may be so many outcomes more.</summary>
    public long Uncertain { get; private set; }

    /// <summary>Answers that there must be.</summary>
    public long Asked { get; private set; }

    public async Task RunAsync(CancellationToken ct)
    {
        await using var channel = await queues.OpenAsync();
        await using var looking = await queues.OpenAsync();
        var unconfirmed = new Queue<Task>();
        while (!ct.IsCancellationRequested)
        {
            if (Count % 50 == 0) await Queues.RoomAsync(looking, CancellationToken.None);
            var message = messages.Make(Count);
            unconfirmed.Enqueue(Queues.PutAsync(channel, message, CancellationToken.None).AsTask());
            Count++;
            Outcomes += message.Outcomes ?? 0;
            if (message is { Outcomes: null, Queue: Message.Orders }) Uncertain++;
            if (message.IsAsked) Asked++;
            messages.Sent(message);
            tally.Message(message);
            while (unconfirmed.Count > UnconfirmedMax) await unconfirmed.Dequeue();
        }

        await Task.WhenAll(unconfirmed);
    }
}
