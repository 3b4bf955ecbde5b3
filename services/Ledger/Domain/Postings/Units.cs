using Ledger.Domain.Accounts;

namespace Ledger.Domain.Postings;

/// <summary>Names of the units and of the account's own wallets (domain.md §1).</summary>
public static class Units
{
    public const string Points = "points";
    public const string Cashback = "cashback";
    public const string Fund = "fund";
    public const string AccountOwner = "account";

    public static WalletKey AccountCashback { get; } = new(AccountOwner, Cashback);
}

/// <summary>Kinds of causes that the ledger itself tells apart.</summary>
internal static class Causes
{
    public const string Milestone = "milestone";
    public const string Challenge = "challenge";
    public const string Draw = "draw";
}
