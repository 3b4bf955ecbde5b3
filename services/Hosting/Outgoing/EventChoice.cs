using Ledger.Contracts.V1;
using Ledger.EventLog;

namespace Ledger.Hosting.Outgoing;

/// <summary>Which events of a program somebody wants: of some types, or of all.</summary>
public sealed class EventChoice
{
    /// <summary>What a list of types may hold.</summary>
    public const string Rule = "names of events, such as tier_upgraded, or beginnings of names with an asterisk, such as tier_*";

    private EventChoice(string program, IReadOnlyList<string>? types)
    {
        Filter = new EventFilter(program, types);
        Key = types is null ? program : $"{program}\n{string.Join(',', types)}";
    }

    /// <summary>What the log is read with.</summary>
    public EventFilter Filter { get; }

    /// <summary>Equal for two that choose the same.</summary>
    internal string Key { get; }

    /// <summary>The events of a program that any of the patterns means (<see cref="EventNames.Matching"/>); without a pattern
    /// all.</summary>
    /// <param name="unknown">The first pattern that means no event; the answer is null then.</param>
    public static EventChoice? Of(string program, IEnumerable<string> patterns, out string? unknown)
    {
        ArgumentNullException.ThrowIfNull(patterns);
        unknown = null;
        var names = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var pattern in patterns)
        {
            var matching = EventNames.Matching(pattern);
            if (matching.Count == 0)
            {
                unknown = pattern;
                return null;
            }

            names.UnionWith(matching);
        }

        return new EventChoice(program, names.Count == 0 || names.Count == EventNames.All.Count ? null : [.. names]);
    }
}
