using Ledger.Contracts.V1;
using MassTransit;

namespace Ledger.Ledger.Host;

/// <summary>Takes commands about value from the bus and answers each with a <see cref="CommandSettled"/>, also when it is refused.</summary>
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

    private async Task DoAsync<T>(ConsumeContext<T> context)
        where T : class, ISpendingCommand
    {
        var command = context.Message;
        await InOrder.TurnOf(context);
        var task = await commands.SubmitAsync(command, context.CancellationToken);
        InOrder.Pass(context);
        var done = await task;
        if (context.ResponseAddress is null) return;
        var (outcome, reply) = (done.Outcome, done.Reply);
        await context.RespondAsync(new CommandSettled(
            command.Program, command.Key, Answers.NameOf(outcome.Kind), done.Position, reply is null ? outcome.Code : null, reply is null ? outcome.Message : null, reply));
    }
}
