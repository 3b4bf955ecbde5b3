using NUnit.Framework;

namespace Ledger.DomainTests.Rules.Program;

/// <summary>Every mistake has its path and its code.</summary>
[TestFixture]
public sealed class ProgramErrorTests
{
    private const string Steps = "\"steps\": [ { \"from\": 0, \"percent\": 1 } ]";
    private const string Lifetime = "\"window\": { \"kind\": \"lifetime\" }";

    [TestCase("\"program\": \"\"", "$.program", "malformed_id")]
    [TestCase("\"program\": \"a b\"", "$.program", "malformed_id")]
    [TestCase("\"program\": \"caf\u00e9\"", "$.program", "malformed_id")]
    [TestCase("\"program\": 5", "$.program", "wrong_type")]
    [TestCase("\"program\": null", "$.program", "wrong_type")]
    [TestCase("\"version\": \"1\"", "$.version", "wrong_type")]
    [TestCase("\"version\": 1.5", "$.version", "wrong_type")]
    [TestCase("\"version\": -1", "$.version", "out_of_range")]
    [TestCase("\"version\": 4294967296", "$.version", "out_of_range")]
    [TestCase("\"version\": 1e308", "$.version", "number_out_of_range")]
    [TestCase("\"effectiveFrom\": \"2009-01-01T00:00:00\"", "$.effectiveFrom", "malformed_time")]
    [TestCase("\"effectiveFrom\": \"yesterday\"", "$.effectiveFrom", "malformed_time")]
    [TestCase("\"effectiveFrom\": 0", "$.effectiveFrom", "wrong_type")]
    [TestCase("\"effectiveFrom\": \"0099-12-31T23:59:59Z\"", "$.effectiveFrom", "out_of_range")]
    [TestCase("\"effectiveFrom\": \"9900-01-01T00:00:00Z\"", "$.effectiveFrom", "out_of_range")]
    [TestCase("\"effectiveFrom\": \"9999-12-15T00:00:00Z\"", "$.effectiveFrom", "out_of_range")]
    [TestCase("\"currency\": \"gbp\"", "$.currency", "unknown_currency")]
    [TestCase("\"currency\": \"XYZ\"", "$.currency", "unknown_currency")]
    [TestCase("\"currency\": \"XAU\"", "$.currency", "unknown_currency")]
    [TestCase("\"timeZone\": \"europe/london\"", "$.timeZone", "unknown_time_zone")]
    [TestCase("\"timeZone\": \"../../etc/passwd\"", "$.timeZone", "unknown_time_zone")]
    [TestCase("\"timeZone\": \"/etc/localtime\"", "$.timeZone", "unknown_time_zone")]
    [TestCase("\"timeZone\": \"\"", "$.timeZone", "unknown_time_zone")]
    [TestCase("\"pointValue\": -0.01", "$.pointValue", "out_of_range")]
    [TestCase("\"pointValue\": 0.00000000001", "$.pointValue", "number_out_of_range")]
    [TestCase("\"pointValue\": 1000000000000000", "$.pointValue", "number_out_of_range")]
    [TestCase("\"pointValue\": \"0.01\"", "$.pointValue", "wrong_type")]
    [TestCase("\"rounding\": { \"points\": \"ceiling\" }", "$.rounding.points", "unknown_value")]
    [TestCase("\"rounding\": { \"money\": 2 }", "$.rounding.money", "wrong_type")]
    [TestCase("\"rounding\": { \"tax\": \"floor\" }", "$.rounding.tax", "unknown_field")]
    [TestCase("\"surprise\": 1", "$.surprise", "unknown_field")]
    [TestCase("\"periods\": { \"closeNeedsApproval\": 1 }", "$.periods.closeNeedsApproval", "wrong_type")]
    [TestCase("\"periods\": { \"closed\": true }", "$.periods.closed", "unknown_field")]
    [TestCase("\"odd name\": 1", "$['odd name']", "unknown_field")]
    [TestCase("\"scopes\": []", "$.scopes", "wrong_type")]
    [TestCase("\"scopes\": { \"a b\": {} }", "$.scopes['a b']", "malformed_id")]
    [TestCase("\"scopes\": { \"a\": [] }", "$.scopes.a", "wrong_type")]
    [TestCase("\"scopes\": { \"a\": { \"kinds\": [ \"gift\" ] } }", "$.scopes.a.kinds[0]", "unknown_value")]
    [TestCase("\"scopes\": { \"a\": { \"skus\": [ \"x\", \"\" ] } }", "$.scopes.a.skus[1]", "out_of_range")]
    [TestCase("\"scopes\": { \"a\": { \"skus\": [ 85123 ] } }", "$.scopes.a.skus[0]", "wrong_type")]
    [TestCase("\"scopes\": { \"a\": { \"categories\": \"bags\" } }", "$.scopes.a.categories", "wrong_type")]
    [TestCase("\"scopes\": { \"a\": { \"colours\": [] } }", "$.scopes.a.colours", "unknown_field")]
    public void In_the_program_and_its_scopes(string members, string path, string code) => HasOnly(members, path, code);

    [TestCase("\"tiers\": [ { \"id\": \"a\", \"from\": 1 } ]", "$.tiers[0].from", "out_of_range")]
    [TestCase("\"tiers\": [ { \"id\": \"a\" } ]", "$.tiers[0].from", "missing")]
    [TestCase("\"tiers\": [ { \"from\": 0 } ]", "$.tiers[0].id", "missing")]
    [TestCase("\"tiers\": [ { \"id\": \"a\", \"from\": 0, \"pointsMultiplier\": -1 } ]", "$.tiers[0].pointsMultiplier", "out_of_range")]
    [TestCase("\"tiers\": [ { \"id\": \"a\", \"from\": 0, \"perks\": [ \"fast\" ] } ]", "$.tiers[0].perks[0]", "unknown_perk")]
    [TestCase("\"tiers\": [ { \"id\": \"a\", \"from\": 0, \"colour\": \"red\" } ]", "$.tiers[0].colour", "unknown_field")]
    [TestCase("\"tiers\": {}", "$.tiers", "wrong_type")]
    [TestCase(
        "\"qualification\": { \"metric\": \"visits\", \"window\": { \"kind\": \"lifetime\" } }", "$.qualification.metric", "unknown_value")]
    [TestCase("\"qualification\": { \"metric\": \"spend\" }", "$.qualification.window", "missing")]
    [TestCase(
        "\"qualification\": { \"metric\": \"spend\", \"scope\": \"goods\", \"window\": { \"kind\": \"lifetime\" } }",
        "$.qualification.scope", "unknown_scope")]
    [TestCase(
        "\"qualification\": { \"metric\": \"spend\", \"window\": { \"kind\": \"rolling-months\" } }", "$.qualification.window.months",
        "missing")]
    [TestCase(
        "\"qualification\": { \"metric\": \"spend\", \"window\": { \"kind\": \"rolling-months\", \"months\": 0 } }",
        "$.qualification.window.months", "out_of_range")]
    [TestCase(
        "\"qualification\": { \"metric\": \"spend\", \"window\": { \"kind\": \"calendar-year\", \"months\": 12 } }",
        "$.qualification.window.months", "unknown_field")]
    [TestCase(
        "\"qualification\": { \"metric\": \"spend\", \"window\": { \"kind\": \"week\" } }", "$.qualification.window.kind", "unknown_value")]
    [TestCase("\"tierReview\": {}", "$.tierReview.every", "missing")]
    [TestCase("\"tierReview\": { \"every\": \"week\" }", "$.tierReview.every", "unknown_value")]
    [TestCase("\"tierReview\": { \"every\": \"month\", \"graceMonths\": -1 }", "$.tierReview.graceMonths", "out_of_range")]
    [TestCase("\"tierReview\": { \"every\": \"month\", \"maxSteps\": 0 }", "$.tierReview.maxSteps", "out_of_range")]
    public void In_tiers(string members, string path, string code) => HasOnly(members, path, code);

    [TestCase("\"tiers\": [ { \"id\": \"a\", \"from\": 0 }, { \"id\": \"b\", \"from\": 5 } ]", "$.qualification", "missing")]
    public void Tiers_to_reach_need_a_qualification(string members, string path, string code) => HasOnly(members, path, code);

    [TestCase("{ \"id\": \"a\", \"from\": 0 }, { \"id\": \"a\", \"from\": 5 }", "$.tiers[1].id", "duplicate_id")]
    [TestCase("{ \"id\": \"a\", \"from\": 0 }, { \"id\": \"b\", \"from\": 0 }", "$.tiers[1].from", "not_ascending")]
    [TestCase(
        "{ \"id\": \"a\", \"from\": 0 }, { \"id\": \"b\", \"from\": 9 }, { \"id\": \"c\", \"from\": 8.99 }", "$.tiers[2].from",
        "not_ascending")]
    public void In_the_order_of_tiers(string tiers, string path, string code) =>
        HasOnly("\"qualification\": { \"metric\": \"orders\", " + Lifetime + " }, \"tiers\": [ " + tiers + " ]", path, code);

    [TestCase("\"id\": \"d\", \"kind\": \"fixed\", \"percent\": 1", ".group", "missing")]
    [TestCase("\"group\": \"g\", \"kind\": \"fixed\", \"percent\": 1", ".id", "missing")]
    [TestCase("\"id\": \"\", \"group\": \"g\", \"kind\": \"fixed\", \"percent\": 1", ".id", "malformed_id")]
    [TestCase("\"id\": \"\\ud800\", \"group\": \"g\", \"kind\": \"fixed\", \"percent\": 1", ".id", "malformed_text")]
    [TestCase("\"id\": \"d\", \"group\": \"g\"", ".kind", "missing")]
    [TestCase("\"id\": \"d\", \"group\": \"g\", \"kind\": \"gift\", \"percent\": 1", ".kind", "unknown_value")]
    [TestCase("\"id\": \"d\", \"group\": \"g\", \"kind\": \"fixed\"", ".percent", "missing")]
    [TestCase("\"id\": \"d\", \"group\": \"g\", \"kind\": \"promotion\"", ".percent", "missing")]
    [TestCase("\"id\": \"d\", \"group\": \"g\", \"kind\": \"fixed\", \"percent\": 100.01", ".percent", "out_of_range")]
    [TestCase("\"id\": \"d\", \"group\": \"g\", \"kind\": \"fixed\", \"percent\": -1", ".percent", "out_of_range")]
    [TestCase("\"id\": \"d\", \"group\": \"g\", \"kind\": \"fixed\", \"percent\": \"5%\"", ".percent", "wrong_type")]
    [TestCase("\"id\": \"d\", \"group\": \"g\", \"kind\": \"fixed\", \"percent\": 1, \"scope\": \"nowhere\"", ".scope", "unknown_scope")]
    [TestCase("\"id\": \"d\", \"group\": \"g\", \"kind\": \"fixed\", \"percent\": 1, \"steps\": []", ".steps", "unknown_field")]
    [TestCase("\"id\": \"d\", \"group\": \"g\", \"kind\": \"order-total\", " + Steps + ", \"percent\": 1", ".percent", "unknown_field")]
    [TestCase("\"id\": \"d\", \"group\": \"g\", \"kind\": \"order-total\", " + Steps + ", " + Lifetime, ".window", "unknown_field")]
    [TestCase("\"id\": \"d\", \"group\": \"g\", \"kind\": \"order-total\"", ".steps", "missing")]
    [TestCase("\"id\": \"d\", \"group\": \"g\", \"kind\": \"order-total\", \"steps\": []", ".steps", "empty")]
    [TestCase("\"id\": \"d\", \"group\": \"g\", \"kind\": \"order-total\", \"steps\": [ { \"percent\": 1 } ]", ".steps[0].from", "missing")]
    [TestCase("\"id\": \"d\", \"group\": \"g\", \"kind\": \"order-total\", \"steps\": [ { \"from\": 1 } ]", ".steps[0].percent", "missing")]
    [TestCase(
        "\"id\": \"d\", \"group\": \"g\", \"kind\": \"order-total\", \"steps\": [ { \"from\": -1, \"percent\": 1 } ]", ".steps[0].from",
        "out_of_range")]
    [TestCase("\"id\": \"d\", \"group\": \"g\", \"kind\": \"order-total\", \"steps\": [ { \"from\": 1, \"percent\": 1 }, { \"from\": "
        + "1.0, \"percent\": 2 } ]", ".steps[1].from", "not_ascending")]
    [TestCase(
        "\"id\": \"d\", \"group\": \"g\", \"kind\": \"order-total\", \"steps\": [ { \"from\": 1, \"percent\": 1, \"to\": 2 } ]",
        ".steps[0].to", "unknown_field")]
    [TestCase("\"id\": \"d\", \"group\": \"g\", \"kind\": \"cumulative\", " + Steps, ".window", "missing")]
    [TestCase(
        "\"id\": \"d\", \"group\": \"g\", \"kind\": \"cumulative\", " + Steps + ", " + Lifetime + ", \"includesCurrentOrder\": 1",
        ".includesCurrentOrder", "wrong_type")]
    [TestCase("\"id\": \"d\", \"group\": \"g\", \"kind\": \"tier\"", ".percentByTier", "missing")]
    [TestCase("\"id\": \"d\", \"group\": \"g\", \"kind\": \"tier\", \"percentByTier\": {}", ".percentByTier", "empty")]
    [TestCase(
        "\"id\": \"d\", \"group\": \"g\", \"kind\": \"tier\", \"percentByTier\": { \"gold\": 1 }", ".percentByTier.gold", "unknown_tier")]
    [TestCase(
        "\"id\": \"d\", \"group\": \"g\", \"kind\": \"tier\", \"percentByTier\": { \"member\": 101 }", ".percentByTier.member",
        "out_of_range")]
    [TestCase("\"id\": \"d\", \"group\": \"g\", \"kind\": \"fixed\", \"percent\": 1, \"percent\": 2", ".percent", "duplicate_field")]
    [TestCase("\"id\": \"d\", \"group\": \"g\", \"kind\": \"promotion\", \"percent\": 1, \"validFrom\": \"2011-03-08T00:00:00Z\", "
        + "\"validUntil\": \"2011-03-08T01:00:00+01:00\"", ".validUntil", "empty_period")]
    [TestCase("\"id\": \"d\", \"group\": \"g\", \"kind\": \"promotion\", \"percent\": 1, \"visibleFrom\": \"2011-03-09T00:00:00Z\", "
        + "\"validFrom\": \"2011-03-08T00:00:00Z\"", ".visibleFrom", "visible_too_late")]
    [TestCase("\"id\": \"d\", \"group\": \"g\", \"kind\": \"promotion\", \"percent\": 1, \"visibleFrom\": \"2011-03-09T00:00:00Z\", "
        + "\"validUntil\": \"2011-03-09T00:00:00Z\"", ".visibleFrom", "visible_too_late")]
    [TestCase(
        "\"id\": \"d\", \"group\": \"g\", \"kind\": \"promotion\", \"percent\": 1, \"validFrom\": \"soon\"", ".validFrom",
        "malformed_time")]
    public void In_a_discount(string members, string path, string code) => HasOnlyIn("discounts", members, path, code);

    [TestCase("\"tierIn\": [ \"gold\" ]", ".tierIn[0]", "unknown_tier")]
    [TestCase("\"notTierIn\": [ \"member\", \"gold\" ]", ".notTierIn[1]", "unknown_tier")]
    [TestCase("\"tierIn\": \"member\"", ".tierIn", "wrong_type")]
    [TestCase("\"channelIn\": [ 1 ]", ".channelIn[0]", "wrong_type")]
    [TestCase("\"tenureMonthsAtLeast\": -1", ".tenureMonthsAtLeast", "out_of_range")]
    [TestCase("\"tenureMonthsBelow\": 0", ".tenureMonthsBelow", "out_of_range")]
    [TestCase("\"tenureMonthsAtLeast\": 6, \"tenureMonthsBelow\": 6", ".tenureMonthsBelow", "never_holds")]
    [TestCase("\"ordersAtLeast\": 2.5", ".ordersAtLeast", "wrong_type")]
    [TestCase("\"ordersBelow\": 0", ".ordersBelow", "out_of_range")]
    [TestCase("\"ordersAtLeast\": 5, \"ordersBelow\": 3", ".ordersBelow", "never_holds")]
    [TestCase("\"spendAtLeast\": 100", ".spendAtLeast", "wrong_type")]
    [TestCase("\"spendAtLeast\": { " + Lifetime + " }", ".spendAtLeast.amount", "missing")]
    [TestCase("\"spendAtLeast\": { \"amount\": 5 }", ".spendAtLeast.window", "missing")]
    [TestCase("\"spendAtLeast\": { \"amount\": 5, \"scope\": \"goods\", " + Lifetime + " }", ".spendAtLeast.scope", "unknown_scope")]
    [TestCase("\"weekdayIn\": [ \"mon\", \"Tuesday\" ]", ".weekdayIn[1]", "unknown_value")]
    [TestCase("\"contactIsSet\": \"yes\"", ".contactIsSet", "wrong_type")]
    [TestCase("\"moonIn\": [ \"full\" ]", ".moonIn", "unknown_field")]
    [TestCase("\"segmentIn\": [ \"repeat\" ]", ".segmentIn[0]", "unknown_segment")]
    [TestCase("\"perkIn\": [ \"fast\" ]", ".perkIn[0]", "unknown_perk")]
    [TestCase("\"membershipIn\": [ \"plus\" ]", ".membershipIn[0]", "unknown_membership")]
    [TestCase("\"partnerIn\": [ \"bank\" ]", ".partnerIn[0]", "unknown_partner")]
    [TestCase("\"npsAtLeast\": 11", ".npsAtLeast", "out_of_range")]
    public void In_a_condition(string members, string path, string code) =>
        HasOnlyIn("earning", "\"id\": \"e\", \"points\": 1, \"per\": 1, \"when\": { " + members + " }", ".when" + path, code);

    [TestCase("\"id\": \"e\", \"per\": 1", ".points", "missing")]
    [TestCase("\"id\": \"e\", \"points\": 1", ".per", "missing")]
    [TestCase("\"id\": \"e\", \"points\": -1, \"per\": 1", ".points", "out_of_range")]
    [TestCase("\"id\": \"e\", \"points\": 1, \"per\": 0", ".per", "out_of_range")]
    [TestCase("\"id\": \"e\", \"points\": 1, \"per\": -1", ".per", "out_of_range")]
    [TestCase("\"id\": \"e\", \"points\": 1, \"per\": 1, \"owner\": \"partner\"", ".owner", "unknown_value")]
    [TestCase("\"id\": \"e\", \"points\": 1, \"per\": 1, \"tierMultiplier\": \"true\"", ".tierMultiplier", "wrong_type")]
    [TestCase("\"id\": \"e\", \"points\": 1, \"per\": 1, \"scope\": 7", ".scope", "wrong_type")]
    [TestCase("\"id\": \"e\", \"points\": 1, \"per\": 1, \"when\": []", ".when", "wrong_type")]
    [TestCase("\"id\": \"e\", \"points\": 1, \"per\": 1, \"rate\": 2", ".rate", "unknown_field")]
    public void In_an_earning_rule(string members, string path, string code) => HasOnlyIn("earning", members, path, code);

    [TestCase("\"id\": \"r\", \"mode\": \"slab-whole\", " + Steps, ".period", "missing")]
    [TestCase("\"id\": \"r\", \"period\": \"week\", \"mode\": \"slab-whole\", " + Steps, ".period", "unknown_value")]
    [TestCase("\"id\": \"r\", \"period\": \"year\", " + Steps, ".mode", "missing")]
    [TestCase("\"id\": \"r\", \"period\": \"year\", \"mode\": \"slab\", " + Steps, ".mode", "unknown_value")]
    [TestCase("\"id\": \"r\", \"period\": \"year\", \"mode\": \"slab-whole\"", ".steps", "missing")]
    [TestCase(
        "\"id\": \"r\", \"period\": \"year\", \"mode\": \"slab-whole\", " + Steps + ", \"payAfterDays\": -1", ".payAfterDays",
        "out_of_range")]
    [TestCase(
        "\"id\": \"r\", \"period\": \"year\", \"mode\": \"slab-whole\", " + Steps + ", \"payAfterDays\": 36501", ".payAfterDays",
        "out_of_range")]
    [TestCase(
        "\"id\": \"r\", \"period\": \"year\", \"mode\": \"slab-whole\", " + Steps + ", \"payAs\": \"cash\"", ".payAs", "unknown_value")]
    [TestCase(
        "\"id\": \"r\", \"period\": \"year\", \"mode\": \"slab-whole\", " + Steps + ", \"payAs\": \"voucher\"", ".voucherValidMonths",
        "missing")]
    [TestCase(
        "\"id\": \"r\", \"period\": \"year\", \"mode\": \"slab-whole\", " + Steps + ", \"payAs\": \"voucher\", \"voucherValidMonths\": 0",
        ".voucherValidMonths", "out_of_range")]
    [TestCase(
        "\"id\": \"r\", \"period\": \"year\", \"mode\": \"slab-whole\", " + Steps + ", \"payAs\": \"credit\", \"voucherValidMonths\": 6",
        ".voucherValidMonths", "unknown_field")]
    public void In_a_rebate(string members, string path, string code) => HasOnlyIn("rebates", members, path, code);

    [TestCase("discounts", "{ \"id\": \"x\", \"group\": \"g\", \"kind\": \"fixed\", \"percent\": 1 }")]
    [TestCase("earning", "{ \"id\": \"x\", \"points\": 1, \"per\": 1 }")]
    [TestCase("rebates", "{ \"id\": \"x\", \"period\": \"year\", \"mode\": \"slab-whole\", " + Steps + " }")]
    public void An_id_stands_once_in_its_list(string section, string rule) =>
        HasOnly($"\"{section}\": [ {rule}, {rule} ]", $"$.{section}[1].id", "duplicate_id");

    [TestCase("\"points\": []", "$.points", "wrong_type")]
    [TestCase("\"points\": { \"redeemOn\": \"now\" }", "$.points.redeemOn", "unknown_value")]
    [TestCase("\"points\": { \"negative\": \"forgive\" }", "$.points.negative", "unknown_value")]
    [TestCase("\"points\": { \"activation\": { \"on\": \"ordered\" } }", "$.points.activation.on", "unknown_value")]
    [TestCase("\"points\": { \"activation\": { \"delayDays\": 1.5 } }", "$.points.activation.delayDays", "wrong_type")]
    [TestCase("\"points\": { \"activation\": { \"delayDays\": -1 } }", "$.points.activation.delayDays", "out_of_range")]
    [TestCase("\"points\": { \"activation\": { \"delayHours\": 1 } }", "$.points.activation.delayHours", "unknown_field")]
    [TestCase("\"points\": { \"expiry\": {} }", "$.points.expiry.afterMonths", "missing")]
    [TestCase("\"points\": { \"expiry\": { \"afterMonths\": -1 } }", "$.points.expiry.afterMonths", "out_of_range")]
    [TestCase("\"points\": { \"expiry\": { \"afterMonths\": 1, \"at\": \"noon\" } }", "$.points.expiry.at", "unknown_value")]
    [TestCase("\"points\": { \"value\": 1 }", "$.points.value", "unknown_field")]
    [TestCase("\"discountPolicy\": { \"combine\": \"multiply\" }", "$.discountPolicy.combine", "unknown_value")]
    [TestCase("\"discountPolicy\": { \"maxPercent\": 101 }", "$.discountPolicy.maxPercent", "out_of_range")]
    [TestCase("\"discountPolicy\": { \"minPercent\": 1 }", "$.discountPolicy.minPercent", "unknown_field")]
    [TestCase("\"redemption\": { \"minPoints\": -1 }", "$.redemption.minPoints", "out_of_range")]
    [TestCase("\"redemption\": { \"minPoints\": 1.5 }", "$.redemption.minPoints", "wrong_type")]
    [TestCase("\"redemption\": { \"maxOrderSharePercent\": 101 }", "$.redemption.maxOrderSharePercent", "out_of_range")]
    [TestCase("\"redemption\": { \"restoreGraceDays\": -1 }", "$.redemption.restoreGraceDays", "out_of_range")]
    [TestCase("\"redemption\": { \"onReturn\": \"keep\" }", "$.redemption.onReturn", "unknown_value")]
    [TestCase("\"redemption\": { \"holdMaxMinutes\": 0 }", "$.redemption.holdMaxMinutes", "out_of_range")]
    [TestCase("\"redemption\": { \"maxPoints\": 1 }", "$.redemption.maxPoints", "unknown_field")]
    [TestCase("\"adjustments\": { \"approvalAbove\": { \"points\": -1 } }", "$.adjustments.approvalAbove.points", "out_of_range")]
    [TestCase("\"adjustments\": { \"approvalAbove\": 5 }", "$.adjustments.approvalAbove", "wrong_type")]
    [TestCase("\"adjustments\": { \"approvalAbove\": { \"cash\": 5 } }", "$.adjustments.approvalAbove.cash", "unknown_field")]
    [TestCase("\"transfers\": \"everywhere\"", "$.transfers", "unknown_value")]
    [TestCase("\"transfers\": true", "$.transfers", "wrong_type")]
    [TestCase("\"wallets\": { \"contactMaxSharePercent\": 120 }", "$.wallets.contactMaxSharePercent", "out_of_range")]
    [TestCase("\"rewards\": [ { \"id\": \"m\" } ]", "$.rewards[0].cost", "missing")]
    [TestCase("\"rewards\": [ { \"id\": \"m\", \"cost\": 0 } ]", "$.rewards[0].cost", "out_of_range")]
    [TestCase("\"rewards\": [ { \"id\": \"m\", \"cost\": 1.5 } ]", "$.rewards[0].cost", "out_of_range")]
    [TestCase("\"rewards\": [ { \"id\": \"m\", \"cost\": 1, \"unit\": \"fund\" } ]", "$.rewards[0].unit", "unknown_value")]
    [TestCase("\"rewards\": [ { \"id\": \"m\", \"cost\": 1, \"kind\": \"trip\" } ]", "$.rewards[0].kind", "unknown_value")]
    [TestCase("\"rewards\": [ { \"id\": \"m\", \"cost\": 1, \"tierIn\": [ \"king\" ] } ]", "$.rewards[0].tierIn[0]", "unknown_tier")]
    [TestCase("\"rewards\": [ { \"id\": \"m\", \"cost\": 1, \"stock\": -1 } ]", "$.rewards[0].stock", "out_of_range")]
    public void In_the_policies(string members, string path, string code) => HasOnly(members, path, code);

    private static void HasOnlyIn(string section, string members, string path, string code) =>
        HasOnly($"\"{section}\": [ {{ {members} }} ]", $"$.{section}[0]{path}", code, merge: false);

    // The text is concatenated where a field may be duplicated, because a JSON tree could not hold duplicates.
    private static void HasOnly(string members, string path, string code, bool merge = true)
    {
        var document = merge ? Programs.With(members) : Programs.Minimal.TrimEnd().TrimEnd('}') + ", " + members + "}";
        var parsed = Programs.Parse(document);
        Assert.That(parsed.Version, Is.Null);
        Assert.That(parsed.Errors.Select(error => (error.Path, error.Code)), Is.EqualTo(new[] { (path, code) }));
    }
}
