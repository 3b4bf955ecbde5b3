using System.Globalization;

namespace Ledger.Model;

internal sealed partial class ProgramLedger
{
    private Outcome Complete(ActivityCompleted f)
    {
        var key = "activity|" + f.Id;
        var content = Quote(f.AccountId) + Quote(f.Activity) + Ticks(f.At) + Quote(f.ContactId) + (f.Score?.ToString("0.##########", CultureInfo.InvariantCulture) ?? "-");
        if (Known(key, content) is { } known)
        {
            return known;
        }
        CheckId(f.Id);
        CheckId(f.AccountId);
        if (f.ContactId != null)
        {
            CheckId(f.ContactId);
        }
        var v = VersionAt(f.At) ?? throw new RefusedException("no_version_effective");
        var a = Begin(f.AccountId, f.At);
        var at = a.Clock!.Value;
        bool counted = false;
        foreach (var rule in v.Activities)
        {
            if (rule.Kind != f.Activity || !Holds(a, v, rule.When, f.At, f.ContactId, null, null))
            {
                continue;
            }
            int year = v.Calendar.Local(f.At).Year;
            int done = a.Activities.Count(x => x.Rule == rule.Id && x.ContactId == f.ContactId && (!rule.PerYear || v.Calendar.Local(x.At).Year == year));
            if (done >= rule.MaxPerContact)
            {
                continue;
            }
            a.Activities.Add(new DoneActivity(rule.Id, f.ContactId, f.At, counted ? null : f.Score));
            counted = true;
            var points = Rational.From(rule.Points).Round(v.PointsRounding);
            Post(a, "activity|" + f.Id + "|" + rule.Id, rule.ToContact && f.ContactId != null ? f.ContactId : "", "points", "", points, at, v.Negative, new LotDates(
                f.At.AddHours(24.0 * v.DelayDays), ExpiryFrom(v.PointsExpiry, v.Calendar, f.At), t => ExpiryFrom(v.PointsExpiry, v.Calendar, t)));
        }
        if (!counted)
        {
            a.Activities.Add(new DoneActivity("", f.ContactId, f.At, f.Score));
        }
        JudgeSegments(a, at);
        Commit();
        return Bind(key, content, new Outcome(Result.Recorded));
    }

    private Outcome Join(MembershipPurchased f)
    {
        var key = "membership|" + f.Id;
        var content = Quote(f.AccountId) + Quote(f.Membership) + Ticks(f.At);
        if (Known(key, content) is { } known)
        {
            return known;
        }
        CheckId(f.Id);
        CheckId(f.AccountId);
        var v = VersionAt(f.At) ?? throw new RefusedException("no_version_effective");
        var m = v.Memberships.Find(x => x.Id == f.Membership) ?? throw new RefusedException("unknown_membership");
        var a = Begin(f.AccountId, f.At);
        int i = a.Memberships.FindIndex(x => x.Id == m.Id && x.From <= f.At && f.At < x.Until);
        if (i >= 0)
        {
            a.Memberships[i] = a.Memberships[i] with { Until = v.Calendar.AddMonths(a.Memberships[i].Until, m.Months) };
        }
        else
        {
            a.Memberships.Add(new HeldMembership(m.Id, f.At, v.Calendar.AddMonths(f.At, m.Months)));
        }
        JudgeSegments(a, a.Clock!.Value);
        Commit();
        return Bind(key, content, new Outcome(Result.Recorded));
    }
}
