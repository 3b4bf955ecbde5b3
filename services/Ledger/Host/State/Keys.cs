namespace Ledger.Host.State;

/// <summary>Identifies an order.</summary>
internal readonly record struct OrderKey(string Program, string Source, string OrderId);

/// <summary>Identifies the stream of an activity or purchase.</summary>
internal readonly record struct FactKey(string Program, string Stream);

/// <summary>Identifies a row of ledger_spending.</summary>
/// <param name="Kind">The name of a <see cref="SpendingKind"/>.</param>
internal readonly record struct SpendingKey(string Program, string Kind, string Id);

/// <summary>Identifies a reward of a program.</summary>
internal readonly record struct RewardKey(string Program, string Reward);

/// <summary>Identifies a command by its idempotency key.</summary>
internal readonly record struct CommandKey(string Program, string Key);

/// <summary>An account to load; with an order, also the closed lots and the redemptions of that order.</summary>
internal readonly record struct NeededAccount(AccountKey Account, string? Order = null);
