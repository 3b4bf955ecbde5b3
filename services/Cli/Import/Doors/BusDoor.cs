using System.Text.Json;
using Ledger.Cli.Service;
using Ledger.Contracts.V1;
using MassTransit;

namespace Ledger.Cli.Import.Doors;

/// <summary>
/// The message door: <see cref="SubmitOrders"/> with publisher confirms. A confirm says that the broker keeps the message,
/// not what became of its facts; that is read from the counters which the service keeps since its start.
/// </summary>
internal sealed class BusDoor(IBusControl bus, IntakeWatch watch, Patience patience, TimeProvider time) : IDoor
{
    /// <summary>Tells the messages of one import from those of others.</summary>
    public const string ImportIdHeader = "ledger-import-id";

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private readonly string importId = NewId.NextGuid().ToString();
    private long confirmed;

    // Small enough that no piece of it is a large object to whoever reads it.
    public ChunkLimits Limits => new(Facts: 250, Bytes: 48 << 10);

    public async Task SendAsync(Chunk chunk, CancellationToken cancellation)
    {
        var message = Message(chunk);
        var begun = time.GetTimestamp();
        while (true)
        {
            using var limit = new CancellationTokenSource(patience.Total, time);
            using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellation, limit.Token);
            try
            {
                await bus.Publish(message, Address, both.Token);
                break;
            }
            catch (MessageReturnedException)
            {
                throw new CliFailure("No queue takes the facts: start the service once, so that it makes its queue, and import again.");
            }
            catch (Exception broken) when (!cancellation.IsCancellationRequested)
            {
                if (time.GetElapsedTime(begun) > patience.Total) throw new CliFailure($"The broker did not take a message within {patience.Total.TotalSeconds:0} s: {broken.Message}");
                await Task.Delay(Pause, time, cancellation);
            }
        }

        Interlocked.Add(ref confirmed, chunk.Count);
        await watch.LookAsync(cancellation);
    }

    public async Task<bool> SettleAsync(CancellationToken cancellation)
    {
        var settled = await watch.UntilDecidedAsync(confirmed, cancellation);
        confirmed = 0;
        return settled;
    }

    private void Address(PublishContext<SubmitOrders> context)
    {
        context.Mandatory = true; // a message that no queue takes must not vanish
        context.Headers.Set(ImportIdHeader, importId);
    }

    private static SubmitOrders Message(Chunk chunk)
    {
        var facts = new JsonElement[chunk.Count];
        for (var i = 0; i < facts.Length; i++) facts[i] = JsonElement.Parse(chunk.Fact(i).Span);
        return new SubmitOrders(facts);
    }
}
