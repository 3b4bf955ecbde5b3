using Ledger.Contracts.V1;
using Ledger.EventLog;

namespace Ledger.Hosting.Outgoing;

/// <summary>A choice of a program's events: of some types, or of all.</summary>
public sealed class EventChoice
{
    /// <summary>The form of a list of types, for error messages.</summary>
    public const string Rule = "names of events, such as tier_upgraded, or beginnings of names with an asterisk, such as tier_*";

    private EventChoice(string program, IReadOnlyList<string>? types)
    {
        Filter = new EventFilter(program, types);
        Key = types is null ? program : $"{program}\n{string.Join(',', types)}";
    }

    /// <summary>The filter for reading the log.</summary>
    public EventFilter Filter { get; }

    /// <summary>A text that is equal for equal choices.</summary>
    internal string Key { get; }

    /// <summary>The events of a program whose types match any of the patterns (<see cref="EventNames.Matching"/>); all events without a
    /// pattern.</summary>
    /// <param name="unknown">The first pattern that matches no event; the result is null then.</param>
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
