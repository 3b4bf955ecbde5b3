using Ledger.Contracts.V1;
using Ledger.Rules.Domain.Evaluation;
using Ledger.Rules.Domain.Numbers;
using Ledger.Rules.Domain.Postings;
using Ledger.Rules.Domain.Program;
using Ledger.Rules.Domain.Program.Parsing;

namespace Ledger.Rules.Domain.Mechanics;

/// <summary>An activity that a rule rewarded and that was not revoked since. A rule's caps count these.</summary>
/// <param name="Rule">The rule's id.</param>
/// <param name="ContactId">Null: the account itself.</param>
public sealed record RewardedActivity(string Rule, DateTimeOffset CompletedAt, string? ContactId);

/// <summary>Decides what activities earn (mechanics.md §2).</summary>
public static class ActivityRules
{
    /// <summary>The kind of activity whose score is the account's NPS score.</summary>
    public const string Nps = "nps";

    /// <summary>Whether a score is valid for an activity: an NPS score must be a whole number from 0 to 10, any other activity may have any
    /// score.</summary>
    public static bool IsValidScore(string activity, decimal? score) =>
        activity != Nps || (score is >= 0 and <= Limits.NpsMax && decimal.IsInteger(score.Value));

    /// <summary>Judges every rule that names the activity, at completedAt with the state before it.</summary>
    /// <param name="version">The version effective at completedAt.</param>
    /// <param name="rewarded">The account's activities rewarded before, in any order.</param>
    public static ActivityEvaluation Evaluate(
        ProgramCatalog catalog, ProgramVersion version, ActivityCompleted activity, Standing standing,
        IReadOnlyCollection<RewardedActivity> rewarded)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(version);
        ArgumentNullException.ThrowIfNull(activity);
        ArgumentNullException.ThrowIfNull(standing);
        ArgumentNullException.ThrowIfNull(rewarded);
        var contact = ContactOf(activity.ContactId);
        var occasion = new Occasion(activity.CompletedAt, activity.ContactId, activity.PartnerId, activity.Tags);
        var before = new StateBefore(catalog, version, occasion, standing);
        var outcomes = new List<ActivityOutcome>();
        long ofAccount = 0, ofContact = 0;
        foreach (var rule in version.Activities)
        {
            if (rule.Activity != activity.Activity) continue;
            var points = version.PointsRounding.RoundPoints(rule.Points);
            if (Refuses(version, rule, points, activity, before, rewarded) is { } reason)
            {
                outcomes.Add(new ActivityOutcome(rule.Id, false, Reason: reason));
                continue;
            }

            var owner = rule.Owner.WalletOwner(contact);
            if (owner == WalletOwners.Account) ofAccount += points;
            else ofContact += points;
            outcomes.Add(new ActivityOutcome(rule.Id, true, owner, points));
        }

        var owners = Owners(ofAccount, ofContact, contact);
        var why = outcomes.Count == 0 ? Reasons.NoRule : null;
        return new ActivityEvaluation(version.Version, ofAccount + ofContact, owners, outcomes, why);
    }

    /// <summary>
    /// When an activity's lot activates: the program's delay after completedAt, whatever the program's trigger is.
    /// </summary>
    public static DateTimeOffset ActivatesAt(ProgramVersion version, DateTimeOffset completedAt)
    {
        ArgumentNullException.ThrowIfNull(version);
        return Calendar.AddDays(completedAt, version.Points.DelayDays);
    }

    /// <summary>The reason why a rule gives nothing; null when it gives points. The cap is checked last, so that it applies only to what
    /// the rule would reward.</summary>
    private static string? Refuses(
        ProgramVersion version, ActivityRule rule, long points, ActivityCompleted activity, StateBefore before,
        IReadOnlyCollection<RewardedActivity> rewarded)
    {
        if (WindDownRules.EarningEnded(version, activity.CompletedAt)) return Reasons.WindDown;
        if (version.PartnerOf(activity.PartnerId) is { MayIssue: false }) return Reasons.PartnerMayNotIssue;
        if (before.Refuses(rule.Validity) is { } reason) return reason;
        if (rule.ScoreAtLeast is { } least && !(activity.Score is { } score && (Exact)score >= least)) return Reasons.Score;
        if (points == 0) return Reasons.ZeroPoints;
        return IsOverCap(version.Calendar, rule, activity, rewarded) ? Reasons.Cap : null;
    }

    private static bool IsOverCap(Calendar calendar, ActivityRule rule, ActivityCompleted activity,
        IReadOnlyCollection<RewardedActivity> rewarded)
    {
        if (rule.MaxPerAccount is null && rule.MaxPerContact is null) return false;
        var contact = ContactOf(activity.ContactId);
        long ofAccount = 0, ofContact = 0;
        foreach (var one in rewarded)
        {
            if (one.Rule != rule.Id || !InOnePeriod(calendar, rule.Every, one.CompletedAt, activity.CompletedAt)) continue;
            ofAccount++;
            if (ContactOf(one.ContactId) == contact) ofContact++;
        }

        return ofAccount >= rule.MaxPerAccount || ofContact >= rule.MaxPerContact;
    }

    private static bool InOnePeriod(Calendar calendar, CapPeriod period, DateTimeOffset one, DateTimeOffset other) => period switch
    {
        CapPeriod.Ever => true,
        CapPeriod.Day => calendar.DayOf(one) == calendar.DayOf(other),
        CapPeriod.Month => calendar.MonthOf(one) == calendar.MonthOf(other),
        CapPeriod.Year => calendar.YearOf(one) == calendar.YearOf(other),
    };

    // A contact with the id "account" has no wallet of its own, because that word names the account's wallets.
    private static string? ContactOf(string? contactId) => contactId == WalletOwners.Account ? null : contactId;

    private static List<OwnerPoints> Owners(long ofAccount, long ofContact, string? contact)
    {
        var owners = new List<OwnerPoints>(2);
        if (ofAccount > 0) owners.Add(new OwnerPoints(WalletOwners.Account, ofAccount));
        if (ofContact > 0) owners.Add(new OwnerPoints(contact!, ofContact));
        return owners;
    }
}
