using Ledger.Rules.Domain.Evaluation;
using Ledger.Rules.Domain.Program;

namespace Ledger.Rules.Domain.Mechanics;

/// <summary>Judges in which segments an account is (mechanics.md §6).</summary>
public static class SegmentRules
{
    /// <summary>The segments whose condition holds at a time, in program order.</summary>
    /// <param name="standing">The account's state then. Windows are those that an order placed at that instant would see.</param>
    public static IReadOnlyList<string> Judge(ProgramCatalog catalog, ProgramVersion version, Standing standing, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(version);
        if (version.Segments.Count == 0) return [];
        var state = new StateBefore(catalog, version, new Occasion(at), standing);
        return [.. version.Segments.Where(segment => state.Refuses(segment.When) is null).Select(segment => segment.Id)];
    }
}
