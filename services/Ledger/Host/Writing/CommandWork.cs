using Ledger.Contracts.V1;
using Ledger.Domain.Spending;
using Ledger.Host.State;

namespace Ledger.Host.Writing;

/// <summary>A command about value, already known to be well-formed.</summary>
/// <param name="voucherCode">A fresh code, if it issues a voucher.</param>
internal sealed class CommandWork(ISpendingCommand command, string hash, string voucherCode) : Work(command.Program)
{
    public ISpendingCommand Command { get; } = command;

    public string Hash { get; } = hash;

    public string VoucherCode { get; } = voucherCode;

    /// <summary>The account it is about; null when what it names is unknown. Found anew whenever the batch is loaded.</summary>
    public string? Account { get; set; }

    /// <summary>The other account of a transfer or merge.</summary>
    public string? Other { get; set; }

    /// <summary>The reward whose stock it may change.</summary>
    public string? Reward { get; set; }

    /// <summary>The order that it names.</summary>
    public OrderKey? OrderKey { get; } =
        SpendingCommands.OrderOf(command) is { } order ? new OrderKey(command.Program, order.Source, order.OrderId) : null;

    /// <summary>What it refers to by id.</summary>
    public SpendingKey? Subject { get; } =
        SpendingCommands.SubjectOf(command) is { } subject ? new SpendingKey(command.Program, subject.Kind, subject.Id) : null;

    /// <summary>The account that it names itself.</summary>
    public string? NamedAccount { get; } = SpendingCommands.AccountOf(command);

    /// <summary>The other account that it names.</summary>
    public string? NamedOther { get; } = SpendingCommands.OtherOf(command);
}
