using Ledger.Contracts.V1;
using Ledger.Rules.Domain.Postings;

namespace Ledger.Rules.Domain.Program;

/// <summary>A rule that gives points for scoped net: net ÷ per × points, times the tier's multiplier if it says so (domain.md
/// §4.3).</summary>
public sealed record EarningRule
{
    public required string Id { get; init; }

    /// <summary>Points per <see cref="Per"/> of money.</summary>
    public required Exact Points { get; init; }

    public required Exact Per { get; init; }

    /// <summary>A scope's name; null is all merchandise.</summary>
    public string? Scope { get; init; }

    public bool TierMultiplier { get; init; }

    public PointsOwner Owner { get; init; }

    public Validity Validity { get; init; } = Validity.Always;
}

/// <summary>The owner of the wallet that gets a rule's points. A contact's points go to the account when the order names no
/// contact.</summary>
public enum PointsOwner
{
    Account,
    Contact,
}

/// <summary>What the owner of a rule's points means for a wallet.</summary>
public static class PointsOwners
{
    /// <summary>The owner of the wallet that the points go to.</summary>
    /// <param name="contactId">The contact that the fact names; null: none, or none with a wallet of its own.</param>
    public static string WalletOwner(this PointsOwner owner, string? contactId) => owner switch
    {
        PointsOwner.Account => WalletOwners.Account,
        PointsOwner.Contact => contactId ?? WalletOwners.Account,
    };
}
