using System.Text.Json;
using Ledger.Contracts.V1;
using Ledger.Domain.Accounts;
using Ledger.Domain.Deciding;
using Ledger.Domain.Mechanics;
using Ledger.Domain.Orders;

namespace Ledger.Domain.Spending;

/// <summary>What an idempotency key is bound to: the hash of the command's content, and the answer.</summary>
public sealed record KnownCommand(string Hash, CommandReply Reply);

/// <summary>
/// Decides every command about value (domain.md §2, §4): answers a repeat of a bound key, chooses the decision for the command's type, and
/// records the answer for repeats.
/// </summary>
public static class SpendingCommands
{
    /// <summary>The types of all commands.</summary>
    public static IReadOnlyCollection<Type> Types => AllMechanics.Commands.Types;

    /// <inheritdoc cref="CommandKind.AccountOf(ISpendingCommand)"/>
    public static string? AccountOf(ISpendingCommand command) => AllMechanics.Commands.Of(command).AccountOf(command);

    /// <inheritdoc cref="CommandKind.OtherOf(ISpendingCommand)"/>
    public static string? OtherOf(ISpendingCommand command) => AllMechanics.Commands.Of(command).OtherOf(command);

    /// <inheritdoc cref="CommandKind.SubjectOf(ISpendingCommand)"/>
    public static CommandSubject? SubjectOf(ISpendingCommand command) => AllMechanics.Commands.Of(command).SubjectOf(command);

    /// <inheritdoc cref="CommandKind.OrderOf(ISpendingCommand)"/>
    public static OrderName? OrderOf(ISpendingCommand command) => AllMechanics.Commands.Of(command).OrderOf(command);

    /// <summary>
    /// The order that value is spent on: the one that the command names, or that of the hold that it captures; null: none.
    /// </summary>
    /// <param name="account">The account that the command is about; null when it is unknown.</param>
    public static OrderName? OrderOf(ISpendingCommand command, Account? account)
    {
        var kind = AllMechanics.Commands.Of(command);
        if (kind.OrderOf(command) is { } named) return named;
        if (account is null || kind.OrderOfSubject(command, account) is not { } key) return null;
        var (source, orderId) = Streams.OrderOf(key);
        return new OrderName(source, orderId);
    }

    internal static Decision Decide(LedgerState state, HandleCommand handle)
    {
        var command = handle.Command;
        if (Decisions.Unpublished(state.Program) is { } unpublished) return unpublished;
        if (state.Bound is { } known)
        {
            return known.Hash == handle.ContentHash ? new Decision.Events(Outcome.Repeated, [], state, known.Reply)
                : new Decision.Refusal(Outcome.Conflict($"The key {command.Key} was used with other content."));
        }

        var kind = AllMechanics.Commands.Of(command);
        if (state.Account is not { } account) return new Decision.Refusal(kind.Unknown(command).Outcome);
        var dated = command.At ?? DateTimeOffset.MaxValue;
        var recorder = new Recorder(state, handle.RecordedAt, handle.NewVoucherCode) { Dated = dated };
        var other = state.Other is null ? null : state.Other == account ? recorder
            : new Recorder(new LedgerState(state.Program, state.Other), handle.RecordedAt) { Dated = dated };
        var scope = new CommandScope(recorder, command)
        {
            Other = other,
            Survivor = state.Survivor,
            Order = state.Named,
            NewVoucherCode = handle.NewVoucherCode,
        };
        var end = kind.Decide(scope, command);
        if (end.Reply is not { } reply) return new Decision.Refusal(end.Outcome);
        recorder.Emit(new CommandHandled(
                command.Program, account.Id, command.Key, command.GetType().Name, handle.ContentHash,
                JsonSerializer.SerializeToElement(reply, Wire.Options), scope.Principal,
                end.MovesClock ? reply.EffectiveAt : recorder.Account.Clock, handle.RecordedAt));
        if (end.MovesClock)
        {
            AllMechanics.Conclude(recorder);
            if (other is not null && other != recorder) AllMechanics.Conclude(other);
        }

        return recorder.Decided(end.Outcome, state, other, reply);
    }
}
