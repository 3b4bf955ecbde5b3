using Ledger.Contracts.V1;
using Ledger.Contracts.V1.Answers;
using Ledger.Rules.Domain.Evaluation;
using Ledger.Rules.Domain.Program;

namespace Ledger.Projections.Domain.Reports;

/// <summary>A rebate period of an account that is not closed.</summary>
/// <param name="ProgramVersion">The version whose rule applies.</param>
/// <param name="EndsAt">When it closes.</param>
/// <param name="Basis">The period's scoped net so far: money, exact.</param>
public sealed record OpenRebate(string AccountId, string Rebate, string Period, int ProgramVersion, DateTimeOffset EndsAt, Exact Basis);

/// <summary>
/// What open rebate periods would pay if they closed now, computed by the same rule that will close them (<see cref="RebateRules"/>).
/// </summary>
public static class RebateAccrual
{
    /// <summary>The columns of the report by account.</summary>
    public static ReportTable<RebateAccrued> Accounts { get; } = new ReportTable<RebateAccrued>("rebates-accrued")
        .Text("accountId", line => line.AccountId)
        .Text("rebate", line => line.Rebate)
        .Text("period", line => line.Period)
        .Instant("endsAt", line => line.EndsAt)
        .Instant("paysAt", line => line.PaysAt)
        .Money("basis", line => line.Basis)
        .Money("amount", line => line.Amount)
        .Whole("programVersion", line => line.ProgramVersion);

    /// <summary>The columns of the report of sums.</summary>
    public static ReportTable<RebatePeriodAccrued> Periods { get; } = new ReportTable<RebatePeriodAccrued>("rebates-accrued-periods")
        .Text("rebate", line => line.Rebate)
        .Text("period", line => line.Period)
        .Instant("endsAt", line => line.EndsAt)
        .Whole("accounts", line => line.Accounts)
        .Money("basis", line => line.Basis)
        .Money("amount", line => line.Amount);

    /// <summary>What a period would pay now.</summary>
    public static RebateAccrued Of(ProgramCatalog catalog, OpenRebate open)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(open);
        var version = catalog.Version(open.ProgramVersion);
        var rule = version.Rebates.First(rebate => rebate.Id == open.Rebate);
        var most = new decimal(-1, -1, -1, false, (byte)version.MinorDigits);
        return new RebateAccrued(
            open.AccountId, open.Rebate, open.Period, open.EndsAt, Calendar.AddDays(open.EndsAt, rule.PayAfterDays),
            ValueFormat.Scaled(ValueFormat.Rounded(open.Basis, version), version.MinorDigits),
            ValueFormat.Scaled(RebateRules.AmountUpTo(rule, version, open.Basis, most), version.MinorDigits), open.ProgramVersion);
    }

    /// <summary>The sums by rebate and period, ordered by rebate (ordinal), then by the period's end.</summary>
    public static IReadOnlyList<RebatePeriodAccrued> Sum(IEnumerable<RebateAccrued> lines) =>
    [
        .. lines.GroupBy(line => (line.Rebate, line.Period, line.EndsAt))
            .OrderBy(period => period.Key.Rebate, StringComparer.Ordinal).ThenBy(period => period.Key.EndsAt)
            .ThenBy(period => period.Key.Period, StringComparer.Ordinal)
            .Select(period => new RebatePeriodAccrued(
                period.Key.Rebate, period.Key.Period, period.Key.EndsAt, period.LongCount(), period.Sum(line => line.Basis),
                period.Sum(line => line.Amount))),
    ];
}
