using System.Numerics;

namespace Ledger.Model;

/// <summary>One partner's month, in points and money.</summary>
public sealed record PartnerRow(
    string Partner,
    string Month,
    BigInteger Issued,
    BigInteger Reversed,
    BigInteger Redeemed,
    BigInteger RedemptionReversed,
    BigInteger OwedByPartner,
    BigInteger OwedToPartner);

/// <summary>Points by who funds or redeems them; the operator's own are under the empty name (mechanics.md §7).</summary>
internal sealed partial class ProgramLedger
{
    private readonly Dictionary<(string Partner, int Month, string Kind), BigInteger> settled = [];
    private readonly List<(string Partner, int Month, string Kind, BigInteger Amount)> newSettled = [];

    private static void CheckPartner(ProgramVersion v, string? partner)
    {
        if (partner != null && v.HasPartners && !v.Partners.Exists(x => x.Id == partner))
        {
            throw new RefusedException("unknown_partner");
        }
    }

    private static void CheckMayRedeem(ProgramVersion v, string? partner)
    {
        CheckPartner(v, partner);
        if (partner != null && !v.Partners.Exists(x => x.Id == partner && x.MayRedeem))
        {
            throw new RefusedException("partner_may_not_redeem");
        }
    }

    private static bool MayIssue(ProgramVersion v, string? partner) =>
        partner == null || v.Partners.Exists(x => x.Id == partner && x.MayIssue);

    private void Settle(string? partner, string unit, DateTimeOffset at, string kind, BigInteger amount)
    {
        if (unit == "points" && !amount.IsZero)
        {
            newSettled.Add((partner ?? "", versions[0].Calendar.Month(at), kind, amount));
        }
    }

    public List<PartnerRow> PartnerRows()
    {
        var rows = new List<PartnerRow>();
        var months = settled.Keys.Where(x => x.Partner.Length > 0).Select(x => (x.Partner, x.Month)).Distinct();
        foreach (var (partner, month) in months.OrderBy(x => x.Partner, StringComparer.Ordinal).ThenBy(x => x.Month))
        {
            var start = versions[0].Calendar.MonthStart(month);
            bool Lists(ProgramVersion? x) => x != null && x.Partners.Exists(y => y.Id == partner);
            var v = Lists(VersionAt(start)) ? VersionAt(start)! : versions.FindLast(Lists)!;
            var each = v.Partners.Find(x => x.Id == partner)!.PointCost;
            BigInteger Sum(string kind) => settled.GetValueOrDefault((partner, month, kind));
            var (issued, reversed, redeemed, back) = (Sum("issued"), Sum("reversed"), Sum("redeemed"), Sum("redemption-reversed"));
            var byPartner = Owed(v, issued - reversed, each);
            var toPartner = Owed(v, redeemed - back, each);
            rows.Add(new PartnerRow(partner, Label("month", month), issued, reversed, redeemed, back, byPartner, toPartner));
        }
        return rows;
    }

    private static BigInteger Owed(ProgramVersion v, BigInteger points, Rational each) =>
        points.Sign * RoundMoney(v, Rational.From(BigInteger.Abs(points)) * each);
}
