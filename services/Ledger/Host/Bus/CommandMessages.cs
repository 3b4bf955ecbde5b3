using Ledger.Contracts.V1;
using Ledger.Domain.Orders;
using Ledger.Domain.Reading;
using Ledger.Host.Endpoints;
using Ledger.Host.Writing;
using MassTransit;
using Microsoft.Extensions.Logging;

namespace Ledger.Host.Bus;

/// <summary>
/// Takes commands about value from the bus and answers each with a <see cref="CommandSettled"/>, also when it cannot be read or is refused.
/// A message that cannot be read, and a refusal for which no answer is expected, are stored in the list of rejected facts. The intake
/// counts of facts leave commands out.
/// </summary>
internal sealed partial class CommandMessages(Commands commands, Facts facts, ILogger<CommandMessages> logger) : IFilter<ReceiveContext>
{
    /// <inheritdoc/>
    public async Task Send(ReceiveContext context, IPipe<ReceiveContext> next)
    {
        ArgumentNullException.ThrowIfNull(context);
        var body = context.Body.GetBytes();
        var envelope = MessageEnvelope.Read(body, out var refusal);
        var type = envelope?.TypeAmong(CommandReader.Names);
        if (envelope is not null && type is null) refusal = Outcome.Reject(Refusals.UnknownFactType, MessageEnvelope.Untyped);
        // Checked before the command is carried out, because without a valid address its outcome could not be answered.
        Uri? address = null;
        if (envelope?.ResponseAddress is { } given && !Uri.TryCreate(given, UriKind.Absolute, out address))
        {
            refusal ??= Outcome.Reject(Refusals.InvalidValue, "responseAddress of the envelope is no URI.");
        }

        var answer = new Answerer(context, address, envelope, logger);
        var command = refusal is null ? CommandReader.Read(body.AsSpan(envelope!.Message), type!, KnownMembers.None, out refusal) : null;
        await InOrder.TurnOf(context);
        if (command is null)
        {
            await RefuseAsync(context, body, type, refusal!, answer);
            return;
        }

        var task = await commands.SubmitAsync(command, context.CancellationToken);
        InOrder.Pass(context);
        await EndAsync(context, body, type!, command, task, answer);
    }

    /// <inheritdoc/>
    public void Probe(ProbeContext context) => context.CreateFilterScope("commandMessages");

    private async Task EndAsync(
        ReceiveContext context, byte[] body, string type, ISpendingCommand command, Task<Done> task, Answerer answer)
    {
        Done done;
        try
        {
            done = await task;
        }
        catch (Exception bug) when (bug is not OperationCanceledException)
        {
            LogFailed(logger, command.Program, bug);
            var fault = Outcome.Reject(Refusals.InternalError, "Something went wrong on our side; the same command can be sent again.");
            await RefuseAsync(context, body, type, fault, answer);
            return;
        }

        var (outcome, reply) = (done.Outcome, done.Reply);
        var isDone = reply is not null;
        var settled = new CommandSettled(
            command.Program, command.Key, Answers.NameOf(outcome.Kind), done.Position,
            isDone ? null : outcome.Code, isDone ? null : outcome.Message, reply);
        if (answer.IsAwaited) await answer.TrySendAsync(settled);
        else if (!isDone) await commands.KeepRefusedAsync(command, outcome, context.CancellationToken);
    }

    // The refusal is stored before it is answered, so that it is not lost when the answer cannot be sent.
    private async Task RefuseAsync(ReceiveContext context, byte[] body, string? type, Outcome refusal, Answerer answer)
    {
        var (program, key) = (MessageHead.ProgramOf(body), MessageHead.KeyOf(body));
        var read = new ReadFact(null, refusal, new FactHead(type, program, null, null));
        await await facts.SubmitAsync(read, () => KeptText.Of(body), Transport.Bus, context.CancellationToken);
        if (!answer.IsAwaited) return;
        await answer.TrySendAsync(new CommandSettled(program, key, Answers.NameOf(refusal.Kind), 0, refusal.Code, refusal.Message));
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A command of program {Program} that came over the bus could not be decided.")]
    private static partial void LogFailed(ILogger logger, string program, Exception failure);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The answer to command {Key} of program {Program} could not be sent.")]
    private static partial void LogUnsent(ILogger logger, string key, string program, Exception failure);

    /// <summary>
    /// Sends the answer to one message. When it cannot be sent, the command stays carried out, and a repeat of it gets the same answer.
    /// </summary>
    private sealed class Answerer(ReceiveContext context, Uri? address, MessageEnvelope? envelope, ILogger logger)
    {
        public bool IsAwaited => address is not null;

        public async Task TrySendAsync(CommandSettled settled)
        {
            try
            {
                var endpoint = await context.SendEndpointProvider.GetSendEndpoint(address!);
                await endpoint.Send(settled, send =>
                {
                    send.RequestId = Guid.TryParse(envelope?.RequestId, out var request) ? request : null;
                    send.ConversationId = Guid.TryParse(envelope?.ConversationId, out var conversation) ? conversation : null;
                }, context.CancellationToken);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                LogUnsent(logger, settled.Key, settled.Program, failure);
            }
        }
    }
}
