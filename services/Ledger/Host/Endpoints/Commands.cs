using System.Text.Json;
using Ledger.Contracts.V1;
using Ledger.Domain.Orders;
using Ledger.Domain.Spending;
using Ledger.Host.Endpoints.Validation;
using Ledger.Host.Writing;

namespace Ledger.Host.Endpoints;

/// <summary>
/// Takes commands about value from HTTP or the bus: checks what needs only the command itself, and hands it to the writer.
/// </summary>
public sealed class Commands(Writer writer, WriterTelemetry telemetry, CommandValidation validation)
{
    /// <summary>
    /// Hands a command to the writer, waiting while its queue is full. The inner task completes when the command is durable or refused.
    /// </summary>
    public ValueTask<Task<Done>> SubmitAsync(ISpendingCommand command, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(command);
        if (validation.Check(command) is { } refusal)
        {
            telemetry.Refused(command, refusal);
            return ValueTask.FromResult(Task.FromResult(new Done(refusal, writer.Head)));
        }

        // A merge may reach a milestone whose reward is a voucher.
        var mayIssue = command is RedeemPoints redeem ? redeem.Purpose() == RedemptionPurpose.Voucher : command is MergeAccounts;
        var code = mayIssue ? VoucherSeed.New() : "";
        return writer.EnqueueAsync(new CommandWork(command, CommandHash.Of(command), code), ct);
    }

    /// <summary>Stores a refused command for which no answer is expected in the list of rejected facts.</summary>
    public Task KeepRefusedAsync(ISpendingCommand command, Outcome refusal, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(command);
        var type = command.GetType();
        return writer.DoAsync(
            new RejectWork(command.Program, refusal, JsonSerializer.Serialize(command, type, Wire.Options), Transport.Bus, type.Name), ct);
    }
}
