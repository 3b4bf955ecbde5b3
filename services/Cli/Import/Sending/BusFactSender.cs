using System.Buffers;
using System.Text.Json;
using Ledger.Contracts.V1;
using MassTransit;
using Polly;
using Polly.Retry;

namespace Ledger.Cli.Import.Sending;

/// <summary>
/// Sends facts over RabbitMQ: <see cref="SubmitOrders"/> with publisher confirms. A confirm only means that the broker has the message.
/// What became of its facts is read from the service's counters, which start at 0 with the service.
/// </summary>
internal sealed class BusFactSender(IBusControl bus, string program, IntakeWatch watch, TimeSpan patience, TimeProvider time) : IFactSender
{
    /// <summary>The header that distinguishes the messages of one import from those of others.</summary>
    public const string ImportIdHeader = "ledger-import-id";

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private readonly ResiliencePipeline again = new ResiliencePipelineBuilder { Name = "ledger.broker", TimeProvider = time }
        .AddTimeout(patience > TimeSpan.FromSeconds(1) ? patience : TimeSpan.FromSeconds(1))
        .AddRetry(new RetryStrategyOptions
        {
            Name = "patience",
            ShouldHandle = attempt => ValueTask.FromResult(
                attempt.Outcome.Exception is not (null or MessageReturnedException or OperationCanceledException)),
            MaxRetryAttempts = int.MaxValue,
            Delay = Pause,
        })
        .Build();

    private readonly string importId = NewId.NextGuid().ToString();
    private long confirmed;

    // Small enough that the reader allocates nothing on the large object heap.
    public ChunkLimits Limits => new(Facts: 250, Bytes: 48 << 10);

    public async Task SendAsync(Chunk chunk, CancellationToken cancellation)
    {
        var message = Message(chunk);
        try
        {
            await again.ExecuteAsync(async ct => await bus.Publish(message, Address, ct), cancellation);
        }
        catch (MessageReturnedException)
        {
            throw new CliFailure("No queue takes the facts: start the service once, so that it makes its queue, and import again.");
        }
        catch (Exception broken) when (!cancellation.IsCancellationRequested)
        {
            throw new CliFailure($"The broker did not take a message within {patience.TotalSeconds:0} s: {broken.Message}");
        }

        Interlocked.Add(ref confirmed, chunk.Count);
        await watch.LookAsync(cancellation);
    }

    public async Task<bool> SettleAsync(CancellationToken cancellation)
    {
        var settled = await watch.UntilDecidedAsync(confirmed, cancellation);
        // After a restart of the service everything is sent and counted again; otherwise more may follow.
        if (!settled) confirmed = 0;
        return settled;
    }

    private void Address(PublishContext<SubmitOrders> context)
    {
        context.Mandatory = true; // a message that reaches no queue must be returned, not dropped
        context.Headers.Set(ImportIdHeader, importId);
    }

    private SubmitOrders Message(Chunk chunk)
    {
        var facts = new JsonElement[chunk.Count];
        for (var i = 0; i < facts.Length; i++) facts[i] = OfProgram(chunk.Fact(i).Span);
        return new SubmitOrders(facts);
    }

    // Over HTTP the address names the program; in a message each fact must name it.
    private JsonElement OfProgram(ReadOnlySpan<byte> fact)
    {
        var element = JsonElement.Parse(fact);
        if (element.TryGetProperty("program"u8, out _)) return element;
        var written = new ArrayBufferWriter<byte>(fact.Length + 64);
        using var writer = new Utf8JsonWriter(written);
        writer.WriteStartObject();
        writer.WriteString("program"u8, program);
        foreach (var member in element.EnumerateObject()) member.WriteTo(writer);
        writer.WriteEndObject();
        writer.Flush();
        return JsonElement.Parse(written.WrittenSpan);
    }
}
