using Ledger.Contracts.V1;
using Ledger.TestSupport;
using NUnit.Framework;

namespace Ledger.Services.Tests.Ledger;

/// <summary>Several versions of one program (domain.md §3).</summary>
public sealed class VersionTests : ServiceTests
{
    private const string Doubled = """
        "effectiveFrom": "2011-04-01T00:00:00Z", "earning": [ { "id": "base", "points": 2, "per": 1, "scope": "goods" } ]
        """;

    [Test]
    public async Task An_order_is_judged_by_the_version_effective_when_it_was_placed()
    {
        await PublishAsync();
        await PublishAsync(Doubled, 2);
        await RecordAsync(Shop.Order("1", "A", "2011-03-31T23:59:59Z"), Shop.Order("2", "B", "2011-04-01T00:00:00Z"));

        Assert.That((await PointsAsync()).Pending, Is.EqualTo(100));
        Assert.That((await PointsAsync("B")).Pending, Is.EqualTo(200));
    }

    [Test]
    public async Task What_was_judged_stays_with_its_version()
    {
        await PublishAsync();
        await RecordAsync(Shop.Order("1", lines: Shop.Line("L1", 100, 3)), Shop.Order("2", at: "2011-04-10T00:00:00Z"));
        await PublishAsync(Doubled, 2);

        await RecordAsync(Shop.Return("1", "r", "2011-05-01T00:00:00Z"), Shop.Order("1", lines: Shop.Line("L1", 100, 5)) with
        {
            Revision = 2,
        });

        var events = await EventsAsync();
        Assert.That(
            events.OfType<DiscountComputed>().Select(one => one.ProgramVersion), Is.All.EqualTo(1),
            "also what was recorded before the second version came");
        Assert.That((await PointsAsync()).Accrued - (await PointsAsync()).Reversed, Is.EqualTo(500));
    }

    [Test]
    public async Task A_back_dated_order_takes_the_version_of_its_day()
    {
        await PublishAsync();
        await PublishAsync(Doubled, 2);
        await RecordAsync(Shop.Order("2", at: "2011-05-01T00:00:00Z"), Shop.Order("1", at: "2011-03-01T00:00:00Z"));

        var points = await PointsAsync();
        Assert.That(points.Accrued, Is.EqualTo(300));
    }

    [Test]
    public async Task A_tier_that_is_gone_becomes_the_highest_not_above_it()
    {
        const string Qualification = "\"qualification\": { \"metric\": \"spend\", \"window\": { \"kind\": \"lifetime\" } }, ";
        await PublishAsync(Qualification + "\"tiers\": [ { \"id\": \"bronze\", \"from\": 0 }, { \"id\": \"silver\", \"from\": 100 }, "
            + "{ \"id\": \"gold\", \"from\": 500 } ]");
        await RecordAsync(Shop.Order("1", lines: Shop.Line("L1", 150)));
        Assert.That((await AccountAsync()).Tier, Is.EqualTo("silver"));
        await PublishAsync(
            Qualification + "\"effectiveFrom\": \"2011-04-01T00:00:00Z\", \"tiers\": [ { \"id\": \"basic\", \"from\": 0 }, { \"id\": "
                + "\"plus\", \"from\": 90, \"pointsMultiplier\": 3 }, { \"id\": \"top\", \"from\": 400 } ], "
            + "\"earning\": [ { \"id\": \"base\", \"points\": 1, \"per\": 1, \"scope\": \"goods\", \"tierMultiplier\": true } ]", 2);

        await RecordAsync(Shop.Order("2", at: "2011-04-02T00:00:00Z", lines: Shop.Line("L1", 10)));

        var evaluated = (await EventsAsync()).OfType<DiscountComputed>().Last().Evaluation;
        Assert.That(evaluated.Frozen.Tier, Is.EqualTo("plus"));
        Assert.That(evaluated.Points, Is.EqualTo(30));
    }

    [Test]
    public async Task A_rebate_period_takes_the_version_at_its_start()
    {
        const string Quarterly = "\"rebates\": [ { \"id\": \"q\", \"period\": \"quarter\", \"scope\": \"goods\", \"mode\": "
            + "\"slab-whole\", \"payAfterDays\": 0, \"payAs\": \"credit\", \"steps\": [ { \"from\": 0, \"percent\": 1 } ] } ]";
        await PublishAsync(Quarterly);
        await PublishAsync("\"effectiveFrom\": \"2011-05-01T00:00:00Z\", "
                + Quarterly.Replace("\"percent\": 1", "\"percent\": 10", StringComparison.Ordinal), 2);
        await RecordAsync(Shop.Order("1", at: "2011-06-01T00:00:00Z"), Shop.Order("2", at: "2011-08-01T00:00:00Z"));
        await Api.AdvanceAsync(Shop.Program, Shop.At("2012-01-01T00:00:00Z"));

        Assert.That(
            (await EventsAsync()).OfType<RebateComputed>().Select(one => (one.Period, one.Amount)),
            Is.EqualTo(new[] { ("2011-Q2", 1.00m), ("2011-Q3", 10.00m) }));
    }

    [Test]
    public async Task A_scope_that_a_new_version_brings_knows_the_orders_before_it()
    {
        await PublishAsync();
        await RecordAsync(Shop.Order("1", at: "2011-03-01T00:00:00Z", lines: [Shop.Line("L1", 700), Shop.Line("L2", 50, sku: "cup")]));
        await PublishAsync(
            "\"effectiveFrom\": \"2011-04-01T00:00:00Z\", \"scopes\": { \"goods\": {}, \"teas\": { \"skus\": [ \"tea\" ] } }, "
            + "\"discounts\": [ { \"id\": \"v\", \"group\": \"g\", \"kind\": \"cumulative\", \"scope\": \"teas\", \"window\": { "
            + "\"kind\": \"lifetime\" }, \"includesCurrentOrder\": false, \"steps\": [ { \"from\": 700, \"percent\": 10 } ] } ]", 2);

        await RecordAsync(Shop.Order("2", at: "2011-04-02T00:00:00Z"));

        var evaluated = (await EventsAsync()).OfType<DiscountComputed>().Last().Evaluation;
        Assert.That(evaluated.Entitled, Is.EqualTo(10.00m), "700 of tea were bought before the version that asks for it");
    }

    [Test]
    public async Task A_published_version_never_changes()
    {
        await PublishAsync();
        var path = $"{LedgerApi.Program(Shop.Program)}/versions/1";

        var same = await Api.SendAsync(HttpMethod.Put, path, Shop.Document());
        var other = await Api.SendAsync(HttpMethod.Put, path, Shop.Document(Doubled));

        Assert.That(same.Status, Is.EqualTo(200), same.Text);
        Assert.That(other.Status, Is.EqualTo(409));
        Assert.That(other.Code, Is.EqualTo("version_published"));
    }

    [Test]
    public async Task A_draft_takes_no_order()
    {
        await Api.SendAsync(HttpMethod.Put, $"{LedgerApi.Program(Shop.Program)}/versions/1?clock=manual", Shop.Document());

        var reply = await ExpectAsync(Shop.Order("1"), "unknown_program");

        Assert.That(reply.Status, Is.EqualTo(404));
    }

    [Test]
    public async Task A_retired_version_takes_no_order_and_keeps_its_own()
    {
        await PublishAsync();
        await RecordAsync(Shop.Order("1", lines: Shop.Line("L1", 100, 2)));
        var retired = await Api.SendAsync(HttpMethod.Post, $"{LedgerApi.Program(Shop.Program)}/versions/1/retire", "");
        Assert.That(retired.Status, Is.EqualTo(200), retired.Text);

        await ExpectAsync(Shop.Order("2"), "no_version_effective");
        await RecordAsync(Shop.Return("1", "r"));
        Assert.That((await PointsAsync()).Pending, Is.EqualTo(100));
    }

    [TestCase("\"unknown\": 1", "$.unknown")]
    [TestCase("\"tiers\": [ { \"id\": \"a\", \"from\": 1 } ]", "$.tiers[0].from")]
    [TestCase("\"timeZone\": \"Mars/Phobos\"", "$.timeZone")]
    [TestCase("\"earning\": [ { \"id\": \"e\", \"points\": 1, \"per\": 0, \"scope\": \"goods\" } ]", "$.earning[0].per")]
    [TestCase("\"program\": \"other\"", "$.program")]
    public async Task A_program_that_makes_no_sense_is_refused_with_the_path(string members, string path)
    {
        var reply = await Api.SendAsync(
            HttpMethod.Put, $"{LedgerApi.Program(Shop.Program)}/versions/1?clock=manual", Shop.Document(members));

        Assert.That(reply.Status, Is.EqualTo(422), reply.Text);
        Assert.That(reply.Code, Is.EqualTo("invalid_program"));
        Assert.That(reply.Json["errors"]!.AsArray().Select(error => (string?)error!["path"]), Does.Contain(path));
        Assert.That(await EventsAsync(), Is.Empty);
    }
}
