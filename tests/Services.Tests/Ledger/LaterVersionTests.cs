using Ledger.Contracts.V1;
using Ledger.TestSupport;
using NUnit.Framework;

namespace Ledger.Services.Tests.Ledger;

/// <summary>A later version adds what earlier ones did not have: it also applies to orders and accounts recorded earlier.</summary>
public sealed class LaterVersionTests : ServiceTests
{
    private const string AtOnce =
        "\"pointValue\": 0.01, \"points\": { \"redeemOn\": \"future\", \"activation\": { \"on\": \"placed\", \"delayDays\": 0 } }";

    [Test]
    public async Task A_challenge_counts_the_orders_that_were_recorded_before_it_was_published()
    {
        await PublishAsync();
        await RecordAsync(Shop.Order("1", "A", lines: Shop.Line("L1", 100, 2)), Shop.Order("2", "B"),
            Shop.Order("3", "C", lines: Shop.Line("L1", 300)), Shop.Return("3", "r"));
        await PublishAsync(Challenge("goods"), 2);
        await StateChecked.NothingIsFoundAsync(Api);

        await Api.AdvanceAsync(Shop.Program, Shop.At("2011-04-02T00:00:00Z"));

        var closed = (await EventsAsync()).OfType<ChallengeClosed>().Single(one => one.Period == "2011-03");
        Assert.That(closed.Ranks.Select(rank => (rank.AccountId, rank.Metric.ToString())),
            Is.EqualTo(new[] { ("A", "200"), ("B", "100") }));
        await StateChecked.NothingIsFoundAsync(Api);
    }

    [Test]
    public async Task Equal_metrics_in_a_scope_that_came_later_are_ranked_by_when_the_orders_in_it_were_placed()
    {
        await PublishAsync(Challenge("goods"));
        await RecordAsync(Shop.Order("1", "A", "2011-03-03T10:00:00Z"), Shop.Order("2", "B", "2011-03-02T10:00:00Z"),
            Cups("3", "B", "2011-03-05T10:00:00Z"));
        await PublishAsync("\"scopes\": { \"goods\": {}, \"teas\": { \"skus\": [\"tea\"] } }, " + Challenge("teas"), 2);
        await StateChecked.NothingIsFoundAsync(Api);

        await Api.AdvanceAsync(Shop.Program, Shop.At("2011-04-02T00:00:00Z"));

        Assert.That((await EventsAsync()).OfType<ChallengeClosed>()
            .Single(one => one.Period == "2011-03").Ranks.Select(rank => rank.AccountId), Is.EqualTo(new[] { "B", "A" }));
    }

    [Test]
    public async Task A_scope_that_came_later_measures_orders_in_another_currency_at_their_rate()
    {
        await PublishAsync();
        await RecordAsync(new RateSet(Shop.Program, "EUR", Shop.At("2011-01-01T00:00:00Z"), 0.8m));
        await RecordAsync(Shop.Order("1") with { Currency = "EUR" });
        await PublishAsync("\"scopes\": { \"goods\": {}, \"teas\": { \"skus\": [\"tea\"] } }", 2);

        Assert.That((await AccountAsync()).Measures.Spend("teas@2", new(24132, 24143)), Is.EqualTo((Exact)80));
        await StateChecked.NothingIsFoundAsync(Api);
    }

    [Test]
    public async Task The_first_version_that_judges_counts_the_orders_before_it_for_the_loyalty_kind()
    {
        await PublishAsync();
        await RecordAsync(Shop.Order("1"), Shop.Order("2"));
        await PublishAsync("\"activities\": [ { \"id\": \"nps\", \"activity\": \"nps\", \"points\": 1 } ]", 2);

        await RecordAsync(new ActivityCompleted(Shop.Program, "n", "A", "nps", Shop.At("2011-03-02T10:00:00Z"), Score: 9));
        await RecordAsync(Shop.Cancelled("1", "2011-03-03T10:00:00Z"));

        Assert.That((await EventsAsync()).OfType<LoyaltyChanged>().Select(one => one.Loyalty), Is.EqualTo(new[] { "true", "latent" }));
        await StateChecked.NothingIsFoundAsync(Api);
    }

    [Test]
    public async Task An_idle_account_is_judged_at_the_first_month_boundary_of_a_version_that_brings_segments()
    {
        await PublishAsync();
        await RecordAsync(Shop.Order("1"));
        await Api.AdvanceAsync(Shop.Program, Shop.At("2011-03-10T00:00:00Z"));
        await PublishAsync(
            "\"effectiveFrom\": \"2011-03-15T00:00:00Z\", \"segments\": [ { \"id\": \"old\", \"when\": { \"tenureMonthsAtLeast\": 2 } } ]",
            2);
        await StateChecked.NothingIsFoundAsync(Api);

        await Api.AdvanceAsync(Shop.Program, Shop.At("2011-06-02T00:00:00Z"));

        var entered = (await EventsAsync()).OfType<SegmentEntered>().Single();
        Assert.That((entered.Segment, entered.EffectiveAt), Is.EqualTo(("old", Shop.At("2011-05-31T23:00:00Z"))),
            "the first of June in London");
        await StateChecked.NothingIsFoundAsync(Api);
    }

    [Test]
    public async Task An_idle_account_is_reviewed_and_told_of_an_expiry_by_a_version_that_brings_it()
    {
        const string Expiring = "\"expiry\": { \"afterMonths\": 12, \"at\": \"exact\" }";
        const string Tiers = "\"tiers\": [ { \"id\": \"bronze\", \"from\": 0 }, { \"id\": \"silver\", \"from\": 100 } ], "
            + "\"qualification\": { \"metric\": \"spend\", \"window\": { \"kind\": \"rolling-months\", \"months\": 1 } }";
        await PublishAsync($"{Tiers}, {AtOnce.Replace("\"activation\"", Expiring + ", \"activation\"", StringComparison.Ordinal)}");
        await RecordAsync(Shop.Order("1"));
        await PublishAsync(
            $"{Tiers}, \"tierReview\": {{ \"every\": \"month\" }}, "
            + AtOnce.Replace("\"activation\"", Expiring.Replace("12,", "12, \"noticeDays\": [30],", StringComparison.Ordinal)
                + ", \"activation\"", StringComparison.Ordinal), 2);

        await Api.AdvanceAsync(Shop.Program, Shop.At("2012-02-01T00:00:00Z"));

        var events = await EventsAsync();
        Assert.That(events.OfType<TierDowngraded>().Select(down => down.EffectiveAt),
            Is.EqualTo(new[] { Shop.At("2011-04-30T23:00:00Z") }));
        Assert.That(events.OfType<PointsExpiring>().Select(notice => notice.EffectiveAt),
            Is.EqualTo(new[] { Shop.At("2012-01-31T10:00:00Z") }));
        await StateChecked.NothingIsFoundAsync(Api);
    }

    [Test]
    public async Task An_end_that_a_later_version_brings_takes_the_points_of_idle_accounts()
    {
        await PublishAsync(AtOnce);
        await RecordAsync(Shop.Order("1"), Shop.Order("2", "B"));
        await PublishAsync(
            $"{AtOnce}, \"windDown\": {{ \"earnUntil\": \"2011-06-01T00:00:00Z\", \"redeemUntil\": \"2011-07-01T00:00:00Z\" }}", 2);

        await Api.AdvanceAsync(Shop.Program, Shop.At("2011-07-01T00:00:00Z"));

        foreach (var account in new[] { "A", "B" })
        {
            var points = await PointsAsync(account);
            Assert.That((points.Expired, points.Unheld), Is.EqualTo((100m, 0m)), account);
        }

        await StateChecked.NothingIsFoundAsync(Api);
    }

    private static string Challenge(string scope) =>
        $"{AtOnce}, \"challenges\": [ {{ \"id\": \"top\", \"period\": \"month\", \"metric\": \"spend\", \"scope\": \"{scope}\", "
        + "\"prizes\": [ { \"rank\": 1, \"unit\": \"cashback\", \"amount\": 50 } ] } ]";

    private OrderPlaced Cups(string id, string account, string at) => Shop.Order(id, account, at, Shop.Line("L1", 70, sku: "cup"));
}
