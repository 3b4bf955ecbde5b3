using NUnit.Framework;

namespace Ledger.DomainTests.Rules.Program;

/// <summary>Mistakes in the parts of the format that mechanics.md describes: each has its path and its code.</summary>
[TestFixture]
public sealed class MechanicsErrorTests
{
    private const string Known = """
        "rewards": [ { "id": "mug", "cost": 500 } ], "perks": [ { "id": "fast" } ], "memberships": [ { "id": "plus", "fee": 1,
          "months": 1 } ],
        "segments": [ { "id": "repeat", "when": { "ordersAtLeast": 2 } } ], "partners": [ { "id": "bank", "pointCost": 0.01 } ]
        """;

    [TestCase("\"activity\": \"review\", \"points\": 1", ".id", "missing")]
    [TestCase("\"id\": \"a\", \"points\": 1", ".activity", "missing")]
    [TestCase("\"id\": \"a\", \"activity\": \"\", \"points\": 1", ".activity", "out_of_range")]
    [TestCase("\"id\": \"a\", \"activity\": \"review\"", ".points", "missing")]
    [TestCase("\"id\": \"a\", \"activity\": \"review\", \"points\": -1", ".points", "out_of_range")]
    [TestCase("\"id\": \"a\", \"activity\": \"review\", \"points\": 1, \"owner\": \"partner\"", ".owner", "unknown_value")]
    [TestCase("\"id\": \"a\", \"activity\": \"review\", \"points\": 1, \"maxPerContact\": 0", ".maxPerContact", "out_of_range")]
    [TestCase("\"id\": \"a\", \"activity\": \"review\", \"points\": 1, \"maxPerAccount\": 0", ".maxPerAccount", "out_of_range")]
    [TestCase("\"id\": \"a\", \"activity\": \"review\", \"points\": 1, \"every\": \"week\"", ".every", "unknown_value")]
    [TestCase("\"id\": \"a\", \"activity\": \"review\", \"points\": 1, \"scoreAtLeast\": \"7\"", ".scoreAtLeast", "wrong_type")]
    [TestCase(
        "\"id\": \"a\", \"activity\": \"review\", \"points\": 1, \"visibleFrom\": \"2011-01-01T00:00:00Z\"", ".visibleFrom",
        "unknown_field")]
    [TestCase(
        "\"id\": \"a\", \"activity\": \"review\", \"points\": 1, \"when\": { \"segmentIn\": [ \"some\" ] }", ".when.segmentIn[0]",
        "unknown_segment")]
    [TestCase("\"id\": \"a\", \"activity\": \"review\", \"points\": 1, \"multiplier\": 2", ".multiplier", "unknown_field")]
    public void In_an_activity(string members, string path, string code) => HasOnlyIn("activities", members, path, code);

    [TestCase("\"id\": \"m\", \"months\": 12", ".fee", "missing")]
    [TestCase("\"id\": \"m\", \"fee\": -1, \"months\": 12", ".fee", "out_of_range")]
    [TestCase("\"id\": \"m\", \"fee\": 1", ".months", "missing")]
    [TestCase("\"id\": \"m\", \"fee\": 1, \"months\": 0", ".months", "out_of_range")]
    [TestCase("\"id\": \"m\", \"fee\": 1, \"months\": 1, \"pointsMultiplier\": -1", ".pointsMultiplier", "out_of_range")]
    [TestCase("\"id\": \"m\", \"fee\": 1, \"months\": 1, \"perks\": [ \"fast\", \"none\" ]", ".perks[1]", "unknown_perk")]
    public void In_a_membership(string members, string path, string code) => HasOnlyIn("memberships", members, path, code);

    [TestCase("\"id\": \"m\", \"reward\": \"mug\"", ".every", "missing")]
    [TestCase("\"id\": \"m\", \"every\": 0, \"reward\": \"mug\"", ".every", "out_of_range")]
    [TestCase("\"id\": \"m\", \"every\": 50", ".reward", "missing")]
    [TestCase("\"id\": \"m\", \"every\": 50, \"reward\": \"cup\"", ".reward", "unknown_reward")]
    [TestCase("\"id\": \"m\", \"every\": 50, \"reward\": \"mug\", \"scope\": \"goods\"", ".scope", "unknown_scope")]
    [TestCase("\"id\": \"m\", \"every\": 50, \"reward\": \"mug\", \"max\": 0", ".max", "out_of_range")]
    public void In_a_milestone(string members, string path, string code) => HasOnlyIn("milestones", members, path, code);

    [TestCase("\"id\": \"f\"", ".percent", "missing")]
    [TestCase("\"id\": \"f\", \"percent\": 101", ".percent", "out_of_range")]
    [TestCase("\"id\": \"f\", \"percent\": 1, \"scope\": \"goods\"", ".scope", "unknown_scope")]
    [TestCase("\"id\": \"f\", \"percent\": 1, \"expiry\": {}", ".expiry.afterMonths", "missing")]
    [TestCase(
        "\"id\": \"f\", \"percent\": 1, \"expiry\": { \"afterMonths\": 1, \"noticeDays\": [ 1 ] }", ".expiry.noticeDays", "unknown_field")]
    [TestCase("\"id\": \"f\", \"percent\": 1, \"claimDays\": 0", ".claimDays", "out_of_range")]
    public void In_a_fund(string members, string path, string code) => HasOnlyIn("funds", members, path, code);

    [TestCase("\"id\": \"p\", \"activationOn\": \"returned\"", ".activationOn", "unknown_value")]
    [TestCase("\"id\": \"p\", \"benefit\": \"\"", ".benefit", "out_of_range")]
    [TestCase("\"id\": \"p\", \"kind\": 3", ".kind", "wrong_type")]
    [TestCase("\"id\": \"p\", \"when\": { \"perkIn\": [ \"fast\" ] }", ".when.perkIn", "not_allowed_here")]
    [TestCase("\"id\": \"p\", \"when\": { \"partnerIn\": [ \"bank\" ] }", ".when.partnerIn", "not_allowed_here")]
    [TestCase("\"id\": \"p\", \"when\": { \"channelIn\": [ \"web\" ] }", ".when.channelIn", "not_allowed_here")]
    [TestCase("\"id\": \"p\", \"when\": { \"contactIsSet\": false }", ".when.contactIsSet", "not_allowed_here")]
    public void In_a_perk(string members, string path, string code) => HasOnlyIn("perks", members, path, code, "fast");

    [TestCase("\"id\": \"s\"", ".when", "missing")]
    [TestCase("\"id\": \"s\", \"when\": { \"segmentIn\": [ \"s\" ] }", ".when.segmentIn", "not_allowed_here")]
    [TestCase("\"id\": \"s\", \"when\": { \"perkIn\": [ \"fast\" ] }", ".when.perkIn", "not_allowed_here")]
    [TestCase("\"id\": \"s\", \"when\": { \"partnerIn\": [ \"bank\" ] }", ".when.partnerIn", "not_allowed_here")]
    [TestCase("\"id\": \"s\", \"when\": { \"channelIn\": [ \"web\" ] }", ".when.channelIn", "not_allowed_here")]
    [TestCase("\"id\": \"s\", \"when\": { \"contactIsSet\": true }", ".when.contactIsSet", "not_allowed_here")]
    [TestCase("\"id\": \"s\", \"when\": { \"membershipIn\": [ \"pro\" ] }", ".when.membershipIn[0]", "unknown_membership")]
    public void In_a_segment(string members, string path, string code) => HasOnlyIn("segments", members, path, code, "repeat");

    [TestCase("\"id\": \"p\"", ".pointCost", "missing")]
    [TestCase("\"id\": \"p\", \"pointCost\": -0.01", ".pointCost", "out_of_range")]
    [TestCase("\"id\": \"p\", \"pointCost\": 1, \"mayIssue\": \"no\"", ".mayIssue", "wrong_type")]
    public void In_a_partner(string members, string path, string code) => HasOnlyIn("partners", members, path, code, "bank");

    private const string Challenge = "\"id\": \"c\", \"period\": \"month\", \"metric\": \"spend\", ";
    private const string Points = "\"unit\": \"points\", \"amount\": 1";

    [TestCase("\"id\": \"c\", \"metric\": \"spend\", \"prizes\": []", ".period", "missing")]
    [TestCase("\"id\": \"c\", \"period\": \"week\", \"metric\": \"spend\", \"prizes\": []", ".period", "unknown_value")]
    [TestCase("\"id\": \"c\", \"period\": \"month\", \"metric\": \"visits\", \"prizes\": []", ".metric", "unknown_value")]
    [TestCase("\"id\": \"c\", \"period\": \"month\", \"metric\": \"spend\"", ".prizes", "missing")]
    [TestCase(Challenge + "\"prizes\": [], \"scope\": \"goods\"", ".scope", "unknown_scope")]
    [TestCase(Challenge + "\"prizes\": [], \"settleAfterDays\": -1", ".settleAfterDays", "out_of_range")]
    [TestCase(Challenge + "\"prizes\": [], \"when\": {}", ".when", "unknown_field")]
    [TestCase(
        Challenge + "\"prizes\": [], \"validFrom\": \"2011-02-01T00:00:00Z\", \"validUntil\": \"2011-01-01T00:00:00Z\"", ".validUntil",
        "empty_period")]
    [TestCase(Challenge + "\"prizes\": [], \"eligible\": { \"channelIn\": [ \"web\" ] }", ".eligible.channelIn", "not_allowed_here")]
    [TestCase(Challenge + "\"prizes\": [], \"eligible\": { \"partnerIn\": [ \"bank\" ] }", ".eligible.partnerIn", "not_allowed_here")]
    [TestCase(Challenge + "\"prizes\": [ { " + Points + " } ]", ".prizes[0].rank", "missing")]
    [TestCase(Challenge + "\"prizes\": [ { \"rank\": 1001, " + Points + " } ]", ".prizes[0].rank", "out_of_range")]
    [TestCase(
        Challenge + "\"prizes\": [ { \"rank\": 1, " + Points + " }, { \"rank\": 1, " + Points + " } ]", ".prizes[1].rank",
        "duplicate_value")]
    [TestCase(Challenge + "\"prizes\": [ { \"rank\": 1, \"unit\": \"fund\", \"amount\": 1 } ]", ".prizes[0].unit", "unknown_value")]
    [TestCase(Challenge + "\"prizes\": [ { \"rank\": 1, \"unit\": \"points\" } ]", ".prizes[0].amount", "missing")]
    [TestCase(Challenge + "\"prizes\": [ { \"rank\": 1, \"unit\": \"points\", \"amount\": 0 } ]", ".prizes[0].amount", "out_of_range")]
    [TestCase(Challenge + "\"prizes\": [ { \"rank\": 1, \"unit\": \"points\", \"amount\": 1.5 } ]", ".prizes[0].amount", "out_of_range")]
    [TestCase(
        Challenge + "\"prizes\": [ { \"rank\": 1, \"unit\": \"cashback\", \"amount\": 1.005 } ]", ".prizes[0].amount", "out_of_range")]
    [TestCase(Challenge + "\"prizes\": [ { \"rank\": 1, \"reward\": \"cup\" } ]", ".prizes[0].reward", "unknown_reward")]
    [TestCase(Challenge + "\"prizes\": [ { \"rank\": 1, \"reward\": \"mug\", \"unit\": \"points\" } ]", ".prizes[0].unit", "unknown_field")]
    public void In_a_challenge(string members, string path, string code) => HasOnlyIn("challenges", members, path, code);

    [TestCase("\"id\": \"d\", \"prizes\": 1, \"reward\": \"mug\"", ".at", "missing")]
    [TestCase("\"id\": \"d\", \"at\": \"2011-11-25T00:00:00Z\", \"reward\": \"mug\"", ".prizes", "missing")]
    [TestCase("\"id\": \"d\", \"at\": \"2011-11-25T00:00:00Z\", \"prizes\": 0, \"reward\": \"mug\"", ".prizes", "out_of_range")]
    [TestCase("\"id\": \"d\", \"at\": \"2011-11-25T00:00:00Z\", \"prizes\": 1, \"reward\": \"cup\"", ".reward", "unknown_reward")]
    [TestCase(
        "\"id\": \"d\", \"at\": \"2011-11-25T00:00:00Z\", \"prizes\": 1, " + Points + ", \"announceFrom\": \"2011-11-25T00:00:00Z\"",
        ".announceFrom", "visible_too_late")]
    [TestCase(
        "\"id\": \"d\", \"at\": \"2011-11-25T00:00:00Z\", \"prizes\": 1, " + Points + ", \"eligible\": { \"contactIsSet\": true }",
        ".eligible.contactIsSet", "not_allowed_here")]
    public void In_a_draw(string members, string path, string code) => HasOnlyIn("draws", members, path, code);

    [TestCase("\"budget\": { \"period\": \"month\" }", "$.budget.amount", "missing")]
    [TestCase("\"budget\": { \"amount\": -1, \"period\": \"month\" }", "$.budget.amount", "out_of_range")]
    [TestCase("\"budget\": { \"amount\": 1 }", "$.budget.period", "missing")]
    [TestCase("\"budget\": { \"amount\": 1, \"period\": \"week\" }", "$.budget.period", "unknown_value")]
    [TestCase("\"budget\": { \"amount\": 1, \"period\": \"month\", \"unit\": \"points\" }", "$.budget.unit", "unknown_field")]
    [TestCase("\"windDown\": { \"earnUntil\": \"2011-01-01T00:00:00Z\" }", "$.windDown.redeemUntil", "missing")]
    [TestCase(
        "\"windDown\": { \"earnUntil\": \"2011-01-02T00:00:00Z\", \"redeemUntil\": \"2011-01-01T00:00:00Z\" }", "$.windDown.redeemUntil",
        "empty_period")]
    [TestCase(
        "\"points\": { \"expiry\": { \"afterMonths\": 1, \"noticeDays\": [ 7, 0 ] } }", "$.points.expiry.noticeDays[1]", "out_of_range")]
    [TestCase(
        "\"points\": { \"expiry\": { \"afterMonths\": 1, \"noticeDays\": [ 7, 7.0 ] } }", "$.points.expiry.noticeDays[1]",
        "duplicate_value")]
    [TestCase("\"points\": { \"expiry\": { \"afterMonths\": 1, \"noticeDays\": [ 1.5 ] } }", "$.points.expiry.noticeDays[0]", "wrong_type")]
    [TestCase("\"rewards\": [ { \"id\": \"mug\", \"cost\": 1, \"amount\": 1 } ]", "$.rewards[0].amount", "unknown_field")]
    [TestCase("\"rewards\": [ { \"id\": \"mug\", \"cost\": 1, \"kind\": \"voucher\" } ]", "$.rewards[0].amount", "missing")]
    [TestCase(
        "\"rewards\": [ { \"id\": \"mug\", \"cost\": 1, \"kind\": \"points\", \"amount\": 0.5 } ]", "$.rewards[0].amount", "out_of_range")]
    [TestCase(
        "\"rewards\": [ { \"id\": \"mug\", \"cost\": 1, \"kind\": \"cashback\", \"amount\": 1, \"voucherValidMonths\": 1 } ]",
        "$.rewards[0].voucherValidMonths", "unknown_field")]
    [TestCase("\"tiers\": [ { \"id\": \"a\", \"from\": 0, \"perks\": [ \"fast\", \"none\" ] } ]", "$.tiers[0].perks[1]", "unknown_perk")]
    public void In_the_rest(string members, string path, string code) => HasOnly(Programs.Merge(Programs.With(Known), members), path, code);

    [TestCase(
        "milestones", "{ \"id\": \"x\", \"every\": 1, \"reward\": \"mug\" }, { \"id\": \"x\", \"every\": 1, \"reward\": \"mug\" }",
        "$.milestones[1].id")]
    [TestCase("challenges", "{ \"id\": \"m\", \"period\": \"month\", \"metric\": \"spend\", \"prizes\": [] }", "$.challenges[0].id")]
    [TestCase("draws", "{ \"id\": \"m\", \"at\": \"2011-11-25T00:00:00Z\", \"prizes\": 1, \"reward\": \"mug\" }", "$.draws[0].id")]
    public void Ids_of_what_issues_grants_are_distinct(string section, string entries, string path)
    {
        var milestone = Programs.Merge(Programs.With(Known), "\"milestones\": [ { \"id\": \"m\", \"every\": 1, \"reward\": \"mug\" } ]");
        HasOnly(Programs.Merge(milestone, $"\"{section}\": [ {entries} ]"), path, "duplicate_id");
    }

    [Test]
    public void What_is_there_however_wrong_is_known() => HasOnly(
        Programs.With("\"perks\": [ { \"id\": \"fast\", \"activationOn\": 5 } ], "
            + "\"tiers\": [ { \"id\": \"a\", \"from\": 0, \"perks\": [ \"fast\" ] } ]"),
        "$.perks[0].activationOn", "wrong_type");

    // The entry comes first in its section, before the one that other parts refer to.
    private static void HasOnlyIn(string section, string members, string path, string code, string? kept = null)
    {
        var known = System.Text.Json.Nodes.JsonNode.Parse(Programs.With(Known))!.AsObject();
        var entries = known[section]?.AsArray() ?? [];
        var list = new System.Text.Json.Nodes.JsonArray(System.Text.Json.Nodes.JsonNode.Parse("{" + members + "}"));
        foreach (var entry in entries) list.Add(entry!.DeepClone());
        known[section] = list;
        Assert.That(kept is null || entries.Any(entry => entry!["id"]!.GetValue<string>() == kept));
        HasOnly(known.ToJsonString(), $"$.{section}[0]{path}", code);
    }

    private static void HasOnly(string document, string path, string code)
    {
        var parsed = Programs.Parse(document);
        Assert.That(parsed.Version, Is.Null);
        Assert.That(parsed.Errors.Select(error => (error.Path, error.Code)), Is.EqualTo(new[] { (path, code) }));
    }
}
