using MassTransit;

namespace Ledger.Bench.Runs;

/// <summary>Takes batches of messages and does nothing with them.</summary>
internal sealed class IdleConsumer<T>(InFlight inFlight) : IConsumer<Batch<T>>
    where T : class
{
    public Task Consume(ConsumeContext<Batch<T>> context)
    {
        foreach (var message in context.Message) inFlight.Arrived(message.MessageId!.Value);
        return Task.CompletedTask;
    }
}
