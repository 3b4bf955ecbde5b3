using Ledger.Rules.Domain.Program;

namespace Ledger.Rules.Domain.Mechanics;

/// <summary>A draw that falls due.</summary>
/// <param name="Version">The version effective at the draw's time, whose rules apply.</param>
public sealed record DueDraw(ProgramVersion Version, Draw Draw);

/// <summary>The times at which program-wide work falls due: closes of challenges and draws (mechanics.md, where these mechanics
/// decide).</summary>
public static class ProgramWideTimes
{
    /// <summary>
    /// The draws after one instant, up to and including another, in the order of their times; ties in program order. A draw is held if the
    /// version effective at its time has it.
    /// </summary>
    public static IReadOnlyList<DueDraw> DrawsIn(ProgramCatalog catalog, DateTimeOffset after, DateTimeOffset until)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        var due =
            from version in catalog.Versions
            from draw in version.Draws
            where draw.At > after && draw.At <= until && catalog.VersionForDueWork(draw.At) == version
            orderby draw.At
            select new DueDraw(version, draw);
        return [.. due];
    }

    /// <summary>
    /// The times after one instant, up to and including another, at which any program-wide work falls due: each once, earliest first.
    /// </summary>
    public static IReadOnlyList<DateTimeOffset> TimesIn(ProgramCatalog catalog, DateTimeOffset after, DateTimeOffset until) =>
    [
        .. ChallengeRules.ClosingIn(catalog, after, until).Select(period => period.ClosesAt)
            .Concat(DrawsIn(catalog, after, until).Select(due => due.Draw.At))
            .Distinct().Order(),
    ];
}
