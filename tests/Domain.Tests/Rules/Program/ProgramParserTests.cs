using System.Text.Json;
using Ledger.Rules.Domain.Numbers;
using Ledger.Rules.Domain.Program;
using NUnit.Framework;

namespace Ledger.DomainTests.Rules.Program;

/// <summary>Whole programs are read with their defaults (domain.md §3).</summary>
[TestFixture]
public sealed class ProgramParserTests
{
    [Test]
    public void Both_examples_are_programs()
    {
        foreach (var document in new[] { ExamplePrograms.Wholesale, ExamplePrograms.Resellers })
        {
            Assert.That(Programs.Parse(document).Errors, Is.Empty);
        }

        var resellers = Programs.Parse(ExamplePrograms.Resellers).Version!;
        Assert.That(resellers.Currency, Is.EqualTo("AUD"));
        Assert.That(resellers.Tiers[2].From.ToString(), Is.EqualTo("6000.5"));
        Assert.That(resellers.DiscountPolicy, Is.EqualTo(new DiscountPolicy(Combine.Compound, 8)));
        Assert.That(
            resellers.Points,
            Is.EqualTo(new PointsPolicy(RedeemOn.Future, Trigger.Placed, 7, new Expiry(9, ExpiryAt.Exact), NegativePolicy.WithinBalance)));
        Assert.That(resellers.Discounts[0].IncludesCurrentOrder, Is.True);
        Assert.That(resellers.Discounts[2].Validity.When!.OrdersAtLeast, Is.EqualTo(2));
        Assert.That(resellers.Rebates.Select(rebate => (rebate.Id, rebate.Period, rebate.Mode, rebate.PayAfterDays)), Is.EqualTo(new[]
        {
            ("monthly-bags", PeriodKind.Month, RebateMode.SlabWhole, 15), ("yearly", PeriodKind.Year, RebateMode.SlabMarginal, 60),
        }));
    }

    [Test]
    public void Examples_do_without_any_of_their_optional_parts(
        [Values("pointValue", "rounding", "tierReview", "discounts", "discountPolicy", "earning", "points", "rebates")] string part)
    {
        foreach (var document in new[] { ExamplePrograms.Wholesale, ExamplePrograms.Resellers })
        {
            var root = System.Text.Json.Nodes.JsonNode.Parse(document)!.AsObject();
            root.Remove(part);
            Assert.That(Programs.Parse(root.ToJsonString()).Errors, Is.Empty, part);
        }
    }

    [Test]
    public void What_is_left_out_has_its_default()
    {
        var version = Programs.Parse(Programs.Minimal).Version!;
        Assert.That(version.MinorDigits, Is.EqualTo(2));
        Assert.That((version.PointsRounding, version.MoneyRounding), Is.EqualTo((Rounding.Floor, Rounding.HalfEven)));
        Assert.That(version.PointValue.IsZero);
        Assert.That(version.Scopes, Is.Empty);
        Assert.That(version.Qualification, Is.EqualTo(new Qualification(Metric.Spend, null, new Window(WindowKind.Lifetime, 0))));
        Assert.That(
            version.Tiers.Select(tier => (tier.Id, tier.From.IsZero, tier.PointsMultiplier == 1)),
            Is.EqualTo(new[] { ("member", true, true) }));
        Assert.That(version.TierReview, Is.EqualTo(new TierReview(ReviewEvery.Never, 0, null)));
        Assert.That(version.DiscountPolicy, Is.EqualTo(new DiscountPolicy(Combine.Sum, 100)));
        Assert.That(version.Points, Is.EqualTo(new PointsPolicy(RedeemOn.Future, Trigger.Placed, 0, null, NegativePolicy.Arrears)));
        Assert.That((version.Discounts.Count, version.Earning.Count, version.Rebates.Count), Is.EqualTo((0, 0, 0)));
    }

    [Test]
    public void Rules_have_their_defaults()
    {
        var version = Programs.Version("""
            "tiers": [ { "id": "low", "from": 0.0 } ],
            "tierReview": { "every": "month" },
            "discountPolicy": {},
            "discounts": [ { "id": "v", "group": "g", "kind": "cumulative", "window": { "kind": "lifetime" }, "steps": [ { "from": 0,
              "percent": 1 } ] } ],
            "earning": [ { "id": "e", "points": 1, "per": 2 } ],
            "points": { "activation": {}, "expiry": { "afterMonths": 3 } },
            "rebates": [ { "id": "r", "period": "year", "mode": "slab-whole", "steps": [ { "from": 0, "percent": 1 } ] } ]
            """);
        Assert.That(version.TierReview, Is.EqualTo(new TierReview(ReviewEvery.Month, 0, null)));
        Assert.That((version.Discounts[0].Scope, version.Discounts[0].IncludesCurrentOrder), Is.EqualTo(((string?)null, false)));
        Assert.That((version.Earning[0].TierMultiplier, version.Earning[0].Owner), Is.EqualTo((false, PointsOwner.Account)));
        Assert.That(version.Points.Expiry, Is.EqualTo(new Expiry(3, ExpiryAt.EndOfMonth)));
        Assert.That(
            (version.Rebates[0].PayAfterDays, version.Rebates[0].PayAs, version.Rebates[0].Scope),
            Is.EqualTo((0, PayAs.Credit, (string?)null)));
    }

    [TestCase("JPY", 0)]
    [TestCase("GBP", 2)]
    [TestCase("EUR", 2)]
    [TestCase("TND", 3)]
    [TestCase("KWD", 3)]
    [TestCase("CLF", 4)]
    [TestCase("ISK", 0)]
    [TestCase("HUF", 2)]
    public void A_currency_knows_its_digits(string code, int digits) =>
        Assert.That(Programs.Version($"\"currency\": \"{code}\"").MinorDigits, Is.EqualTo(digits));

    [Test]
    public void The_spending_half_has_the_defaults_of_the_page()
    {
        var version = Programs.Version("\"redemption\": {}, \"adjustments\": {}, \"rewards\": [], \"wallets\": {}");
        Assert.That(version.Redemption, Is.EqualTo(new RedemptionPolicy(1, 100, 0, true, 10_080)));
        Assert.That(version.Adjustments, Is.EqualTo(new AdjustmentPolicy(null, null)));
        Assert.That(version.Transfers, Is.EqualTo(TransferPolicy.None));
        Assert.That(version.ContactMaxSharePercent.ToString(), Is.EqualTo("100"));
    }

    [Test]
    public void The_spending_half_is_read()
    {
        var version = Programs.Version("""
            "redemption": { "minPoints": 100, "maxOrderSharePercent": 50, "restoreGraceDays": 7, "onReturn": "manual",
              "holdMaxMinutes": 60 },
            "adjustments": { "approvalAbove": { "points": 1000, "money": 50 } }, "transfers": "within-account",
            "rewards": [ { "id": "mug", "unit": "points", "cost": 500, "kind": "item", "tierIn": [], "stock": 3 }, { "id": "coin",
              "unit": "cashback", "cost": 1.25 } ],
            "wallets": { "contactMaxSharePercent": 20 }
            """);
        Assert.That(version.Redemption, Is.EqualTo(new RedemptionPolicy(100, 50, 7, false, 60)));
        Assert.That(version.Adjustments.NeedsApproval(true, 1000), Is.False);
        Assert.That(version.Adjustments.NeedsApproval(true, -1001), Is.True);
        Assert.That(version.Adjustments.NeedsApproval(false, 50.01m), Is.True);
        Assert.That(version.Transfers, Is.EqualTo(TransferPolicy.WithinAccount));
        Assert.That(
            version.Rewards.Select(reward => (reward.Id, reward.Unit, reward.Cost, reward.Stock)),
            Is.EqualTo(new[] { ("mug", "points", 500m, (long?)3), ("coin", "cashback", 1.25m, null) }));
        Assert.That(version.ContactMaxSharePercent.ToString(), Is.EqualTo("20"));
    }

    [Test]
    public void Numbers_are_taken_by_value() => Assert.That(
        Programs
            .Version("\"version\": 2.0, \"earning\": [ { \"id\": \"e\", \"points\": 1e1, \"per\": 0.10 } ]")
            .Earning[0]
            .Points.ToString(), Is.EqualTo("10"));

    [Test]
    public void All_errors_are_reported_at_once()
    {
        var errors = Programs
            .Parse("""{ "version": 0, "currency": "XYZ", "timeZone": "Mars", "colour": "red", "discounts": [ 5 ] }""")
            .Errors;
        Assert.That(errors.Select(error => error.Path + " " + error.Code), Is.EquivalentTo(new[]
            {
                "$.program missing",
                "$.version out_of_range",
                "$.effectiveFrom missing",
                "$.currency unknown_currency",
                "$.timeZone unknown_time_zone",
                "$.discounts[0] wrong_type",
                "$.colour unknown_field",
            }));
        Assert.That(errors.Select(error => error.Message), Is.All.Not.Empty);
    }

    [TestCase("[]")]
    [TestCase("null")]
    [TestCase("\"program\"")]
    public void A_program_is_an_object(string document) =>
        Assert.That(Programs.Parse(document).Errors.Single(), Has.Property("Path").EqualTo("$").And.Property("Code").EqualTo("wrong_type"));

    [Test]
    public void A_document_of_mistakes_gets_a_bounded_answer()
    {
        var document = "{" + string.Join(",", Enumerable.Range(0, 5_000).Select(i => $"\"x{i}\":{i}")) + "}";
        Assert.That(ProgramParser.Parse(JsonDocument.Parse(document).RootElement).Errors, Has.Count.EqualTo(1_000));
    }
}
