using System.Numerics;

namespace Ledger.Model;

internal sealed partial class ProgramLedger
{
    private List<Account> InOrder()
    {
        var list = new List<Account>(accounts.Values);
        list.Sort((x, y) => string.CompareOrdinal(x.Id, y.Id));
        return list;
    }

    /// <summary>Every wallet in which something was ever credited; those of merged accounts stand as history.</summary>
    public List<BalanceRow> Balances()
    {
        var rows = new List<BalanceRow>();
        foreach (var a in InOrder())
        {
            foreach (var (k, w) in a.Wallets)
            {
                rows.Add(Balance(a.Id, k, w, a.Lots));
            }
        }
        foreach (var (id, wallets) in walletsOfMerged)
        {
            foreach (var (k, w) in wallets)
            {
                rows.Add(Balance(id, k, w, []));
            }
        }
        rows.RemoveAll(x =>
            !(accounts.TryGetValue(x.AccountId, out var a) ? a.Wallets : walletsOfMerged[x.AccountId])[
                (x.Owner == "account" ? "" : x.Owner, x.Unit)
            ].EverCredited);
        rows.Sort((x, y) =>
        {
            int c = string.CompareOrdinal(x.AccountId, y.AccountId);
            c = c != 0 ? c : (x.Owner == "account" ? 0 : 1) - (y.Owner == "account" ? 0 : 1);
            c = c != 0 ? c : string.CompareOrdinal(x.Owner, y.Owner);
            return c != 0 ? c : string.CompareOrdinal(x.Unit, y.Unit);
        });
        return rows;
    }

    private static BalanceRow Balance(string account, (string Owner, string Unit) wallet, Wallet w, List<Lot> lots)
    {
        BigInteger pending = 0;
        BigInteger free = 0;
        BigInteger held = 0;
        foreach (var l in lots)
        {
            if (l.Owner == wallet.Owner && l.Unit == wallet.Unit)
            {
                pending += l.Pending;
                free += l.Free;
                held += l.Held;
            }
        }
        var row = new BalanceRow(
            account, wallet.Owner.Length == 0 ? "account" : wallet.Owner, wallet.Unit, pending, free - w.Arrears, held, w.Arrears,
            w.Accrued, w.Reversed, w.Redeemed, w.Expired, w.Adjusted);
        if (w.Accrued - w.Reversed - w.Redeemed - w.Expired + w.Adjusted != row.Pending + row.Available + row.Held)
        {
            throw new InvalidOperationException("the totals of " + account + " do not balance");
        }
        return row;
    }

    public List<LotRow> Lots(string account)
    {
        var rows = new List<LotRow>();
        if (accounts.TryGetValue(Resolve(account), out var a))
        {
            foreach (var l in a.Lots)
            {
                rows.Add(new LotRow(
                        l.Cause, l.Owner.Length == 0 ? "account" : l.Owner, l.Unit, l.State.ToString(), l.ActivateAt, l.ExpireAt, l.Pending,
                        l.Free, l.Held, l.Spent, l.Expired));
            }
        }
        return rows;
    }

    public List<StandingRow> Standings()
    {
        var rows = new List<StandingRow>();
        foreach (var a in InOrder())
        {
            if (a.Orders.Count == 0)
            {
                continue;
            }
            var v = VersionAt(a.Clock!.Value) ?? versions[0];
            int tier = TierIn(a, v);
            var metric = QualifyingMetric(a, v, v.Calendar.Month(a.Clock!.Value));
            var next = tier + 1 < v.Tiers.Count ? v.Tiers[tier + 1] : null;
            rows.Add(new StandingRow(
                    a.Id, v.Tiers[tier].Id, a.Since, v.Metric == "spend" ? Money(RoundMoney(v, metric)) : metric.ToString(), a.Orders.Count,
                    tier == 0 ? null : a.GraceUntil, next?.Id, next == null ? null : Rational.Max(Rational.Zero, next.From - metric),
                    Tenure(a, v, a.Clock!.Value), a.Loyalty, a.Segments.Order(StringComparer.Ordinal).ToList(),
                    new Dictionary<string, BigInteger>(a.Milestones)));
        }
        return rows;
    }

    public List<RebateRow> Rebates() => ClosedPeriods().ConvertAll(x => new RebateRow(x.Origin, x.Rule.Id, x.Label, x.Basis, x.Amount));

    private List<RebatePeriod> ClosedPeriods()
    {
        var periods = accounts.Values.SelectMany(x => x.Periods).Where(x => x.Closed).ToList();
        periods.Sort((x, y) =>
        {
            int c = string.CompareOrdinal(x.Origin, y.Origin);
            c = c != 0 ? c : string.CompareOrdinal(x.Rule.Id, y.Rule.Id);
            c = c != 0 ? c : x.Start.CompareTo(y.Start);
            return c != 0 ? c : string.CompareOrdinal(x.Label, y.Label);
        });
        return periods;
    }

    public int AccountCount => accounts.Count;
}
