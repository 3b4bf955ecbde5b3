using Ledger.Contracts.V1;
using Ledger.Domain.Accounts;
using Ledger.Domain.Due;
using Ledger.Rules.Domain.Evaluation;
using Ledger.Rules.Domain.Mechanics;
using Ledger.Rules.Domain.Program;

namespace Ledger.Domain.Mechanics;

/// <summary>Tiers: up at once with an order or amendment, down only by review (domain.md §4).</summary>
internal sealed class Tiers : Mechanic
{
    public override IEnumerable<EventCase<Account>> Events =>
    [
        AccountCase.On<TierUpgraded>(
            (account, upgraded) => account with { Tier = upgraded.Tier, TierSince = upgraded.EffectiveAt, GraceUntil = null }),
        AccountCase.On<TierDowngraded>((account, downgraded) => account with
        {
            Tier = downgraded.Tier,
            TierSince = downgraded.EffectiveAt,
            GraceUntil = downgraded.GraceUntil,
            ReviewedAt = downgraded.EffectiveAt,
        }),
        AccountCase.On<TierRetained>(
            (account, retained) => account with { GraceUntil = retained.GraceUntil, ReviewedAt = retained.EffectiveAt }),
        AccountCase.On<TierGraceStarted>(
            (account, started) => account with { GraceUntil = started.GraceUntil, ReviewedAt = started.EffectiveAt }),
    ];

    public override IEnumerable<DueKind> Due => [new TierReviewDue()];

    /// <summary>
    /// An order raises the tier when the metric reaches a higher one; an amendment only when it raises the metric (domain.md §4 step 5).
    /// </summary>
    public override void Follow(Recorder recorder, RecordedFact fact)
    {
        var raises = fact.Kind switch
        {
            RecordedFactKind.Placed => !EarningEnded(recorder),
            RecordedFactKind.Amended => !EarningEnded(recorder) && HasRisen(recorder, fact),
            RecordedFactKind.ActivityCompleted => HasRisen(recorder, fact),
            _ => false,
        };
        if (raises) Upgrade(recorder, fact.Now, fact.Cause);
    }

    // An order placed in the program's wind-down raises no tier (mechanics.md §11). An activity needs no check: it earns nothing then.
    private static bool EarningEnded(Recorder recorder)
    {
        var order = recorder.Order.Snapshot!;
        return WindDownRules.EarningEnded(recorder.Catalog.Version(order.ProgramVersion), order.PlacedAt);
    }

    private static bool HasRisen(Recorder recorder, RecordedFact fact) =>
        MetricAt(recorder.Catalog, recorder.Account, fact.Now) > MetricAt(recorder.Catalog, fact.AccountBefore, fact.Now);

    // Raises the tier when the metric reaches a higher one; never lowers it.
    private static void Upgrade(Recorder recorder, DateTimeOffset at, Cause cause)
    {
        var account = recorder.Account;
        var version = recorder.Catalog.VersionForDueWork(at);
        var from = TierRules.InVersion(recorder.Catalog, version, account.Tier!);
        var metric = MetricAt(recorder.Catalog, account, at);
        var entitled = TierRules.EntitledIndex(version, metric);
        if (entitled <= version.TierIndex(from)) return;
        recorder.Emit(new TierUpgraded(
            account.Program, account.Id, from, version.Tiers[entitled].Id, metric, version.Version, cause, at, recorder.RecordedAt));
    }

    // The qualification metric at a time, as it now stands.
    private static Exact MetricAt(ProgramCatalog catalog, Account account, DateTimeOffset at)
    {
        var version = catalog.VersionForDueWork(at);
        return TierRules.Metric(catalog, version, account.Measures, version.Calendar.MonthOf(at));
    }
}
