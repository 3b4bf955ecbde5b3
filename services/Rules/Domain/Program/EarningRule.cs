using Ledger.Contracts.V1;

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
