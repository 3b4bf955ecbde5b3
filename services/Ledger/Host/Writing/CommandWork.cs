using Ledger.Contracts.V1;
using Ledger.Domain.Spending;
using Ledger.Host.State;

namespace Ledger.Host.Writing;

/// <summary>A command about value; the caller has checked that it is well-formed.</summary>
/// <param name="voucherCode">A new code for a voucher; empty if the command can issue none.</param>
internal sealed class CommandWork(ISpendingCommand command, string hash, string voucherCode) : Work(command.Program)
{
    public ISpendingCommand Command { get; } = command;

    /// <summary>Its idempotency key.</summary>
    public CommandKey Key { get; } = new(command.Program, command.Key);

    public string Hash { get; } = hash;

    public string VoucherCode { get; } = voucherCode;

    /// <summary>
    /// The account it is about; null when what the command refers to is unknown. Found again whenever the batch is loaded.
    /// </summary>
    public string? Account { get; set; }

    /// <summary>The second account of a transfer or merge; null for other commands.</summary>
    public string? Other { get; set; }

    /// <summary>The reward whose stock it may change; null: none.</summary>
    public string? Reward { get; set; }

    /// <summary>The order that it names.</summary>
    public OrderKey? OrderKey { get; } =
        SpendingCommands.OrderOf(command) is { } order ? new OrderKey(command.Program, order.Source, order.OrderId) : null;

    /// <summary>What it refers to by id; null: nothing.</summary>
    public SpendingKey? Subject { get; } =
        SpendingCommands.SubjectOf(command) is { } subject ? new SpendingKey(command.Program, subject.Kind, subject.Id) : null;

    /// <summary>The account that the command itself names; null when it only refers to something by id.</summary>
    public string? NamedAccount { get; } = SpendingCommands.AccountOf(command);

    /// <summary>The second account that the command names; null: none.</summary>
    public string? NamedOther { get; } = SpendingCommands.OtherOf(command);
}
