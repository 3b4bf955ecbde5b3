using System.Globalization;
using System.Numerics;
using System.Text;

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
        rows.RemoveAll(x => !(accounts.TryGetValue(x.AccountId, out var a) ? a.Wallets : walletsOfMerged[x.AccountId])[(x.Owner == "account" ? "" : x.Owner, x.Unit)].EverCredited);
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
            account, wallet.Owner.Length == 0 ? "account" : wallet.Owner, wallet.Unit, pending, free - w.Arrears, held, w.Arrears, w.Accrued, w.Reversed, w.Redeemed, w.Expired, w.Adjusted);
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
                    l.Cause, l.Owner.Length == 0 ? "account" : l.Owner, l.Unit, l.State.ToString(), l.ActivateAt, l.ExpireAt, l.Pending, l.Free, l.Held, l.Spent, l.Expired));
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
            var nps = LatestScore(a, a.Clock!.Value);
            bool twice = Metric(a, "orders", null, new Window("rolling-months", 12), v.Calendar.Month(a.Clock!.Value), v) >= Rational.From(2m);
            string loyalty = nps >= 9 ? (twice ? "true" : "latent") : twice ? "false" : "none";
            var next = tier + 1 < v.Tiers.Count ? v.Tiers[tier + 1] : null;
            rows.Add(new StandingRow(
                a.Id, v.Tiers[tier].Id, a.Since, v.Metric == "spend" ? Money(RoundMoney(v, metric)) : metric.ToString(), a.Orders.Count, tier == 0 ? null : a.GraceUntil,
                next?.Id, next == null ? null : Rational.Max(Rational.Zero, next.From - metric), v.Calendar.WholeMonths(a.Orders.Min(x => x.Now.PlacedAt), a.Clock!.Value), loyalty,
                a.Segments.Order(StringComparer.Ordinal).ToList(), new Dictionary<string, BigInteger>(a.Milestones)));
        }
        return rows;
    }

    /// <summary>How the order's numbers come about, line by line and rule by rule; nothing if it is not known.</summary>
    public OrderExplanation? Explain(string source, string orderId)
    {
        if (FindOrder(OrderKey(source, orderId)) is not { } s)
        {
            return null;
        }
        var v = s.Version;
        int n = s.Now.Lines.Count;
        var winners = new HashSet<int>();
        var percent = new Rational[n];
        var exact = new Rational[n];
        for (int i = 0; i < n; i++)
        {
            percent[i] = s.LineGross[i].IsZero ? Rational.Zero : LinePercent(s, i, winners);
            exact[i] = s.LineGross[i] * percent[i] / Hundred * Minor(v);
        }
        var shares = Share(s.Entitled, exact);
        var lines = new List<LineExplanation>();
        for (int i = 0; i < n; i++)
        {
            lines.Add(new LineExplanation(s.Now.Lines[i].LineId, s.Remaining(s.Now.Lines[i]), s.LineGross[i], s.LineNet[i], percent[i], shares[i]));
        }
        var discounts = new List<DiscountExplanation>();
        for (int i = 0; i < v.Discounts.Count; i++)
        {
            var d = v.Discounts[i];
            Rational? metric = d.Kind switch
            {
                "cumulative" => s.DiscountMetric[i] + (d.IncludesCurrentOrder ? s.ScopedNet(d.Scope) : Rational.Zero),
                "order-total" => ScopedGross(s, d.Scope),
                _ => null,
            };
            discounts.Add(new DiscountExplanation(d.Id, s.DiscountApplies[i], s.RulePercent[i], metric, winners.Contains(i)));
        }
        var earnings = new List<EarningExplanation>();
        for (int i = 0; i < v.Earnings.Count; i++)
        {
            var e = v.Earnings[i];
            bool applies = MayEarn(s) && s.EarningApplies[i];
            var parts = new Rational[n];
            for (int l = 0; l < n; l++)
            {
                parts[l] = applies && e.Scope.Covers(s.Now.Lines[l]) ? s.LineNet[l] * Rate(s, e) : Rational.Zero;
            }
            var points = applies ? (s.ScopedNet(e.Scope) * Rate(s, e)).Round(v.PointsRounding) : 0;
            earnings.Add(new EarningExplanation(e.Id, applies, points, Share(points, parts)));
        }
        return new OrderExplanation(v.Version, s.TierId, s.Multiplier, s.Now.Revision, s.Cancelled, lines, discounts, earnings);
    }

    /// <summary>Shares a rounded whole over exact parts by largest remainder; of equal remainders the first part comes first.</summary>
    private static List<BigInteger> Share(BigInteger whole, Rational[] exact)
    {
        var shares = new List<BigInteger>();
        foreach (var x in exact)
        {
            shares.Add(x.Floor());
            whole -= x.Floor();
        }
        foreach (int i in Enumerable.Range(0, exact.Length).OrderByDescending(i => exact[i] - Rational.From(exact[i].Floor())))
        {
            if (whole.Sign > 0)
            {
                shares[i] += 1;
                whole -= 1;
            }
        }
        return shares;
    }

    public string BalancesCsv()
    {
        var b = new StringBuilder("accountId,owner,unit,pending,available,held,arrears,accrued,reversed,redeemed,expired,adjusted\n");
        foreach (var r in Balances())
        {
            string Show(BigInteger n) => r.Unit == "points" ? n.ToString(CultureInfo.InvariantCulture) : Money(n);
            Row(b, r.AccountId, r.Owner, r.Unit, Show(r.Pending), Show(r.Available), Show(r.Held), Show(r.Arrears), Show(r.Accrued), Show(r.Reversed), Show(r.Redeemed), Show(r.Expired), Show(r.Adjusted));
        }
        return b.ToString();
    }

    public string StandingsCsv()
    {
        var b = new StringBuilder("accountId,tier,since,metric,orders,graceUntil\n");
        foreach (var r in Standings())
        {
            Row(b, r.AccountId, r.Tier, Time(r.Since), r.Metric, r.Orders.ToString(CultureInfo.InvariantCulture), r.GraceUntil is { } g ? Time(g) : "");
        }
        return b.ToString();
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

    public string RebatesCsv()
    {
        var b = new StringBuilder("accountId,rebate,period,basis,amount\n");
        foreach (var p in ClosedPeriods())
        {
            Row(b, p.Origin, p.Rule.Id, p.Label, Money(RoundMoney(p.Version, p.Basis)), Money(p.Amount));
        }
        return b.ToString();
    }

    public string EntitlementsCsv()
    {
        var b = new StringBuilder("source,orderId,accountId,placedAt,gross,net,entitled,stated,variance,points\n");
        foreach (var a in InOrder())
        {
            var orders = new List<OrderState>(a.Orders);
            orders.Sort((x, y) => string.CompareOrdinal(x.Now.Source, y.Now.Source) is var c && c != 0 ? c : string.CompareOrdinal(x.Now.OrderId, y.Now.OrderId));
            foreach (var o in orders)
            {
                var v = o.Version;
                var stated = RoundMoney(v, o.Stated);
                Row(
                    b, o.Now.Source, o.Now.OrderId, a.Id, Time(o.Now.PlacedAt), Money(RoundMoney(v, o.Gross)), Money(RoundMoney(v, o.Net)), Money(o.Entitled), Money(stated),
                    Money(o.Entitled - stated), o.Points.ToString(CultureInfo.InvariantCulture));
            }
        }
        return b.ToString();
    }

    public int AccountCount => accounts.Count;

    /// <summary>What must hold after every fact and command; throws where it does not.</summary>
    public void Check()
    {
        Balances();
        foreach (var a in accounts.Values)
        {
            foreach (var (k, w) in a.Wallets)
            {
                var lots = a.Lots.FindAll(x => x.Owner == k.Owner && x.Unit == k.Unit);
                Require(w.Arrears.Sign >= 0, a, "arrears below zero");
                Require(w.Arrears.IsZero || lots.TrueForAll(x => x.Free.IsZero), a, "arrears beside free value");
            }
            foreach (var l in a.Lots)
            {
                Require(l.Pending.Sign >= 0 && l.Free.Sign >= 0 && l.Held.Sign >= 0 && l.Spent.Sign >= 0 && l.Expired.Sign >= 0, a, "a lot below zero");
                Require(l.State == LotState.Pending || l.Pending.IsZero, a, "pending value in an active lot");
                Require(l.State == LotState.Active || l.Free.IsZero, a, "free value in a lot that is not active");
                Require(l.State == LotState.Expired || !(l.ExpireAt <= a.Clock), a, "a lot is overdue");
                BigInteger held = 0;
                foreach (var h in a.Holds)
                {
                    foreach (var x in h.Allocations)
                    {
                        held += x.LotId == l.Id ? x.Amount : 0;
                    }
                }
                Require(held == l.Held, a, "held value without its hold");
            }
            foreach (var (k, s) in a.Causes)
            {
                BigInteger there = 0;
                foreach (var l in a.Lots)
                {
                    if (l.Cause == k.Cause && l.Owner == k.Owner && l.Unit == k.Unit && l.Sub == k.Sub)
                    {
                        there += l.Pending + l.Free + l.Held + l.Spent + l.Expired;
                    }
                }
                Require(s.Waived.Sign >= 0 && s.Opened.Sign >= 0, a, "waived below zero");
                Require(s.Evaluated == there - s.Opened - s.Waived, a, "a cause does not add up: " + k.Cause);
            }
        }
    }

    private static void Require(bool holds, Account a, string what)
    {
        if (!holds)
        {
            throw new InvalidOperationException(a.Id + ": " + what);
        }
    }

    private string Money(BigInteger minor)
    {
        int digits = versions[0].MoneyDigits;
        var text = BigInteger.Abs(minor).ToString(CultureInfo.InvariantCulture).PadLeft(digits + 1, '0');
        if (digits > 0)
        {
            text = text[..^digits] + "." + text[^digits..];
        }
        return minor.Sign < 0 ? "-" + text : text;
    }

    private static string Time(DateTimeOffset t) => t.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static void Row(StringBuilder b, params string[] fields)
    {
        for (int i = 0; i < fields.Length; i++)
        {
            if (i > 0)
            {
                b.Append(',');
            }
            var f = fields[i];
            b.Append(f.AsSpan().IndexOfAny("\",\r\n") >= 0 ? "\"" + f.Replace("\"", "\"\"") + "\"" : f);
        }
        b.Append('\n');
    }
}
