using Ledger.Contracts.V1;
using Ledger.Domain.Accounts;
using Ledger.Domain.Versions;
using Ledger.Rules.Domain.Evaluation;

namespace Ledger.Domain.Mechanics;

/// <summary>The number of an account's orders, and their measures by scope and month (domain.md §4 step 1).</summary>
internal sealed class OrderTotals : Mechanic
{
    public override IEnumerable<EventCase<Account>> Events =>
    [
        AccountCase.On<OrderRecorded>(Recorded),
        AccountCase.On<DiscountComputed>(Evaluated),
        AccountCase.On<ScopeMeasured>(Measured),
        AccountCase.Ignore<OrderRevised>(),
        AccountCase.Ignore<OrderSuperseded>(),
        AccountCase.Ignore<OrderProgressed>(),
        AccountCase.Ignore<ReturnRecorded>(),
    ];

    private static Account Recorded(Account account, OrderRecorded recorded) => account with
    {
        Orders = account.Orders + 1,
        FirstOrderAt = account.FirstOrderAt is { } first && first <= recorded.PlacedAt ? first : recorded.PlacedAt,
        TierSince = account.Tier is null ? recorded.PlacedAt : account.TierSince,
    };

    private static Account Evaluated(Account account, DiscountComputed computed)
    {
        var measures = account.Measures.Clone();
        Add(measures, computed);
        var points = computed.Evaluation.Measures.Points - (computed.Previous?.Points ?? 0);
        if (points != 0) measures.AddPoints(computed.Month, points);
        var rebates = account.Rebates;
        foreach (var opened in computed.RebatePeriods ?? [])
        {
            var period = new RebatePeriodState(opened);
            if (!rebates.Has(period.Key)) rebates = rebates.Set(period.Key, period);
        }

        return account with
        {
            Tier = string.IsNullOrEmpty(account.Tier) ? computed.Evaluation.Frozen.Tier : account.Tier,
            Measures = measures,
            Aliases = computed.RecordedFor is { } alias ? AddTo(account.Aliases, alias, own => Add(own, computed)) : account.Aliases,
            Rebates = rebates,
        };
    }

    private static Account Measured(Account account, ScopeMeasured measured)
    {
        var measures = account.Measures.Clone();
        measures.Add(measured.Scope, measured.Months);
        return account with
        {
            Measures = measures,
            Aliases = measured.RecordedFor is { } alias
                ? AddTo(account.Aliases, alias, own => own.Add(measured.Scope, measured.Months))
                : account.Aliases,
        };
    }

    private static VersionedTable<string, Alias> AddTo(VersionedTable<string, Alias> aliases, string id, Action<Measures> add)
    {
        var alias = aliases[id];
        var measures = alias.Measures.Clone();
        add(measures);
        return aliases.Set(id, alias with { Measures = measures });
    }

    private static void Add(Measures measures, DiscountComputed computed)
    {
        var first = computed.Previous is null;
        foreach (var scope in computed.Evaluation.Measures.Scopes)
        {
            measures.Know(scope.Scope);
            var change = scope.Net - (computed.Previous?.NetOf(scope.Scope) ?? Exact.Zero);
            if (!change.IsZero || (first && scope.Counts)) measures.Add(scope.Scope, computed.Month, change, first && scope.Counts ? 1 : 0);
        }
    }
}
