using System.Collections.Frozen;
using Ledger.Contracts.V1;

namespace Ledger.Rules.Domain.Program;

/// <summary>
/// A <c>when</c> or <c>eligible</c>: all given conditions must hold. For an order they are judged at its placedAt with the state before it
/// (domain.md §3); for perks, segments, challenges and draws at a time (mechanics.md §6, §8, §9). A list that is absent or empty does not
/// restrict.
/// </summary>
public sealed record Condition
{
    public FrozenSet<string> TierIn { get; init; } = FrozenSet<string>.Empty;

    public FrozenSet<string> NotTierIn { get; init; } = FrozenSet<string>.Empty;

    /// <summary>Segments that the account was in when it was last judged.</summary>
    public FrozenSet<string> SegmentIn { get; init; } = FrozenSet<string>.Empty;

    /// <summary>Perks that the account held when it was last judged.</summary>
    public FrozenSet<string> PerkIn { get; init; } = FrozenSet<string>.Empty;

    /// <summary>Memberships of which a term is active.</summary>
    public FrozenSet<string> MembershipIn { get; init; } = FrozenSet<string>.Empty;

    /// <summary>The order's or activity's partner.</summary>
    public FrozenSet<string> PartnerIn { get; init; } = FrozenSet<string>.Empty;

    /// <summary>Values of the order's tag "channel".</summary>
    public FrozenSet<string> ChannelIn { get; init; } = FrozenSet<string>.Empty;

    public int? TenureMonthsAtLeast { get; init; }

    public int? TenureMonthsBelow { get; init; }

    public long? OrdersAtLeast { get; init; }

    public long? OrdersBelow { get; init; }

    public SpendAtLeast? SpendAtLeast { get; init; }

    /// <summary>The account's latest NPS score, 0 to 10; without one the condition fails.</summary>
    public int? NpsAtLeast { get; init; }

    /// <summary>Local weekdays, mon to sun.</summary>
    public FrozenSet<string> WeekdayIn { get; init; } = FrozenSet<string>.Empty;

    public bool? ContactIsSet { get; init; }
}

/// <summary>Spend in a window before the order.</summary>
/// <param name="Scope">A scope's name; null is all merchandise.</param>
public sealed record SpendAtLeast(Window Window, string? Scope, Exact Amount);
