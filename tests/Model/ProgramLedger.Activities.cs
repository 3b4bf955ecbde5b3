using System.Numerics;

namespace Ledger.Model;

/// <summary>What members earn beside orders (mechanics.md §2).</summary>
internal sealed partial class ProgramLedger
{
    private Outcome Complete(ActivityCompleted f)
    {
        var (key, content) = KeyOf(f);
        if (Known(key, content) is { } known)
        {
            return known;
        }
        var v = VersionAt(f.At) ?? throw new RefusedException("no_version_effective");
        CheckPartner(v, f.PartnerId);
        var a = Begin(f.AccountId, f.At);
        var at = a.Clock!.Value;
        BeginTier(a, v, f.At);
        var now = VersionAt(at) ?? versions[0];
        var before = QualifyingMetric(a, now, v.Calendar.Month(at));
        var activity = JudgeActivity(a, v, f);
        a.Activities.Add(activity);
        PostActivity(a, activity, at);
        if (!(f.At >= v.EarnUntil) && QualifyingMetric(a, now, v.Calendar.Month(at)) > before)
        {
            Upgrade(a, at);
        }
        Judge(a, at);
        Commit();
        accountOfActivity[f.Id] = a.Id;
        return Bind(key, content, new Outcome(Result.Recorded));
    }

    /// <summary>The account begins at the lowest tier, whatever fact it begins with.</summary>
    private static void BeginTier(Account a, ProgramVersion v, DateTimeOffset since)
    {
        if (a.TierId == null)
        {
            SetTier(a, v, 0, since);
        }
    }

    /// <summary>Which rules reward it, with the state before it.</summary>
    private ActivityState JudgeActivity(Account a, ProgramVersion v, ActivityCompleted f)
    {
        // A contact with the id "account" has no wallet, because that is the name of the account's own wallets.
        var contact = f.ContactId is null or "account" ? "" : f.ContactId;
        var rewarded = new List<string>();
        BigInteger toAccount = 0;
        BigInteger toContact = 0;
        var moment = new Moment(f.At, f.ContactId, f.PartnerId, f.Tags);
        bool earns = MayIssue(v, f.PartnerId) && !(f.At >= v.EarnUntil);
        foreach (var rule in v.Activities)
        {
            if (!earns
                || rule.Kind != f.Activity
                || f.At < rule.ValidFrom
                || f.At >= rule.ValidUntil
                || (rule.ScoreAtLeast != null && !(f.Score >= rule.ScoreAtLeast))
                || !Holds(a, v, rule.When, moment)
                || OverCap(a, v, rule, f))
            {
                continue;
            }
            rewarded.Add(rule.Id);
            var points = rule.Points.Round(v.PointsRounding);
            if (rule.ToContact && contact.Length > 0)
            {
                toContact += points;
            }
            else
            {
                toAccount += points;
            }
        }
        return new ActivityState(f.Id, f.Activity, f.ContactId, f.At, f.Score, v, f.PartnerId, v.Calendar.Month(f.At))
        {
            Rules = rewarded,
            ContactWallet = contact,
            ToAccount = toAccount,
            ToContact = toContact,
        };
    }

    /// <summary>Whether the rule has rewarded as much as it may in the activity's local day, month or year, or ever.</summary>
    private static bool OverCap(Account a, ProgramVersion v, Activity rule, ActivityCompleted f)
    {
        var local = v.Calendar.Local(f.At);
        int byAccount = 0;
        int byContact = 0;
        foreach (var x in a.Activities)
        {
            var other = v.Calendar.Local(x.At);
            bool same = rule.Every switch
            {
                "day" => other.Date == local.Date,
                "month" => other.Year == local.Year && other.Month == local.Month,
                "year" => other.Year == local.Year,
                _ => true,
            };
            if (same && !x.Revoked && x.Rules.Contains(rule.Id))
            {
                byAccount++;
                byContact += x.ContactId == f.ContactId ? 1 : 0;
            }
        }
        return byAccount >= rule.MaxPerAccount || byContact >= rule.MaxPerContact;
    }

    /// <summary>One lot for the account, one for the contact.</summary>
    private void PostActivity(Account a, ActivityState x, DateTimeOffset at)
    {
        var v = x.Version;
        var dates = new LotDates(
            x.At.AddHours(24.0 * v.DelayDays),
            ExpiryFrom(v.PointsExpiry, v.Calendar, x.At),
            t => ExpiryFrom(v.PointsExpiry, v.Calendar, t));
        var funding = new Funding(x.Partner, true);
        Post(a, x.Cause, ("", "points", ""), x.Revoked ? 0 : x.ToAccount, at, v.Negative, dates, funding);
        if (x.ContactWallet.Length > 0)
        {
            Post(a, x.Cause, (x.ContactWallet, "points", ""), x.Revoked ? 0 : x.ToContact, at, v.Negative, dates, funding);
        }
    }

    /// <summary>Takes all of an activity's points back.</summary>
    private Outcome Revoke(ActivityRevoked f, bool mayPark)
    {
        var (key, content) = KeyOf(f);
        if (Known(key, content) is { } known)
        {
            return known;
        }
        if (!accountOfActivity.TryGetValue(f.Id, out var account))
        {
            return Park(f, key + content, mayPark);
        }
        var a = Begin(account, f.At);
        int i = a.Activities.FindIndex(x => x.Id == f.Id);
        a.Activities[i] = a.Activities[i] with { Revoked = true };
        PostActivity(a, a.Activities[i], a.Clock!.Value);
        Judge(a, a.Clock!.Value);
        Commit();
        return Bind(key, content, new Outcome(Result.Recorded));
    }
}
