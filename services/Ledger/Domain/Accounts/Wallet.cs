using Ledger.Rules.Domain.Postings;

namespace Ledger.Domain.Accounts;

/// <summary>The key of a wallet within its account: the owner and unit of domain.md §1.</summary>
/// <param name="Owner">"account", or a contact's id.</param>
/// <param name="Unit">points, cashback or fund.</param>
public readonly record struct WalletKey(string Owner, string Unit);

/// <summary>A wallet's totals. They change only by the moves of a movement, so they always equal the fold of its entries.</summary>
public sealed record Wallet(WalletKey Key, WalletTotals Totals);
