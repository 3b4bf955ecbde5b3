using Ledger.Contracts.V1;
using Ledger.Domain.Accounts;
using Ledger.Rules.Domain.Evaluation;
using Ledger.Rules.Domain.Mechanics;
using Ledger.Rules.Domain.Program;

namespace Ledger.Domain.Due;

/// <summary>Which rebate periods an order falls in: by its placedAt, under the version effective at each period's start (domain.md
/// §3).</summary>
public static class RebatePeriods
{
    /// <summary>The periods of an order in which its account has no other order yet; null when there are none.</summary>
    public static IReadOnlyList<RebatePeriodOpened>? OpenedBy(ProgramCatalog catalog, Account account, DateTimeOffset placedAt)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(account);
        if (WindDownRules.EarningEnded(catalog.VersionForDueWork(placedAt), placedAt)) return null;
        List<RebatePeriodOpened>? opened = null;
        foreach (var version in catalog.Versions)
        {
            foreach (var rule in version.Rebates)
            {
                var period = RebateRules.PeriodOf(rule, version.Calendar, placedAt);
                if (catalog.VersionForDueWork(period.Start).Version != version.Version) continue;
                if (account.Rebates.Has(RebatePeriodState.KeyOf(rule.Id, period.Id))) continue;
                (opened ??= []).Add(new RebatePeriodOpened(
                        rule.Id, period.Id, version.Version, period.FirstMonth, period.MonthCount, period.Start, period.End,
                        catalog.KeyOf(version, rule.Scope)));
            }
        }

        return opened;
    }
}
