namespace Ledger.Host.State;

/// <summary>Names an order.</summary>
internal readonly record struct OrderKey(string Program, string Source, string OrderId);

/// <summary>Names the stream of an activity or purchase.</summary>
internal readonly record struct FactKey(string Program, string Stream);

/// <summary>Names a row of ledger_spending.</summary>
/// <param name="Kind">A name of <see cref="Ledger.Domain.Spending.SpendingKinds"/>.</param>
internal readonly record struct SpendingKey(string Program, string Kind, string Id);

/// <summary>Names a reward of a program.</summary>
internal readonly record struct RewardKey(string Program, string Reward);

/// <summary>Names a command by its idempotency key.</summary>
internal readonly record struct CommandKey(string Program, string Key);

/// <summary>An account that is needed, and of its closed lots and redemptions those of one order.</summary>
internal readonly record struct NeededAccount(AccountKey Account, string? Order = null);
