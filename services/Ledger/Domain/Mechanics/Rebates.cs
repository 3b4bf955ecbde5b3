using Ledger.Contracts.V1;
using Ledger.Domain.Accounts;
using Ledger.Domain.Due;
using Ledger.Domain.Merging;

namespace Ledger.Domain.Mechanics;

/// <summary>Rebates: period cashback on volume (domain.md §4). Closing a period and correcting a closed one are the same step.</summary>
internal sealed class Rebates : Mechanic
{
    public override IEnumerable<EventCase<Account>> Events => [AccountCase.On<RebateComputed>(Computed)];

    public override IEnumerable<DueKind> Due => [new RebateClose()];

    /// <summary>
    /// Corrects the closed periods that the order is in: first those that merged accounts had closed, then the account's own.
    /// </summary>
    public override void Follow(Recorder recorder, RecordedFact fact)
    {
        if (!fact.ChangesOrder) return;
        var month = recorder.Order.Month;
        InheritedPeriods.Correct(recorder, month, fact.Now, fact.Cause);
        foreach (var period in Closed(recorder.Account, month)) RebateClose.Post(recorder, period, fact.Now, fact.Cause);
    }

    // A list, because posting changes the account's periods.
    private static List<RebatePeriodState> Closed(Account account, int month)
    {
        List<RebatePeriodState> closed = [];
        foreach (var period in account.Rebates.Values)
        {
            if (period.IsClosed && period.Months.Has(month)) closed.Add(period);
        }

        return closed;
    }

    private static Account Computed(Account account, RebateComputed computed)
    {
        var key = RebatePeriodState.KeyOf(computed.Rebate, computed.Period);
        if (computed.ClosedBy is { } closedBy)
        {
            var inherited = new InheritedPeriod(closedBy, key);
            return account with
            {
                Inherited = account.Inherited.Set(inherited, account.Inherited[inherited] with
                {
                    Basis = computed.Basis,
                    Amount = computed.Amount,
                })
            };
        }

        return account with
        {
            Rebates = account.Rebates.Set(key, account.Rebates[key] with { Basis = computed.Basis, Amount = computed.Amount }),
        };
    }
}
