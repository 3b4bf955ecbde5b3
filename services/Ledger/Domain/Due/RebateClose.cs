using Ledger.Contracts.V1;
using Ledger.Rules.Domain;

namespace Ledger.Ledger.Domain;

/// <summary>Rebates: period cashback on volume (domain.md §4). Closing a period and correcting a closed one are the same step.</summary>
public static class RebateClose
{
    /// <summary>Brings a period's amount in line with its basis as it now stands, and closes it if it was open.</summary>
    public static void Post(Recorder recorder, RebatePeriodState period, DateTimeOffset at, Cause? because = null)
    {
        ArgumentNullException.ThrowIfNull(recorder);
        ArgumentNullException.ThrowIfNull(period);
        var basis = InheritedPeriods.Basis(recorder.Account, period);
        var opened = period.Opened;
        var version = recorder.Catalog.Version(opened.ProgramVersion);
        var rule = version.Rebates.First(rebate => rebate.Id == opened.Rebate);
        if (period.Basis == basis) return;

        var (before, isFirst) = (period.Amount, !period.IsClosed);
        var amount = RebateRules.Amount(rule, version, basis);
        var program = recorder.Account.Program;
        recorder.Emit(new RebateComputed(
            program, recorder.Account.Id, opened.Rebate, opened.Period, opened.Start, opened.ProgramVersion, basis, amount, at, recorder.RecordedAt, period.ClosedBy));
        var cause = (because ?? new Cause("rebate")) with { Rule = opened.Rebate, Period = opened.Period };
        var wallet = Units.AccountCashback;
        var lots = recorder.Account.Lots.OfRebate(period.LotKey, wallet);
        if (amount > before)
        {
            // The lot activates at the boundary plus the delay, also when the period is closed late; as credit it does not expire.
            var pays = opened.End.AddDays(rule.PayAfterDays);
            DateTimeOffset? ExpiryFrom(DateTimeOffset from) => rule.VoucherValidMonths is { } months ? version.Calendar.AddMonths(from, months) : null;
            var target = new CreditTarget(wallet, lots, pays, ExpiryFrom(pays), ExpiryFrom, isFirst, Rebate: period.LotKey);
            var components = new[] { new Component(opened.Rebate, basis, basis.IsZero ? Exact.Zero : (Exact)amount / basis, amount) };
            Credit.Post(recorder, target, amount - before, cause, opened.ProgramVersion, at, components);
        }
        else if (amount < before)
        {
            Reversal.Post(recorder, wallet, lots, before - amount, version.Points.Negative, cause, opened.ProgramVersion, at);
        }
    }
}
