using System.Collections.Frozen;
using Ledger.Contracts.V1;

namespace Ledger.Rules.Domain;

/// <summary>
/// A <c>when</c>: all given conditions must hold, judged at the order's placedAt with the state before it (domain.md §3).
/// A list that is absent or empty does not restrict.
/// </summary>
public sealed record Condition
{
    public FrozenSet<string> TierIn { get; init; } = FrozenSet<string>.Empty;

    public FrozenSet<string> NotTierIn { get; init; } = FrozenSet<string>.Empty;

    /// <summary>Values of the order's tag "channel".</summary>
    public FrozenSet<string> ChannelIn { get; init; } = FrozenSet<string>.Empty;

    public int? TenureMonthsAtLeast { get; init; }

    public int? TenureMonthsBelow { get; init; }

    public long? OrdersAtLeast { get; init; }

    public long? OrdersBelow { get; init; }

    public SpendAtLeast? SpendAtLeast { get; init; }

    /// <summary>Local weekdays, mon to sun.</summary>
    public FrozenSet<string> WeekdayIn { get; init; } = FrozenSet<string>.Empty;

    public bool? ContactIsSet { get; init; }
}

/// <summary>Spend in a window before the order.</summary>
/// <param name="Scope">A scope's name; null is all merchandise.</param>
public sealed record SpendAtLeast(Window Window, string? Scope, Exact Amount);
