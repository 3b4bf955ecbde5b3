using System.Text.Json;
using Ledger.Contracts.V1;
using Ledger.Ledger.Domain;
using MassTransit;

namespace Ledger.Ledger.Host;

/// <summary>Takes order facts from the bus, singly and in batches, in the order the broker delivered them.</summary>
public sealed class OrderFactsConsumer(Facts facts) :
    IConsumer<OrderPlaced>, IConsumer<OrderAmended>, IConsumer<OrderPaid>, IConsumer<OrderShipped>, IConsumer<OrderDelivered>,
    IConsumer<OrderReturned>, IConsumer<OrderCancelled>, IConsumer<SubmitOrders>
{
    public Task Consume(ConsumeContext<OrderPlaced> context)
    {
        ArgumentNullException.ThrowIfNull(context);
        // An amendment is delivered as what it is, not once more as the snapshot that it extends.
        return context.SupportedMessageTypes.Any(type => type.EndsWith(":OrderAmended", StringComparison.Ordinal)) ? Task.CompletedTask : OneAsync(context, context.Message);
    }

    public Task Consume(ConsumeContext<OrderAmended> context) => OneAsync(context, context.Message);

    public Task Consume(ConsumeContext<OrderPaid> context) => OneAsync(context, context.Message);

    public Task Consume(ConsumeContext<OrderShipped> context) => OneAsync(context, context.Message);

    public Task Consume(ConsumeContext<OrderDelivered> context) => OneAsync(context, context.Message);

    public Task Consume(ConsumeContext<OrderReturned> context) => OneAsync(context, context.Message);

    public Task Consume(ConsumeContext<OrderCancelled> context) => OneAsync(context, context.Message);

    public async Task Consume(ConsumeContext<SubmitOrders> context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var batch = context.Message.Facts;
        if (batch.Count > SubmitOrders.FactsMax)
        {
            await InOrder.TurnOf(context);
            var refusal = ReadFact.Refused(Refusals.TooLarge, $"A message carries at most {SubmitOrders.FactsMax} facts; this one has {batch.Count}.");
            await CountAsync("", await facts.SubmitAsync(refusal, "", () => UnreadableMessages.BodyOf(context.ReceiveContext), Door.Bus, context.CancellationToken));
            return;
        }

        // Read one by one as the writer takes them: of sixteen large messages on their way, fifteen wait as the bytes they are.
        await InOrder.TurnOf(context);
        var waiting = new List<(string Program, Task<Done> Task)>(batch.Count);
        foreach (var element in batch)
        {
            var fact = FactReader.Read(element, factType: null);
            var program = fact.Fact?.Program ?? ProgramOf(element);
            waiting.Add((program, await facts.SubmitAsync(fact, program, element.GetRawText, Door.Bus, context.CancellationToken)));
        }

        InOrder.Pass(context);
        foreach (var (program, task) in waiting) await CountAsync(program, task);
    }

    private async Task OneAsync<T>(ConsumeContext<T> context, T? fact)
        where T : class, IOrderFact
    {
        // Some JSON that is no object, a list for one, arrives as no message at all.
        if (fact is null) throw new JsonException("A fact is a JSON object.");
        await InOrder.TurnOf(context);
        var task = await facts.SubmitAsync(new ReadFact(fact, null), fact.Program, () => JsonSerializer.Serialize(fact, Wire.Options), Door.Bus, context.CancellationToken);
        InOrder.Pass(context);
        // A message says no program where it lacks the member.
        await CountAsync(fact.Program ?? "", task);
    }

    private async Task CountAsync(string program, Task<Done> task)
    {
        var done = await task;
        facts.BusIntake(program).Add(done.Outcome.Kind);
    }

    private static string ProgramOf(JsonElement fact) =>
        fact.ValueKind == JsonValueKind.Object && fact.TryGetProperty("program", out var named) && named.ValueKind == JsonValueKind.String ? named.GetString()! : "";
}
