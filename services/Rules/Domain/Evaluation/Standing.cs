using Ledger.Contracts.V1;

namespace Ledger.Rules.Domain.Evaluation;

/// <summary>The state of an account before an order, as far as the rules need it.</summary>
/// <param name="Tier">Tier before the order, at the account's clock. An id that no version knows is the lowest tier.</param>
/// <param name="Orders">Orders recorded, returned ones included.</param>
/// <param name="FirstOrderAt">Earliest placedAt of a recorded order; null before the first.</param>
public sealed record Standing(string Tier, long Orders, DateTimeOffset? FirstOrderAt, Measures Measures)
{
    /// <summary>Segments of the last judging (mechanics.md §6).</summary>
    public IReadOnlyList<string> Segments { get; init; } = [];

    /// <summary>Perks of the last judging (mechanics.md §6).</summary>
    public IReadOnlyList<string> Perks { get; init; } = [];

    /// <summary>Memberships of which a term is active at the time of the order, activity or judging (mechanics.md §3).</summary>
    public IReadOnlyList<string> Memberships { get; init; } = [];

    /// <summary>The latest NPS score at or before that time, 0 to 10 (mechanics.md §2); null without one.</summary>
    public int? Nps { get; init; }

    public static Standing FromMessage(StandingBefore message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return new Standing(message.Tier, message.Orders, message.FirstOrderAt, Measures.FromMessage(message.Measures, message.Points))
        {
            Segments = message.Segments ?? [],
            Perks = message.Perks ?? [],
            Memberships = message.Memberships ?? [],
            Nps = message.Nps,
        };
    }

    public StandingBefore ToMessage() => new(
        Tier, Orders, FirstOrderAt, Measures.ToMessage(), [.. Measures.PointMonths], OrAbsent(Segments), OrAbsent(Perks),
        OrAbsent(Memberships), Nps);

    private static IReadOnlyList<string>? OrAbsent(IReadOnlyList<string> ids) => ids.Count == 0 ? null : ids;
}
