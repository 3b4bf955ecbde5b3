using System.Globalization;
using Ledger.Contracts.V1;
using Ledger.Domain.Orders;
using Ledger.Domain.Reading;
using Ledger.Host.Endpoints;
using Ledger.Host.Writing;
using MassTransit;
using Microsoft.Extensions.Logging;

namespace Ledger.Host.Bus;

/// <summary>
/// Takes facts from the bus, single ones and batches, in the order in which the broker delivered them. A message is read by the same reader
/// as an HTTP body, not by the bus library. A fact that cannot be read is stored in the list of rejected facts; the other facts of its
/// message are taken.
/// </summary>
internal sealed partial class OrderMessages(Facts facts, ILogger<OrderMessages> logger) : IFilter<ReceiveContext>
{
    // The first of a message's types counts, because an amendment also lists the type of a snapshot.
    private static readonly string[] Types = [.. FactReader.Names, nameof(SubmitOrders)];

    /// <inheritdoc/>
    public async Task Send(ReceiveContext context, IPipe<ReceiveContext> next)
    {
        ArgumentNullException.ThrowIfNull(context);
        var body = context.Body.GetBytes();
        var parts = Read(body);
        await InOrder.TurnOf(context);
        var taken = new List<Taken>(parts.Count);
        // Facts are read one by one as the writer takes them, so that none is held in memory while the writer's queue is full.
        foreach (var part in parts) taken.Add(await SubmitAsync(body, part, context.CancellationToken));
        InOrder.Pass(context);
        foreach (var one in taken) await EndAsync(body, one, context.CancellationToken);
    }

    /// <inheritdoc/>
    public void Probe(ProbeContext context) => context.CreateFilterScope("orderMessages");

    // The parts of a message: its facts, or one refusal of the whole message.
    private static List<Part> Read(byte[] body)
    {
        if (MessageEnvelope.Read(body, out var refusal) is not { } envelope) return [new Part(.., null, null, refusal)];
        if (envelope.TypeAmong(Types) is not { } type)
        {
            return [new Part(.., null, null, Outcome.Reject(Refusals.UnknownFactType, MessageEnvelope.Untyped))];
        }

        if (type != nameof(SubmitOrders)) return [new Part(envelope.Message, type, null, null)];
        var message = body.AsSpan(envelope.Message);
        if (FactBatch.Find(message, out refusal) is not { } found) return [new Part(.., null, null, refusal)];
        var start = envelope.Message.Start.Value;
        return [.. found.Select((fact, i) => new Part((start + fact.Start.Value)..(start + fact.End.Value), null, PlaceOf(i), null))];
    }

    private static string PlaceOf(int index) => string.Create(CultureInfo.InvariantCulture, $"Fact {index + 1} of the message");

    private async Task<Taken> SubmitAsync(byte[] body, Part part, CancellationToken ct)
    {
        var read = part.Refusal is { } refusal
            ? ReadFact.Refused(refusal.Code!, refusal.Message!, FactHead.Unknown with { Program = MessageHead.ProgramOf(body) })
            : FactReader.Read(body.AsSpan(part.Bytes), part.Type, KnownMembers.None);
        var task = await facts.SubmitAsync(read, () => KeptText.Of(body.AsSpan(part.Bytes)), Transport.Bus, ct, part.Place);
        return new Taken(part, read.Fact?.Program ?? read.Head.Program, task);
    }

    // When deciding a fact fails by an error of the service, that fact is stored in the list of rejected facts, and the others are not
    // affected.
    private async Task EndAsync(byte[] body, Taken taken, CancellationToken ct)
    {
        Done done;
        try
        {
            done = await taken.Task;
        }
        catch (Exception bug) when (bug is not OperationCanceledException)
        {
            LogFailed(logger, taken.Program, bug);
            var head = new FactHead(taken.Part.Type, taken.Program, null, null);
            var refusal = ReadFact.Refused(Refusals.InternalError, "Something went wrong on our side; it can be driven again.", head);
            done = await await facts.SubmitAsync(
                refusal, () => KeptText.Of(body.AsSpan(taken.Part.Bytes)), Transport.Bus, ct, taken.Part.Place);
        }

        facts.CountBus(taken.Program, done.Outcome.Kind);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A fact of program {Program} that came over the bus could not be decided.")]
    private static partial void LogFailed(ILogger logger, string program, Exception failure);

    /// <param name="Bytes">Where the fact stands in the body; the whole body for a refused message.</param>
    /// <param name="Type">The fact's type, if the message's type gives it.</param>
    /// <param name="Place">Its place in the batch, as the beginning of a sentence; null for a single fact.</param>
    /// <param name="Refusal">Set when the message as a whole is refused.</param>
    private readonly record struct Part(Range Bytes, string? Type, string? Place, Outcome? Refusal);

    private readonly record struct Taken(Part Part, string Program, Task<Done> Task);
}
