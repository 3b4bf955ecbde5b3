namespace Ledger.Model;

internal sealed partial class ProgramLedger
{
    private DateTimeOffset? NextReview(Account a, DateTimeOffset until)
    {
        if (a.TierId == null)
        {
            return null;
        }
        var from = Later(Later(a.Since, a.LastReview), a.Clock);
        var cal = versions[0].Calendar;
        for (int m = cal.Month(from); ; m++)
        {
            var boundary = cal.MonthStart(m);
            if (boundary <= from)
            {
                continue;
            }
            if (boundary > until)
            {
                return null;
            }
            var v = VersionAt(boundary) ?? versions[0];
            if (EndedEarning(boundary) || v.ReviewEvery == "never" || (v.ReviewEvery == "year" && m % 12 != 0) || TierIn(a, v) == 0)
            {
                continue;
            }
            return boundary;
        }
    }

    private void ReviewTier(Account a, DateTimeOffset boundary)
    {
        var v = VersionAt(boundary) ?? versions[0];
        var cal = v.Calendar;
        int endedMonth = cal.Month(boundary) - 1;
        a.LastReview = boundary;
        int current = TierIn(a, v);
        int entitled = TierFor(v, QualifyingMetric(a, v, endedMonth));
        if (entitled >= current)
        {
            a.GraceUntil = null;
            return;
        }
        var newGrace = v.GraceMonths > 0 ? cal.MonthStart(endedMonth + 1 + v.GraceMonths) : (DateTimeOffset?)null;
        if (a.GraceUntil == null && newGrace != null)
        {
            a.GraceUntil = newGrace;
            return;
        }
        if (a.GraceUntil > boundary)
        {
            return;
        }
        long steps = Math.Min((long)v.MaxSteps, current - entitled);
        int next = (int)(current - steps);
        SetTier(a, v, next, boundary);
        a.GraceUntil = next > entitled ? newGrace : null;
    }

    /// <summary>The higher tier, with its own dates; of equal ones the survivor's.</summary>
    private void TakeTier(Account old, Account a)
    {
        var v = VersionAt(a.Clock!.Value) ?? versions[0];
        if (old.TierId != null && (a.TierId == null || TierIn(old, v) > TierIn(a, v)))
        {
            a.TierId = old.TierId;
            a.TierFrom = old.TierFrom;
            a.TierVersion = old.TierVersion;
            a.Since = old.Since;
            a.GraceUntil = old.GraceUntil;
            a.LastReview = old.LastReview;
        }
    }

    private static int MapTier(string id, Rational from, ProgramVersion v)
    {
        int same = v.Tiers.FindIndex(x => x.Id == id);
        return same >= 0 ? same : TierFor(v, from);
    }

    private static int TierFor(ProgramVersion v, Rational metric)
    {
        int best = 0;
        for (int i = 0; i < v.Tiers.Count; i++)
        {
            if (v.Tiers[i].From <= metric)
            {
                best = i;
            }
        }
        return best;
    }

    /// <summary>The account's tier in the words of a version; the versions between are gone through one by one.</summary>
    private int TierIn(Account a, ProgramVersion v)
    {
        if (a.TierId == null)
        {
            return 0;
        }
        string id = a.TierId;
        var from = a.TierFrom;
        int start = versions.IndexOf(a.TierVersion!);
        int end = versions.IndexOf(v);
        for (int i = start + 1; i < end; i++)
        {
            var t = versions[i].Tiers[MapTier(id, from, versions[i])];
            id = t.Id;
            from = t.From;
        }
        return MapTier(id, from, v);
    }

    private static void SetTier(Account a, ProgramVersion v, int tier, DateTimeOffset since)
    {
        a.TierId = v.Tiers[tier].Id;
        a.TierFrom = v.Tiers[tier].From;
        a.TierVersion = v;
        a.Since = since;
    }

    private bool Upgrade(Account a, DateTimeOffset at)
    {
        var v = VersionAt(at) ?? versions[0];
        int reached = TierFor(v, QualifyingMetric(a, v, v.Calendar.Month(at)));
        if (reached <= TierIn(a, v))
        {
            return false;
        }
        SetTier(a, v, reached, at);
        a.GraceUntil = null;
        return true;
    }
}
