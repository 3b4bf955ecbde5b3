using System.Text.Json;
using Ledger.Contracts.V1;
using MassTransit;

namespace Ledger.Ledger.Host;

/// <summary>
/// Takes commands about value from the bus and answers each with a <see cref="CommandSettled"/>, also when it is refused. A refusal that nobody waits for
/// goes into the list of rejected facts.
/// </summary>
public sealed class SpendingConsumer(Commands commands) :
    IConsumer<HoldPoints>, IConsumer<CaptureHold>, IConsumer<ReleaseHold>, IConsumer<RedeemPoints>, IConsumer<ReverseRedemption>, IConsumer<AdjustPoints>,
    IConsumer<ApproveAdjustment>, IConsumer<RejectAdjustment>, IConsumer<TransferPoints>, IConsumer<MergeAccounts>, IConsumer<RedeemVoucher>,
    IConsumer<CancelVoucher>
{
    public Task Consume(ConsumeContext<HoldPoints> context) => DoAsync(context);

    public Task Consume(ConsumeContext<CaptureHold> context) => DoAsync(context);

    public Task Consume(ConsumeContext<ReleaseHold> context) => DoAsync(context);

    public Task Consume(ConsumeContext<RedeemPoints> context) => DoAsync(context);

    public Task Consume(ConsumeContext<ReverseRedemption> context) => DoAsync(context);

    public Task Consume(ConsumeContext<AdjustPoints> context) => DoAsync(context);

    public Task Consume(ConsumeContext<ApproveAdjustment> context) => DoAsync(context);

    public Task Consume(ConsumeContext<RejectAdjustment> context) => DoAsync(context);

    public Task Consume(ConsumeContext<TransferPoints> context) => DoAsync(context);

    public Task Consume(ConsumeContext<MergeAccounts> context) => DoAsync(context);

    public Task Consume(ConsumeContext<RedeemVoucher> context) => DoAsync(context);

    public Task Consume(ConsumeContext<CancelVoucher> context) => DoAsync(context);

    /// <summary>Sends an answer. One that cannot be sent undoes nothing: a repeat of the command gets it again.</summary>
    internal static async Task TryAnswerAsync(CommandSettled settled, Func<Task> send)
    {
        try
        {
            await send();
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            LogContext.Warning?.Log(failure, "The answer to command {Key} of program {Program} could not be sent.", settled.Key, settled.Program);
        }
    }

    private async Task DoAsync<T>(ConsumeContext<T> context)
        where T : class, ISpendingCommand
    {
        // Some JSON that is no object, a list for one, arrives as no message at all.
        if (context.Message is not { } command) throw new JsonException("A command is a JSON object.");
        // Before anything is done: an address that is none makes the message one that cannot be read.
        var isAsked = context.ResponseAddress is not null;
        await InOrder.TurnOf(context);
        var task = await commands.SubmitAsync(command, context.CancellationToken);
        InOrder.Pass(context);
        var done = await task;
        var (outcome, reply) = (done.Outcome, done.Reply);
        if (isAsked)
        {
            var settled = new CommandSettled(
                command.Program, command.Key, Answers.NameOf(outcome.Kind), done.Position, reply is null ? outcome.Code : null, reply is null ? outcome.Message : null, reply);
            await TryAnswerAsync(settled, () => context.RespondAsync(settled));
        }
        else if (reply is null)
        {
            await commands.KeepRefusedAsync(command, outcome, context.CancellationToken);
        }
    }
}
