using System.Globalization;
using System.Numerics;
using System.Text;

namespace Ledger.Model;

/// <summary>An account's membership as last judged; its terms and score at its clock.</summary>
public sealed record MemberRow(
    string AccountId,
    IReadOnlyList<string> Segments,
    string Loyalty,
    IReadOnlyList<string> Perks,
    IReadOnlyList<string> Memberships,
    decimal? Nps);

public sealed record GrantRow(string GrantId, string AccountId, string Reward, string State, bool FromDraw);

/// <summary>The exports of mechanics.md §12.</summary>
internal sealed partial class ProgramLedger
{
    public List<MemberRow> Members() => InOrder().ConvertAll(a => new MemberRow(
        a.Id,
        [.. a.Segments.Order(StringComparer.Ordinal)],
        a.Loyalty,
        [.. a.Perks.Order(StringComparer.Ordinal)],
        [.. a.Terms.Where(x => x.ActiveAt(a.Clock!.Value)).Select(x => x.Membership).Distinct().Order(StringComparer.Ordinal)],
        LatestScore(a, a.Clock!.Value)));

    public List<GrantRow> Grants() =>
    [
        .. grants.Values
            .OrderBy(x => x.Id, StringComparer.Ordinal)
            .Select(x => new GrantRow(x.Id, Resolve(x.Account), x.Reward, x.State, x.FromDraw)),
    ];

    public string MembersCsv()
    {
        var b = new StringBuilder("accountId,segments,loyalty,perks,memberships,nps\n");
        foreach (var m in Members())
        {
            var nps = m.Nps is { } score ? Text(score) : "";
            Row(b, m.AccountId, string.Join('|', m.Segments), m.Loyalty, string.Join('|', m.Perks), string.Join('|', m.Memberships), nps);
        }
        return b.ToString();
    }

    /// <summary>Without those of draws: their winners depend on the log's chain.</summary>
    public string GrantsCsv()
    {
        var b = new StringBuilder("grantId,accountId,reward,state\n");
        foreach (var g in Grants().FindAll(x => !x.FromDraw))
        {
            Row(b, g.GrantId, g.AccountId, g.Reward, g.State);
        }
        return b.ToString();
    }

    public string ChallengesCsv()
    {
        var b = new StringBuilder("challenge,period,rank,accountId,metric,prize\n");
        foreach (var r in Challenges())
        {
            Row(b, r.Challenge, r.Period, r.Rank.ToString(CultureInfo.InvariantCulture), r.AccountId, r.Metric, r.Prize);
        }
        return b.ToString();
    }

    public string PartnersCsv()
    {
        var b = new StringBuilder("partner,month,issued,reversed,redeemed,redemptionReversed,owedByPartner,owedToPartner,net\n");
        foreach (var r in PartnerRows())
        {
            Row(
                b,
                r.Partner,
                r.Month,
                Whole(r.Issued),
                Whole(r.Reversed),
                Whole(r.Redeemed),
                Whole(r.RedemptionReversed),
                Money(r.OwedByPartner),
                Money(r.OwedToPartner),
                Money(r.OwedByPartner - r.OwedToPartner));
        }
        return b.ToString();
    }

    private static string Whole(BigInteger n) => n.ToString(CultureInfo.InvariantCulture);
}
