using Ledger.Contracts.V1;

namespace Ledger.Projections.Host.Publishing;

/// <summary>Which events go out as messages.</summary>
/// <param name="Names">Stored names of event types; empty: nothing is published.</param>
public sealed record PublishedTypes(IReadOnlyList<string> Names)
{
    /// <summary>
    /// What integrators act on: changes of standing, merges, rejections, changes of the program, closed periods, and webhooks that ended.
    /// Value movements are left out because they are many; "all" includes them.
    /// </summary>
    public const string Default =
        "tier_*,accounts_merged,order_rejected,program_published,program_retired,clock_advanced,period_closed,webhook_disabled";

    /// <summary>Reads LEDGER_PUBLISH: off, all, or names of events separated by commas, each of which may end in an asterisk.</summary>
    /// <exception cref="FormatException">A name matches no event type.</exception>
    public static PublishedTypes Parse(string? setting)
    {
        if (setting is "off") return new PublishedTypes([]);
        if (setting is "all") setting = "*";
        var names = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var pattern in (setting is { Length: > 0 } ? setting : Default).Split(
            ',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var matching = EventNames.Matching(pattern);
            if (matching.Count == 0)
            {
                throw new FormatException(
                    $"LEDGER_PUBLISH names {pattern}, which is no event; it is off, all, or names like tier_upgraded and tier_*.");
            }
            names.UnionWith(matching);
        }

        return new PublishedTypes([.. names]);
    }
}
