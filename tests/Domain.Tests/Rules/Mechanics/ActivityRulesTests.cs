using Ledger.Contracts.V1;
using Ledger.Rules.Domain.Mechanics;
using Ledger.Rules.Domain.Program;
using NUnit.Framework;

namespace Ledger.DomainTests.Rules.Mechanics;

/// <summary>What activities earn, and what caps them (mechanics.md §2).</summary>
[TestFixture]
public sealed class ActivityRulesTests
{
    private const string Program = """
        "timeZone": "Australia/Sydney", "points": { "activation": { "on": "delivered", "delayDays": 3 } },
        "activities": [
          { "id": "course", "activity": "training", "points": 200, "owner": "contact", "maxPerContact": 1, "every": "year" },
          { "id": "firm", "activity": "training", "points": 50, "maxPerAccount": 2, "every": "month" },
          { "id": "daily", "activity": "review", "points": 5, "owner": "contact", "maxPerContact": 1, "every": "day" },
          { "id": "once", "activity": "referral", "points": 500, "maxPerAccount": 1 },
          { "id": "kind", "activity": "survey", "points": 15, "scoreAtLeast": 7.5 },
          { "id": "late", "activity": "audit", "points": 1, "validFrom": "2011-04-01T00:00:00Z" },
          { "id": "late2", "activity": "audit", "points": 2, "validUntil": "2011-03-01T00:00:00Z" },
          { "id": "asked", "activity": "audit", "points": 4, "when": { "ordersAtLeast": 1 } },
          { "id": "web", "activity": "audit", "points": 8, "when": { "channelIn": [ "web" ], "contactIsSet": true,
            "partnerIn": [ "bank" ] } },
          { "id": "nothing", "activity": "audit", "points": 0 } ],
        "partners": [ { "id": "bank", "pointCost": 1 }, { "id": "mute", "pointCost": 1, "mayIssue": false } ]
        """;

    private static readonly ProgramCatalog Catalog = Programs.Catalog(Program);

    [Test]
    public void Rules_judge_by_themselves_and_owners_are_summed()
    {
        var result = Judge(Activity("training", contact: "ann"));
        Assert.That(result.Owners, Is.EqualTo(new[] { new OwnerPoints("account", 50), new OwnerPoints("ann", 200) }));
        Assert.That(result.Rules,
            Is.EqualTo(new[] { new ActivityOutcome("course", true, "ann", 200), new ActivityOutcome("firm", true, "account", 50) }));
        Assert.That((result.Points, result.Reason, result.ProgramVersion), Is.EqualTo((250L, (string?)null, 1)));
    }

    [TestCase(null)]
    [TestCase("account")]
    public void Without_a_contact_the_account_is_credited(string? contact) =>
        Assert.That(Judge(Activity("training", contact: contact)).Owners, Is.EqualTo(new[] { new OwnerPoints("account", 250) }));

    [Test]
    public void An_activity_that_no_rule_names_earns_nothing()
    {
        var result = Judge(Activity("karaoke"));
        Assert.That((result.Points, result.Owners.Count, result.Rules.Count, result.Reason), Is.EqualTo((0L, 0, 0, "no-rule")));
    }

    [Test]
    public void Each_rule_says_why_it_gave_nothing()
    {
        var rules = Judge(Activity("audit")).Rules;
        Assert.That(rules.Select(rule => (rule.Rule, rule.Reason)), Is.EqualTo(new[]
        {
            ("late", "not-yet-valid"), ("late2", "no-longer-valid"), ("asked", "when.ordersAtLeast"), ("web", "when.partnerIn"),
            ("nothing", "zero-points"),
        }));
        var tags = new Dictionary<string, string> { ["channel"] = "web" };
        var web = Judge(Activity("audit", contact: "ann", partner: "bank") with { Tags = tags });
        Assert.That((web.Rules[3].Applied, web.Points), Is.EqualTo((true, 8L)));
    }

    [TestCase(null, "score")]
    [TestCase(7.49, "score")]
    [TestCase(7.5, null)]
    public void A_score_may_be_asked_for(double? score, string? reason) =>
        Assert.That(Judge(Activity("survey") with { Score = (decimal?)score }).Rules[0].Reason, Is.EqualTo(reason));

    [TestCase("nps", null, false)]
    [TestCase("nps", 0.0, true)]
    [TestCase("nps", 10.0, true)]
    [TestCase("nps", 10.5, false)]
    [TestCase("nps", 7.5, false)]
    [TestCase("nps", 11.0, false)]
    [TestCase("nps", -1.0, false)]
    [TestCase("survey", null, true)]
    [TestCase("survey", -7.5, true)]
    public void An_nps_score_is_a_whole_number_to_10(string activity, double? score, bool valid) =>
        Assert.That(ActivityRules.IsValidScore(activity, (decimal?)score), Is.EqualTo(valid));

    // Midnight in Sydney is at 13:00 UTC; the year ends there too.
    [TestCase(
        "training", "ann", "2011-06-01T00:00:00Z", "cap", null,
        Description = "Once a year, by the same contact; the firm's rule counts by month.")]
    [TestCase("training", "bob", "2011-06-01T00:00:00Z", null, null)]
    [TestCase("training", null, "2011-06-01T00:00:00Z", null, null, Description = "The account itself is none of its contacts.")]
    [TestCase("training", "ann", "2011-12-31T13:00:00Z", null, null)]
    [TestCase("training", "ann", "2010-12-31T12:59:59Z", null, null)]
    [TestCase("training", "bob", "2011-03-10T13:00:00Z", null, "cap")]
    [TestCase("review", "ann", "2011-03-10T12:59:59Z", "cap", null)]
    [TestCase("review", "ann", "2011-03-10T13:00:00Z", null, null)]
    [TestCase("review", "bob", "2011-03-10T12:59:59Z", null, null)]
    [TestCase("referral", "zoe", "2031-03-10T13:00:00Z", "cap", null)]
    public void Caps_count_what_the_rule_rewarded_in_the_local_period(string activity, string? contact, string at, string? first,
        string? second)
    {
        RewardedActivity[] rewarded =
        [
            new("course", Orders.Time("2011-03-10T00:00:00Z"), "ann"), new("firm", Orders.Time("2011-03-10T00:00:00Z"), "ann"),
            new("firm", Orders.Time("2011-03-31T12:59:59Z"), "cat"), new("firm", Orders.Time("2011-06-30T00:00:00Z"), "cat"),
            new("daily", Orders.Time("2011-03-10T00:00:00Z"), "ann"), new("once", Orders.Time("2009-03-10T00:00:00Z"), null),
        ];
        var result = Judge(Activity(activity, contact) with { CompletedAt = Orders.Time(at) }, rewarded);
        Assert.That(result.Rules[0].Reason, Is.EqualTo(first));
        if (activity == "training") Assert.That(result.Rules[1].Reason, Is.EqualTo(second));
    }

    [TestCase("floor", 2)]
    [TestCase("half-up", 3)]
    public void Points_are_rounded_once_per_rule(string rounding, long points)
    {
        var catalog = Programs.Catalog(
            $"\"rounding\": {{ \"points\": \"{rounding}\" }}, "
            + "\"activities\": [ { \"id\": \"a\", \"activity\": \"call\", \"points\": 2.5 } ]");
        var result = ActivityRules.Evaluate(catalog, catalog.Version(1), Activity("call"), Orders.Standing(), []);
        Assert.That(result.Points, Is.EqualTo(points));
    }

    [Test]
    public void A_revoked_activity_counts_no_more()
    {
        RewardedActivity[] before = [new("once", Orders.Time("2011-03-10T00:00:00Z"), null)];
        Assert.That(Judge(Activity("referral"), before).Points, Is.Zero);
        Assert.That(Judge(Activity("referral"), []).Points, Is.EqualTo(500));
    }

    [Test]
    public void A_partner_that_may_not_issue_earns_nothing()
    {
        var result = Judge(Activity("training", contact: "ann", partner: "mute"));
        Assert.That(result.Rules.Select(rule => rule.Reason), Is.All.EqualTo("partner-may-not-issue"));
        Assert.That(Judge(Activity("training", partner: "bank")).Points, Is.EqualTo(250));
    }

    [Test]
    public void In_the_wind_down_nothing_is_earned()
    {
        var catalog = Programs.Catalog(
            Program + ", \"windDown\": { \"earnUntil\": \"2011-03-10T12:00:00Z\", \"redeemUntil\": \"2012-01-01T00:00:00Z\" }");
        Assert.That(ActivityRules.Evaluate(catalog, catalog.Version(1), Activity("referral"), Orders.Standing(), []).Rules[0].Reason,
            Is.EqualTo("wind-down"));
    }

    [Test]
    public void The_delay_counts_from_completion_whatever_the_trigger() => Assert.That(
        ActivityRules.ActivatesAt(Catalog.Version(1), Orders.Time("2011-03-10T12:00:00Z")),
        Is.EqualTo(Orders.Time("2011-03-13T12:00:00Z")));

    [Test]
    public void Over_any_history_no_period_has_more_than_its_cap()
    {
        var version = Catalog.Version(1);
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var rewarded = new List<RewardedActivity>();
            for (var n = 0; n < 40; n++)
            {
                var contact = new[] { null, "ann", "bob" }[random.Next(3)];
                var at = Orders.Time("2011-01-01T00:00:00Z").AddHours(random.Next(24 * 500));
                var applied = Judge(Activity("training", contact) with { CompletedAt = at }, rewarded).Rules.Where(rule => rule.Applied);
                rewarded.AddRange(applied.Select(rule => new RewardedActivity(rule.Rule, at, contact)));
            }

            var perYear = rewarded.Where(one => one.Rule == "course").GroupBy(one =>
                (one.ContactId, version.Calendar.YearOf(one.CompletedAt)));
            var perMonth = rewarded.Where(one => one.Rule == "firm").GroupBy(one => version.Calendar.MonthOf(one.CompletedAt));
            Assert.That(perYear.Select(group => group.Count()), Is.All.EqualTo(1), $"seed {seed}");
            Assert.That(perMonth.Select(group => group.Count()), Is.All.LessThanOrEqualTo(2), $"seed {seed}");
        }
    }

    private static ActivityCompleted Activity(string activity, string? contact = null, string? partner = null) =>
        new("acme", "1", "north", activity, Orders.Time("2011-03-10T12:00:00Z"), contact, partner);

    private static ActivityEvaluation Judge(ActivityCompleted activity, IReadOnlyCollection<RewardedActivity>? rewarded = null) =>
        ActivityRules.Evaluate(Catalog, Catalog.Version(1), activity, Orders.Standing(), rewarded ?? []);
}
