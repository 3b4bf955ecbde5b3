using System.Text.Json;
using Ledger.Contracts.V1;

namespace Ledger.Ledger.Domain;

/// <summary>What a key was bound to: the command's content, and what was answered.</summary>
public sealed record KnownCommand(string Hash, CommandReply Reply);

/// <summary>Decides every command about value (domain.md §2, §4): which decision it is, whether its key is taken, and what is kept for a retry.</summary>
public static class SpendingCommands
{
    /// <param name="scope">The account and whatever else the command names. After a refusal what was recorded in it is of no use: nothing happened.</param>
    /// <param name="command">Well-formed by <see cref="CommandChecks"/>.</param>
    /// <param name="hash">Its <see cref="CommandHash"/>.</param>
    public static CommandEnd Decide(CommandScope scope, ISpendingCommand command, string hash)
    {
        ArgumentNullException.ThrowIfNull(scope);
        ArgumentNullException.ThrowIfNull(command);
        var end = command switch
        {
            HoldPoints hold => MakeHold.Decide(scope, hold),
            CaptureHold capture => SpendHold.Decide(scope, capture),
            ReleaseHold release => GiveUpHold.Decide(scope, release),
            RedeemPoints redeem => Redeem.Decide(scope, redeem),
            ReverseRedemption reverse => UndoRedemption.Decide(scope, reverse),
            AdjustPoints adjust => Adjust.Decide(scope, adjust),
            ApproveAdjustment approve => Adjust.Approve(scope, approve),
            RejectAdjustment reject => Adjust.Reject(scope, reject),
            TransferPoints transfer => Transfer.Decide(scope, transfer),
            MergeAccounts merge => Merge.Decide(scope, merge),
            RedeemVoucher use => UseVoucher.Decide(scope, use),
            CancelVoucher cancel => UseVoucher.Cancel(scope, cancel),
            _ => throw new System.Diagnostics.UnreachableException($"{command.GetType().Name} is no command."),
        };
        if (end.Reply is not { } reply) return end;
        var recorder = scope.Recorder;
        recorder.Emit(new CommandHandled(
            command.Program, recorder.Account.Id, command.Key, command.GetType().Name, hash, JsonSerializer.SerializeToElement(reply, Wire.Options), scope.Principal,
            end.MovesClock ? reply.EffectiveAt : recorder.Account.Clock, recorder.RecordedAt));
        if (end.MovesClock)
        {
            DueWork.CarryOut(recorder, recorder.Clock);
            if (scope.Other is { } other && other != recorder) DueWork.CarryOut(other, other.Clock);
        }

        return end;
    }

    /// <summary>The first outcome again, a conflict, or null when the key is free.</summary>
    public static CommandEnd? Known(KnownCommand? known, string key, string hash) =>
        known is null ? null
        : known.Hash == hash ? new CommandEnd(Outcome.Repeated, known.Reply)
        : new CommandEnd(Outcome.Conflict($"The key {key} was used with other content."));

    /// <summary>The refusal of a command that names something unknown.</summary>
    public static CommandEnd UnknownSubject(ISpendingCommand command) => command switch
    {
        CaptureHold capture => GiveUpHold.Unknown(capture.HoldId),
        ReleaseHold release => GiveUpHold.Unknown(release.HoldId),
        ReverseRedemption reverse => UndoRedemption.Unknown(reverse.RedemptionId),
        ApproveAdjustment approve => Adjust.Unknown(approve.AdjustmentId),
        RejectAdjustment reject => Adjust.Unknown(reject.AdjustmentId),
        _ => UseVoucher.Unknown(),
    };
}
