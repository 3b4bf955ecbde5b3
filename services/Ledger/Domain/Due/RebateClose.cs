using Ledger.Contracts.V1;
using Ledger.Domain.Accounts;
using Ledger.Domain.Mechanics;
using Ledger.Domain.Merging;
using Ledger.Domain.Postings;
using Ledger.Rules.Domain.Evaluation;
using Ledger.Rules.Domain.Postings;
using Ledger.Rules.Domain.Program;

namespace Ledger.Domain.Due;

/// <summary>
/// A rebate period is closed when it ends, and corrected when its basis changes afterwards. Periods that end together close in program
/// order: rules of an older version first, then as the version lists them.
/// </summary>
internal sealed class RebateClose : DueKind
{
    public override DateTimeOffset? NextAt(ProgramCatalog catalog, Account account) => Next(catalog, account)?.Opened.End;

    public override void CarryOut(Recorder recorder, DateTimeOffset at) =>
        Post(recorder, Next(recorder.Catalog, recorder.Account)!, recorder.WhenDue(at));

    /// <summary>Brings a period's amount in line with its basis as it now stands, and closes it if it was open.</summary>
    /// <param name="recorder">Takes the events.</param>
    /// <param name="period">The period.</param>
    /// <param name="at">Effective time.</param>
    /// <param name="because">
    /// The fact that changed a closed period; null when the period is closed because it is over. Due work cannot be refused, so in that
    /// case the rebate is cut to what the wallet's limit (<see cref="WalletLimit"/>) still allows.
    /// </param>
    /// <exception cref="OverflowException">A fact's difference would bring the wallet beyond its limit.</exception>
    public static void Post(Recorder recorder, RebatePeriodState period, DateTimeOffset at, Cause? because = null)
    {
        var basis = InheritedPeriods.Basis(recorder.Account, period);
        if (period.Basis != basis) Post(recorder, period, basis, at, because);
    }

    private static void Post(Recorder recorder, RebatePeriodState period, Exact basis, DateTimeOffset at, Cause? because)
    {
        var opened = period.Opened;
        var version = recorder.Catalog.Version(opened.ProgramVersion);
        var rule = version.Rebates.First(rebate => rebate.Id == opened.Rebate);
        var (before, isFirst) = (period.Amount, !period.IsClosed);
        var wallet = new WalletKey(WalletOwners.Account, Units.Cashback);
        var amount = because is null
            ? RebateRules.AmountUpTo(rule, version, basis, recorder.RoomIn(wallet))
            : RebateRules.Amount(rule, version, basis);
        var program = recorder.Account.Program;
        recorder.Emit(new RebateComputed(
                program, recorder.Account.Id, opened.Rebate, opened.Period, opened.Start, opened.ProgramVersion, basis, amount, at,
                recorder.RecordedAt, period.ClosedBy));
        var posting = new PostingContext(
            (because ?? new Cause(CauseKindNames.Rebate)) with { Rule = opened.Rebate, Period = opened.Period }, opened.ProgramVersion, at);
        var lots = recorder.Account.Lots.OfRebate(period.LotKey, wallet);
        // The lot activates at the boundary plus the delay, also when the period is closed late; as credit it does not expire.
        var pays = Calendar.AddDays(opened.End, rule.PayAfterDays);
        DateTimeOffset? ExpiryFrom(DateTimeOffset from) =>
            rule.VoucherValidMonths is { } months ? version.Calendar.AddMonths(from, months) : null;
        var target = new CreditTarget(wallet, lots, pays, ExpiryFrom(pays), ExpiryFrom, isFirst, Rebate: period.LotKey);
        if (amount > before)
        {
            var components = new[] { new Component(opened.Rebate, basis, basis.IsZero ? Exact.Zero : (Exact)amount / basis, amount) };
            Credit.Post(recorder, target, amount - before, posting, components);
        }
        else if (amount < before)
        {
            Reversal.Post(recorder, target, before - amount, version.Points.Negative, posting);
        }
    }

    private static RebatePeriodState? Next(ProgramCatalog catalog, Account account)
    {
        RebatePeriodState? next = null;
        foreach (var period in account.Rebates.Values)
        {
            if (period.IsClosed) continue;
            if (
                next is null
                || period.Opened.End < next.Opened.End
                || (period.Opened.End == next.Opened.End && Compare(catalog, period, next) < 0)
            )
            {
                next = period;
            }
        }

        return next;
    }

    private static int Compare(ProgramCatalog catalog, RebatePeriodState a, RebatePeriodState b)
    {
        var versions = a.Opened.ProgramVersion.CompareTo(b.Opened.ProgramVersion);
        if (versions != 0) return versions;
        var rules = Position(catalog, a).CompareTo(Position(catalog, b));
        return rules != 0 ? rules : a.Opened.Start.CompareTo(b.Opened.Start);
    }

    private static int Position(ProgramCatalog catalog, RebatePeriodState period)
    {
        var rules = catalog.Version(period.Opened.ProgramVersion).Rebates;
        for (var i = 0; i < rules.Count; i++)
        {
            if (rules[i].Id == period.Opened.Rebate) return i;
        }

        return rules.Count;
    }
}
