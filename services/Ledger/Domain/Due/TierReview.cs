using Ledger.Contracts.V1;
using Ledger.Rules.Domain;

namespace Ledger.Ledger.Domain;

/// <summary>
/// The review of an account's tier at a local month or year boundary: down only after grace and by at most so many steps (domain.md §4).
/// </summary>
internal sealed class TierReview : DueKind
{
    // A review is yearly at the rarest: without one in the year after the last change of versions, none is coming.
    private const int MonthsBetweenReviewsMax = 12;

    /// <summary>The next boundary at which the tier is reviewed; null at the lowest tier and under "never".</summary>
    public override DateTimeOffset? NextAt(ProgramCatalog catalog, Account account)
    {
        if (account.Tier is not { } tier) return null;
        var last = account.ReviewedAt > account.TierSince ? account.ReviewedAt.Value : account.TierSince;
        var calendar = catalog.VersionForDueWork(last).Calendar;
        var month = calendar.MonthOf(last);
        var settled = catalog.LastChangeAt > last ? catalog.LastChangeAt : last;
        var until = calendar.MonthOf(settled) + MonthsBetweenReviewsMax;
        for (var next = month + 1; next <= until; next++)
        {
            var boundary = calendar.StartOfMonth(next);
            var version = catalog.VersionForDueWork(boundary);
            var isReviewed = IsReviewed(version, next, TierRules.Carry(catalog, version, tier)) && !catalog.CameAfter(boundary, version);
            if (isReviewed && !WindDownRules.EarningEnded(version, boundary)) return boundary;
        }

        return null;
    }

    public override bool DependsOn(ProgramCatalog catalog) =>
        catalog.Versions.Any(version => version.Tiers.Count > 1 && version.TierReview.Every != ReviewEvery.Never);

    /// <summary>Reviews the tier at a boundary, for the month just ended.</summary>
    public override void CarryOut(Recorder recorder, DateTimeOffset at)
    {
        var account = recorder.Account;
        var version = recorder.Catalog.VersionForDueWork(at);
        var calendar = version.Calendar;
        var month = calendar.MonthOf(at);
        var from = TierRules.Carry(recorder.Catalog, version, account.Tier!);
        var current = version.TierIndex(from);
        var metric = TierRules.Metric(recorder.Catalog, version, account.Measures, month - 1);
        var entitled = TierRules.EntitledIndex(version, metric);
        var graceMonths = version.TierReview.GraceMonths;
        if (entitled >= current)
        {
            recorder.Emit(new TierRetained(account.Program, account.Id, from, metric, version.Version, at, recorder.RecordedAt));
        }
        else if (account.GraceUntil is null && graceMonths > 0)
        {
            recorder.Emit(new TierGraceStarted(
                account.Program, account.Id, from, metric, calendar.StartOfMonth(month + graceMonths), version.Version, at, recorder.RecordedAt));
        }
        else if (account.GraceUntil > at)
        {
            recorder.Emit(new TierRetained(account.Program, account.Id, from, metric, version.Version, at, recorder.RecordedAt, account.GraceUntil));
        }
        else
        {
            var target = version.TierReview.MaxSteps is { } steps ? Math.Max(entitled, current - steps) : entitled;
            DateTimeOffset? grace = target > entitled && graceMonths > 0 ? calendar.StartOfMonth(month + graceMonths) : null;
            recorder.Emit(new TierDowngraded(
                account.Program, account.Id, from, version.Tiers[target].Id, metric, version.Version, at, recorder.RecordedAt, grace));
        }
    }

    private static bool IsReviewed(ProgramVersion version, int month, string tier) =>
        version.TierIndex(tier) > 0 && version.TierReview.Every switch
        {
            ReviewEvery.Month => true,
            ReviewEvery.Year => month % 12 == 0,
            ReviewEvery.Never => false,
        };
}
