using System.Globalization;
using System.Numerics;
using System.Text;

namespace Ledger.Model;

internal sealed partial class ProgramLedger
{
    public string BalancesCsv()
    {
        var b = new StringBuilder("accountId,owner,unit,pending,available,held,arrears,accrued,reversed,redeemed,expired,adjusted\n");
        foreach (var r in Balances())
        {
            string Show(BigInteger n) => r.Unit == "points" ? n.ToString(CultureInfo.InvariantCulture) : Money(n);
            Row(
                b, r.AccountId, r.Owner, r.Unit, Show(r.Pending), Show(r.Available), Show(r.Held), Show(r.Arrears), Show(r.Accrued),
                Show(r.Reversed), Show(r.Redeemed), Show(r.Expired), Show(r.Adjusted));
        }
        return b.ToString();
    }

    public string StandingsCsv()
    {
        var b = new StringBuilder("accountId,tier,since,metric,orders,graceUntil\n");
        foreach (var r in Standings())
        {
            Row(
                b, r.AccountId, r.Tier, Time(r.Since), r.Metric, r.Orders.ToString(CultureInfo.InvariantCulture),
                r.GraceUntil is { } g ? Time(g) : "");
        }
        return b.ToString();
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
            orders.Sort((x, y) =>
                    string.CompareOrdinal(x.Now.Source, y.Now.Source) is var c && c != 0
                        ? c
                        : string.CompareOrdinal(x.Now.OrderId, y.Now.OrderId));
            foreach (var o in orders)
            {
                var v = o.Version;
                var stated = RoundMoney(v, o.Stated);
                Row(
                    b, o.Now.Source, o.Now.OrderId, a.Id, Time(o.Now.PlacedAt), Money(RoundMoney(v, o.Gross)), Money(RoundMoney(v, o.Net)),
                    Money(o.Entitled), Money(stated), Money(o.Entitled - stated), o.Points.ToString(CultureInfo.InvariantCulture));
            }
        }
        return b.ToString();
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
