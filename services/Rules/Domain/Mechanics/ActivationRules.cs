using Ledger.Contracts.V1;
using Ledger.Rules.Domain.Program;

namespace Ledger.Rules.Domain.Mechanics;

/// <summary>
/// Decides when an order's points activate: after the earliest of the facts that the program or a held perk names (domain.md §4.4,
/// mechanics.md §6).
/// </summary>
public static class ActivationRules
{
    // Indexed by Trigger.
    private static readonly string[] Words = ["placed", "paid", "shipped", "delivered"];

    /// <summary>The triggers frozen at the order's first evaluation; if there are none, the program's alone.</summary>
    public static IReadOnlyList<Trigger> TriggersOf(ProgramVersion version, FrozenContext frozen)
    {
        ArgumentNullException.ThrowIfNull(version);
        ArgumentNullException.ThrowIfNull(frozen);
        if (frozen.Triggers is not { } words) return [version.Points.ActivationOn];
        return [.. words.Select(word => (Trigger)Array.IndexOf(Words, word))];
    }

    /// <summary>When the order's lot activates, by the facts known so far; null: none of its triggers has come.</summary>
    /// <param name="paidAt">Time of the first payment; a fact dated before its order counts as happened at placedAt.</param>
    public static DateTimeOffset? ActivatesAt(
        ProgramVersion version, FrozenContext frozen, DateTimeOffset placedAt, DateTimeOffset? paidAt, DateTimeOffset? shippedAt,
        DateTimeOffset? deliveredAt)
    {
        ArgumentNullException.ThrowIfNull(version);
        DateTimeOffset? earliest = null;
        foreach (var trigger in TriggersOf(version, frozen))
        {
            var at = trigger switch
            {
                Trigger.Placed => placedAt,
                Trigger.Paid => paidAt,
                Trigger.Shipped => shippedAt,
                Trigger.Delivered => deliveredAt,
            };
            if (at < placedAt) at = placedAt;
            if (earliest is null || at < earliest) earliest = at;
        }

        return earliest is { } first ? Calendar.AddDays(first, version.Points.DelayDays) : null;
    }

    /// <summary>The triggers that an order freezes: all of them if a held perk adds one to the program's; otherwise null.</summary>
    internal static IReadOnlyList<string>? Frozen(ProgramVersion version, IReadOnlyList<string> perks)
    {
        if (perks.Count == 0) return null;
        var triggers = new SortedSet<Trigger> { version.Points.ActivationOn };
        foreach (var id in perks)
        {
            if (version.PerkOf(id)?.ActivationOn is { } trigger) triggers.Add(trigger);
        }

        return triggers.Count == 1 ? null : [.. triggers.Select(trigger => Words[(int)trigger])];
    }
}
