namespace Ledger.Model;

/// <summary>Segments, perks and the loyalty kind, as judged after every fact and at month boundaries (mechanics.md §6).</summary>
internal sealed partial class ProgramLedger
{
    /// <summary>
    /// The last month boundary that is due. Earlier due boundaries need no judging: each judging replaces the one before, and nothing reads
    /// the outcomes between.
    /// </summary>
    private DateTimeOffset? NextJudging(Account a, DateTimeOffset until)
    {
        if (a.Judged is not { } from)
        {
            return null;
        }
        var cal = versions[0].Calendar;
        var boundary = cal.MonthStart(cal.Month(until));
        return boundary > from && boundary <= until ? boundary : null;
    }

    private void Judge(Account a, DateTimeOffset at)
    {
        a.Judged = at;
        var v = VersionAt(at) ?? versions[0];
        var segments = new HashSet<string>(StringComparer.Ordinal);
        foreach (var s in v.Segments)
        {
            if (Holds(a, v, s.When, new Moment(at)))
            {
                segments.Add(s.Id);
            }
        }
        a.Segments = segments;
        var perks = new HashSet<string>(StringComparer.Ordinal);
        foreach (var p in v.Perks)
        {
            if (MayHold(a, v, p.Id, at) && Holds(a, v, p.When, new Moment(at)))
            {
                perks.Add(p.Id);
            }
        }
        a.Perks = perks;
        bool judges = v.Segments.Count + v.Perks.Count + v.Memberships.Count + v.Activities.Count > 0;
        a.Loyalty = judges ? LoyaltyKind(a, v, at) : "none";
    }

    /// <summary>A perk that tiers or memberships list can be held by accounts with one of these only.</summary>
    private bool MayHold(Account a, ProgramVersion v, string perk, DateTimeOffset at)
    {
        bool listed = v.Tiers.Exists(x => x.Perks.Contains(perk)) || v.Memberships.Exists(x => x.Perks.Contains(perk));
        return !listed
            || v.Tiers[TierIn(a, v)].Perks.Contains(perk)
            || v.Memberships.Exists(x => x.Perks.Contains(perk) && IsMember(a, x.Id, at));
    }

    private static string LoyaltyKind(Account a, ProgramVersion v, DateTimeOffset at)
    {
        int month = v.Calendar.Month(at);
        int orders = 0;
        foreach (var o in a.Orders)
        {
            if (o.Month > month - 12 && o.Month <= month && !o.Cancelled && !o.NothingRemains)
            {
                orders++;
            }
        }
        bool content = LatestScore(a, at) >= 9;
        return orders >= 2 ? (content ? "true" : "false") : content ? "latent" : "none";
    }
}
