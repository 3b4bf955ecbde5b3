using Ledger.Contracts.V1;
using Ledger.Projections.Domain.Views;
using Ledger.Rules.Domain.Evaluation;
using Ledger.Rules.Domain.Program;

namespace Ledger.Projections.Domain.Reports;

/// <summary>A standing as it is shown.</summary>
/// <param name="Metric">The qualification metric at the account's clock: money for spend, otherwise whole.</param>
/// <param name="Gap">What is missing to the next tier; null at the highest.</param>
/// <param name="ReviewAt">The next boundary at which the tier is reviewed; null when there is none.</param>
public sealed record StandingShown(
    string Tier, DateTimeOffset Since, decimal Metric, string? NextTier, decimal? Gap, DateTimeOffset? GraceUntil, DateTimeOffset? ReviewAt,
    long Orders, int TenureMonths, DateTimeOffset Clock);

/// <summary>
/// Computes a standing from the account's row and the calendar, because rolling windows change from month to month without an event.
/// </summary>
public static class StandingReport
{
    /// <param name="clock">The account's clock, not before the program's.</param>
    public static StandingShown Of(ProgramCatalog catalog, AccountRow account, DateTimeOffset clock, Measures measures)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(account);
        var version = catalog.VersionForDueWork(clock);
        var metric = TierRules.Metric(catalog, version, measures, version.Calendar.MonthOf(clock));
        var tier = TierRules.InVersion(catalog, version, account.Tier ?? version.Tiers[0].Id);
        var index = version.TierIndex(tier);
        var next = index + 1 < version.Tiers.Count ? version.Tiers[index + 1] : null;
        return new StandingShown(
            tier,
            account.Since!.Value,
            Show(version, metric),
            next?.Id,
            next is null ? null : Show(version, next.From > metric ? next.From : metric) - Show(version, metric),
            account.GraceUntil,
            index == 0 ? null : ReviewAt(version, clock),
            account.Orders,
            account.FirstOrderAt is { } first ? version.Calendar.WholeMonths(first, clock) : 0,
            clock);
    }

    /// <summary>The key of the scope that the metric at an instant is read from; null when the metric needs no scope.</summary>
    public static string? ScopeOf(ProgramCatalog catalog, DateTimeOffset clock)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        var version = catalog.VersionForDueWork(clock);
        return version.Qualification.Metric == Metric.PointsAccrued ? null : catalog.KeyOf(version, version.Qualification.Scope);
    }

    private static DateTimeOffset? ReviewAt(ProgramVersion version, DateTimeOffset clock) => version.TierReview.Every switch
    {
        ReviewEvery.Month => version.Calendar.NextMonth(clock),
        ReviewEvery.Year => version.Calendar.NextYear(clock),
        ReviewEvery.Never => null,
    };

    private static decimal Show(ProgramVersion version, Exact metric) =>
        version.Qualification.Metric == Metric.Spend ? ValueFormat.Rounded(metric, version) : (long)metric.Floor();
}
