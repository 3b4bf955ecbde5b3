using Ledger.Projections.Domain.Reading;
using Ledger.Rules.Domain.Mechanics;

namespace Ledger.Projections.Domain.Views;

/// <summary>The outcome of an account's last judging (mechanics.md §6). An account that was never judged has no row.</summary>
/// <param name="Segments">Ids in ordinal order.</param>
/// <param name="Perks">Ids in ordinal order.</param>
/// <param name="Loyalty">true, latent, false or none.</param>
public sealed record MemberRow(IReadOnlyList<string> Segments, IReadOnlyList<string> Perks, string Loyalty)
{
    public static MemberRow Empty { get; } = new([], [], LoyaltyKindNames.None);
}

/// <summary>Keeps the outcome of the last judging, from the changes that judging records.</summary>
public static class MemberView
{
    /// <summary>The row after an event of judging; the same row for any other event.</summary>
    public static MemberRow Apply(MemberRow row, AccountEventData seen)
    {
        ArgumentNullException.ThrowIfNull(row);
        return seen switch
        {
            SegmentEnteredData entered => row with { Segments = With(row.Segments, entered.Segment) },
            SegmentLeftData left => row with { Segments = Without(row.Segments, left.Segment) },
            PerkGainedData gained => row with { Perks = With(row.Perks, gained.Perk) },
            PerkLostData lost => row with { Perks = Without(row.Perks, lost.Perk) },
            LoyaltyData changed => row with { Loyalty = changed.Loyalty },
            _ => row,
        };
    }

    private static string[] With(IReadOnlyList<string> ids, string id) => [.. Without(ids, id).Append(id).Order(StringComparer.Ordinal)];

    private static string[] Without(IReadOnlyList<string> ids, string id) => [.. ids.Where(one => one != id)];
}
