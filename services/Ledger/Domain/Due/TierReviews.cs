using Ledger.Contracts.V1;
using Ledger.Rules.Domain;

namespace Ledger.Ledger.Domain;

/// <summary>Tiers: up at once with an order, down only by review, after grace and by at most so many steps (domain.md §4).</summary>
public static class TierReviews
{
    // Past this many boundaries without a review under any version, none is coming (a review is yearly at the rarest).
    private const int MonthsAheadMax = 13;

    /// <summary>The next boundary at which the tier is reviewed; null at the lowest tier and under "never".</summary>
    public static DateTimeOffset? NextAt(ProgramCatalog catalog, Account account)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(account);
        if (account.Tier is not { } tier) return null;
        var last = account.ReviewedAt > account.TierSince ? account.ReviewedAt.Value : account.TierSince;
        var calendar = catalog.VersionForDueWork(last).Calendar;
        var month = calendar.MonthOf(last);
        var endless = catalog.Versions[^1].EffectiveFrom;
        for (var ahead = 1; ; ahead++)
        {
            var boundary = calendar.StartOfMonth(month + ahead);
            var version = catalog.VersionForDueWork(boundary);
            if (IsReviewed(version, month + ahead, TierRules.Carry(catalog, version, tier))) return boundary;
            if (ahead >= MonthsAheadMax && boundary > endless) return null;
        }
    }

    /// <summary>Reviews the tier at a boundary, for the month just ended.</summary>
    public static void Review(Recorder recorder, DateTimeOffset boundary)
    {
        ArgumentNullException.ThrowIfNull(recorder);
        var account = recorder.Account;
        var version = recorder.Catalog.VersionForDueWork(boundary);
        var calendar = version.Calendar;
        var month = calendar.MonthOf(boundary);
        var from = TierRules.Carry(recorder.Catalog, version, account.Tier!);
        var current = IndexOf(version, from);
        var metric = TierRules.Metric(recorder.Catalog, version, account.Measures, month - 1);
        var entitled = TierRules.EntitledIndex(version, metric);
        var graceMonths = version.TierReview.GraceMonths;
        if (entitled >= current)
        {
            recorder.Emit(new TierRetained(account.Program, account.Id, from, metric, version.Version, boundary, recorder.RecordedAt));
        }
        else if (account.GraceUntil is null && graceMonths > 0)
        {
            recorder.Emit(new TierGraceStarted(
                account.Program, account.Id, from, metric, calendar.StartOfMonth(month + graceMonths), version.Version, boundary, recorder.RecordedAt));
        }
        else if (account.GraceUntil > boundary)
        {
            recorder.Emit(new TierRetained(account.Program, account.Id, from, metric, version.Version, boundary, recorder.RecordedAt, account.GraceUntil));
        }
        else
        {
            var target = version.TierReview.MaxSteps is { } steps ? Math.Max(entitled, current - steps) : entitled;
            DateTimeOffset? grace = target > entitled && graceMonths > 0 ? calendar.StartOfMonth(month + graceMonths) : null;
            recorder.Emit(new TierDowngraded(
                account.Program, account.Id, from, version.Tiers[target].Id, metric, version.Version, boundary, recorder.RecordedAt, grace));
        }
    }

    /// <summary>The qualification metric at a time, as it now stands.</summary>
    public static Exact MetricAt(Recorder recorder, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(recorder);
        var version = recorder.Catalog.VersionForDueWork(at);
        return TierRules.Metric(recorder.Catalog, version, recorder.Account.Measures, version.Calendar.MonthOf(at));
    }

    /// <summary>Raises the tier when the metric at the account's clock reaches a higher one; never lowers it.</summary>
    public static void Upgrade(Recorder recorder, DateTimeOffset at, Cause cause)
    {
        ArgumentNullException.ThrowIfNull(recorder);
        var account = recorder.Account;
        var version = recorder.Catalog.VersionForDueWork(at);
        var from = TierRules.Carry(recorder.Catalog, version, account.Tier!);
        var metric = MetricAt(recorder, at);
        var entitled = TierRules.EntitledIndex(version, metric);
        if (entitled <= IndexOf(version, from)) return;
        recorder.Emit(new TierUpgraded(
            account.Program, account.Id, from, version.Tiers[entitled].Id, metric, version.Version, cause, at, recorder.RecordedAt));
    }

    private static bool IsReviewed(ProgramVersion version, int month, string tier) =>
        IndexOf(version, tier) > 0 && version.TierReview.Every switch
        {
            ReviewEvery.Month => true,
            ReviewEvery.Year => month % 12 == 0,
            ReviewEvery.Never => false,
        };

    private static int IndexOf(ProgramVersion version, string tier)
    {
        for (var i = 0; i < version.Tiers.Count; i++)
        {
            if (version.Tiers[i].Id == tier) return i;
        }

        return 0;
    }
}
