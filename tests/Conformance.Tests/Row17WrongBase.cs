using Ledger.TestSupport;
using NUnit.Framework;

namespace Ledger.Conformance.Tests;

/// <summary>Row 17: the wrong base: shipping, fees, rewards, discounts, lines that came back.</summary>
public sealed class Row17WrongBase : BlackBox
{
    [TestCase("shipping"), TestCase("fee"), TestCase("reward")]
    public async Task Only_merchandise_earns(string kind)
    {
        await PublishAsync("\"qualification\": { \"metric\": \"spend\", \"window\": { \"kind\": \"lifetime\" } }");
        await RecordAsync(Shop.Order("1", lines: [Shop.Line("L1", 100), Shop.Line("L2", 55) with { Kind = kind }]));

        Assert.That(await PointsOfAsync("1"), Is.EqualTo(100));
        Assert.That((decimal)(await StandingAsync())["metric"]!, Is.EqualTo(100m));
    }

    [Test]
    public async Task Points_are_earned_on_what_is_left_after_the_discount()
    {
        await PublishAsync();
        await RecordAsync(Shop.Order("1", lines: Shop.Line("L1", 100, discount: 30)));

        Assert.That(await PointsOfAsync("1"), Is.EqualTo(70));
    }

    [Test]
    public async Task What_came_back_is_no_base_for_anything()
    {
        await PublishAsync(
            "\"qualification\": { \"metric\": \"spend\", \"window\": { \"kind\": \"lifetime\" } }, "
            + "\"discounts\": [ { \"id\": \"v\", \"group\": \"g\", \"kind\": \"cumulative\", \"scope\": \"goods\", \"window\": { "
            + "\"kind\": \"lifetime\" }, \"includesCurrentOrder\": false, \"steps\": [ { \"from\": 100, \"percent\": 10 } ] } ]");
        await RecordAsync(Shop.Order("1"), Shop.Return("1", "r"), Shop.Order("2", at: "2011-03-03T00:00:00Z"));

        Assert.That((decimal)(await OrderAsync("2"))["evaluation"]!["entitled"]!, Is.Zero);
        Assert.That((decimal)(await StandingAsync())["metric"]!, Is.EqualTo(100m));
    }

    [Test]
    public async Task A_scope_keeps_out_what_it_excludes()
    {
        await PublishAsync("\"scopes\": { \"goods\": { \"excludeSkus\": [ \"POST\" ], \"excludeCategories\": [ \"books\" ] } }");
        await RecordAsync(Shop.Order("1", lines:
        [
            Shop.Line("L1", 10), Shop.Line("L2", 20, sku: "POST"), Shop.Line("L3", 40, sku: "post"), Shop.Line("L4", 80) with
                {
                    Category = "books",
                }, Shop.Line("L5", 160) with { Category = "Books" },
        ]));

        Assert.That(await PointsOfAsync("1"), Is.EqualTo(210));
    }
}
