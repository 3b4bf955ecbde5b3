using Ledger.Contracts.V1;
using Ledger.Ledger.Domain;

namespace Ledger.Ledger.Host;

/// <summary>An account as its events give it, and the keys of the commands that were carried out for it.</summary>
internal sealed class RebuiltAccount(Account account)
{
    private Dictionary<(string Kind, string Id), (SpendingRow Row, string? Order, bool IsOpen)>? spending;

    public Account Account { get; } = account;

    /// <summary>By key.</summary>
    public Dictionary<string, CommandHandled> Commands { get; } = [];

    /// <summary>The rows that its holds, redemptions, adjustments and vouchers must have, once all is applied.</summary>
    public IReadOnlyDictionary<(string Kind, string Id), (SpendingRow Row, string? Order, bool IsOpen)> Spending =>
        spending ??= SpendingTable.Changed(Account).ToDictionary(one => (one.Row.Kind, one.Row.Id));

    /// <summary>Position of its last event; 0 without one.</summary>
    public long LastPosition { get; private set; }

    /// <summary>Set when an event made no sense: nothing can be compared then.</summary>
    public bool IsBroken { get; set; }

    public void Apply(string streamId, IAccountEvent happened, long position)
    {
        LastPosition = position;
        Evolve.Account(Account, happened);
        if (streamId == Streams.Account(Account.Id)) Account.StreamVersion++;
        if (happened is CommandHandled handled) Commands[handled.Key] = handled;
    }
}
