using Ledger.Contracts.V1;
using Ledger.Domain;
using Ledger.Domain.Accounts;
using Ledger.Host.State;

namespace Ledger.Host.Verification;

/// <summary>An account rebuilt from its events, and the commands that were carried out for it.</summary>
internal sealed class RebuiltAccount(Account account)
{
    private Dictionary<(string Kind, string Id), SpendingRow>? spending;

    public Account Account { get; private set; } = account;

    /// <summary>The commands that were carried out, by idempotency key.</summary>
    public Dictionary<string, CommandHandled> Commands { get; } = [];

    /// <summary>The rows of ledger_spending that the account must have, once all its events are applied.</summary>
    public IReadOnlyDictionary<(string Kind, string Id), SpendingRow> Spending =>
        spending ??= SpendingTable.Of(Account).ToDictionary(row => (row.Key.Kind, row.Key.Id));

    /// <summary>The position of its last event; 0 without events.</summary>
    public long LastPosition { get; private set; }

    /// <summary>Set when an event could not be applied; then nothing can be compared.</summary>
    public bool IsBroken { get; set; }

    public void Apply(IAccountEvent happened, long position)
    {
        LastPosition = position;
        Account = Evolve.Account(Account, happened);
        if (happened is CommandHandled handled) Commands[handled.Key] = handled;
    }
}
