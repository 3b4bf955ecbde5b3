using Ledger.Contracts.V1;
using Ledger.Domain.Accounts;
using Ledger.Domain.Mechanics;
using Ledger.Rules.Domain.Evaluation;
using Ledger.Rules.Domain.Mechanics;
using Ledger.Rules.Domain.Program;

namespace Ledger.Domain.Due;

/// <summary>
/// The review of an account's tier at a local month or year boundary: a step down only after grace, and by at most <c>maxSteps</c>
/// (domain.md §4).
/// </summary>
internal sealed class TierReviewDue : DueKind
{
    // Reviews are yearly at the least. When none falls in the year after a change of versions, none comes before the next change.
    private const int MonthsBetweenReviewsMax = 12;

    /// <summary>The next boundary at which the tier is reviewed; null at the lowest tier and under "never".</summary>
    public override DateTimeOffset? NextAt(ProgramCatalog catalog, Account account) => NextAt(catalog, account, DateTimeOffset.MaxValue);

    /// <inheritdoc/>
    public override DateTimeOffset? NextAt(ProgramCatalog catalog, Account account, DateTimeOffset until)
    {
        if (account.Tier is not { } tier) return null;
        var last = account.ReviewedAt > account.TierSince ? account.ReviewedAt.Value : account.TierSince;
        var calendar = catalog.VersionForDueWork(last).Calendar;
        var next = calendar.MonthOf(last) + 1;
        if (InTheYearAfter(last, until, catalog, calendar, tier, ref next) is { } first) return first;
        foreach (var change in catalog.ChangesAfter(last))
        {
            if (InTheYearAfter(change, until, catalog, calendar, tier, ref next) is { } later) return later;
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
        var from = TierRules.InVersion(recorder.Catalog, version, account.Tier!);
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
                    account.Program, account.Id, from, metric, calendar.StartOfMonth(month + graceMonths), version.Version, at,
                    recorder.RecordedAt));
        }
        else if (account.GraceUntil > at)
        {
            recorder.Emit(
                new TierRetained(account.Program, account.Id, from, metric, version.Version, at, recorder.RecordedAt, account.GraceUntil));
        }
        else
        {
            var target = version.TierReview.MaxSteps is { } steps ? Math.Max(entitled, current - steps) : entitled;
            DateTimeOffset? grace = target > entitled && graceMonths > 0 ? calendar.StartOfMonth(month + graceMonths) : null;
            recorder.Emit(new TierDowngraded(
                account.Program, account.Id, from, version.Tiers[target].Id, metric, version.Version, at, recorder.RecordedAt, grace));
        }
    }

    // The first review in the year after a time, from the month that is looked at next. Null when that year has none, or none up to
    // `until`.
    private static DateTimeOffset? InTheYearAfter(
        DateTimeOffset settled, DateTimeOffset until, ProgramCatalog catalog, Calendar calendar, string tier, ref int next)
    {
        var month = calendar.MonthOf(settled);
        for (next = Math.Max(next, month); next <= month + MonthsBetweenReviewsMax; next++)
        {
            var boundary = calendar.StartOfMonth(next);
            if (boundary > until) return null;
            var version = catalog.VersionForDueWork(boundary);
            var isReviewed = IsReviewed(version, next, TierRules.InVersion(catalog, version, tier));
            var isOver = catalog.CameAfter(boundary, version) || WindDownRules.EarningEnded(version, boundary);
            if (isReviewed && !isOver) return boundary;
        }

        return null;
    }

    private static bool IsReviewed(ProgramVersion version, int month, string tier) =>
        version.TierIndex(tier) > 0 && version.TierReview.Every switch
        {
            ReviewEvery.Month => true,
            ReviewEvery.Year => month % 12 == 0,
            ReviewEvery.Never => false,
        };
}
