using Ledger.Contracts.V1;
using Ledger.TestSupport;
using NUnit.Framework;

namespace Ledger.Conformance.Tests;

/// <summary>Faults that users of other systems reported of activities, memberships, stamp cards, funds, budgets and contests.</summary>
public sealed class MechanicsFromTrackers : BlackBox
{
    private const string AtOnce =
        "\"pointValue\": 0.01, \"points\": { \"redeemOn\": \"future\", \"activation\": { \"on\": \"placed\", \"delayDays\": 0 } }";

    private static string Proof { get; } = new('a', 64);

    [Test]
    public async Task A_referral_is_rewarded_once_however_often_its_webhook_comes()
    {
        await PublishAsync($"{AtOnce}, \"activities\": [ {{ \"id\": \"ref\", \"activity\": \"referral\", \"points\": 500 }} ]");
        var referral = Activity("r1", "referral", "2011-03-01T10:00:00Z");
        await RecordAsync(referral);
        Assert.That((await SendAsync(referral)).Outcome, Is.EqualTo("repeated"));
        Assert.That((await SendAsync(referral with { AccountId = "B" })).Code, Is.EqualTo("conflict"));
        Assert.That((await BalanceAsync()).Accrued, Is.EqualTo(500m));
    }

    [Test]
    public async Task A_birthday_is_rewarded_once_a_year_whatever_date_is_claimed()
    {
        await PublishAsync(
            $"{AtOnce}, \"activities\": [ {{ \"id\": \"b\", \"activity\": \"birthday\", \"points\": 100, "
            + "\"maxPerContact\": 1, \"every\": \"year\" } ]");
        for (var day = 1; day <= 4; day++)
        {
            await RecordAsync(Activity($"b{day}", "birthday", $"2011-03-0{day}T10:00:00Z") with { ContactId = "ann" });
        }

        Assert.That((await BalanceAsync()).Accrued, Is.EqualTo(100m));
        await RecordAsync(Activity("next", "birthday", "2012-03-01T10:00:00Z") with { ContactId = "ann" });
        Assert.That((await BalanceAsync()).Accrued, Is.EqualTo(200m));
    }

    [Test]
    public async Task A_course_that_is_repeated_for_points_earns_once_and_again_only_when_the_first_is_revoked()
    {
        await PublishAsync(
            $"{AtOnce}, \"activities\": [ {{ \"id\": \"c\", \"activity\": \"training\", \"points\": 40, \"maxPerAccount\": 1 }} ]");
        await RecordAsync(Activity("c1", "training", "2011-03-01T10:00:00Z"), Activity("c2", "training", "2011-03-02T10:00:00Z"));
        Assert.That((await BalanceAsync()).Available, Is.EqualTo(40m));
        await RecordAsync(new ActivityRevoked(Shop.Program, "c1", Shop.At("2011-03-03T10:00:00Z"), "not attended"));
        Assert.That((await BalanceAsync()).Available, Is.Zero);
        await RecordAsync(Activity("c3", "training", "2011-03-04T10:00:00Z"));
        Assert.That((await BalanceAsync()).Available, Is.EqualTo(40m));
    }

    [Test]
    public async Task A_membership_that_is_refunded_after_its_multiplier_was_used_leaves_what_the_order_got_and_gives_no_more()
    {
        await PublishAsync($"{AtOnce}, {Club}, \"earning\": [ {{ \"id\": \"e\", \"points\": 1, \"per\": 1, \"tierMultiplier\": true }} ]");
        await RecordAsync(Purchase("m1", "2011-03-01T10:00:00Z"), Shop.Order("1", at: "2011-03-02T10:00:00Z"));
        await RecordAsync(new MembershipRefunded(Shop.Program, "m1", Shop.At("2011-03-03T10:00:00Z"), "changed her mind"));
        await RecordAsync(Shop.Order("2", at: "2011-03-04T10:00:00Z"));
        Assert.That((await PointsOfAsync("1"), await PointsOfAsync("2")), Is.EqualTo((200L, 100L)));
    }

    [TestCase("\"when\": { \"membershipIn\": [\"plus\"] }")]
    [TestCase("\"when\": { \"perkIn\": [\"member-price\"] }")]
    public async Task A_membership_that_is_refunded_after_its_discount_was_used_leaves_what_the_order_got_and_gives_no_more(string when)
    {
        var club = Club.Replace("\"pointsMultiplier\": 2", "\"perks\": [\"member-price\"]", StringComparison.Ordinal);
        await PublishAsync($"{AtOnce}, {club}, \"perks\": [ {{ \"id\": \"member-price\" }} ], "
            + $"\"discounts\": [ {{ \"id\": \"club\", \"group\": \"base\", \"kind\": \"fixed\", \"percent\": 10, {when} }} ]");
        await RecordAsync(Shop.Order("before", at: "2011-02-01T10:00:00Z"), Purchase("m1", "2011-03-01T10:00:00Z"));
        await RecordAsync(Shop.Order("used", at: "2011-03-02T10:00:00Z", lines: Shop.Line("L1", 100, 2)));
        await RecordAsync(new MembershipRefunded(Shop.Program, "m1", Shop.At("2011-03-03T10:00:00Z"), "changed her mind"));
        await RecordAsync(Shop.Order("after", at: "2011-03-04T10:00:00Z"));
        Assert.That((await EntitledAsync("before"), await EntitledAsync("used"), await EntitledAsync("after")), Is.EqualTo((0m, 20m, 0m)));
        await RecordAsync(Shop.Return("used", "r", "2011-03-05T10:00:00Z"));
        Assert.That(await EntitledAsync("used"), Is.EqualTo(10m), "what is left of it keeps its discount");
    }

    [Test]
    public async Task A_membership_that_is_extended_while_it_runs_loses_no_day()
    {
        await PublishAsync($"{AtOnce}, {Club}, \"earning\": [ {{ \"id\": \"e\", \"points\": 1, \"per\": 1, \"tierMultiplier\": true }} ]");
        await RecordAsync(Purchase("m1", "2011-01-10T10:00:00Z"), Purchase("m2", "2011-01-20T10:00:00Z"));
        await RecordAsync(Shop.Order("last", at: "2011-03-10T09:59:59Z"), Shop.Order("after", at: "2011-03-10T10:00:00Z"));
        Assert.That((await PointsOfAsync("last"), await PointsOfAsync("after")), Is.EqualTo((200L, 100L)));
    }

    [Test]
    public async Task A_stamp_card_gives_one_item_at_exactly_its_amount_and_none_twice_after_a_return_and_a_new_order()
    {
        await PublishAsync($"{AtOnce}, \"rewards\": [ {{ \"id\": \"mug\", \"cost\": 10, \"kind\": \"item\" }} ], "
            + "\"milestones\": [ { \"id\": \"stamp\", \"every\": 100, \"reward\": \"mug\" } ]");
        await RecordAsync(Shop.Order("1", lines: Shop.Line("L1", 99.99m)));
        Assert.That(await GrantsAsync(), Is.Zero);
        await RecordAsync(Shop.Order("2", lines: Shop.Line("L1", 0.01m)));
        Assert.That(await GrantsAsync(), Is.EqualTo(1));
        await RecordAsync(Shop.Return("2", "r"), Shop.Order("3", lines: Shop.Line("L1", 0.01m)));
        Assert.That(await GrantsAsync(), Is.EqualTo(1));
        await RecordAsync(Shop.Order("4", lines: Shop.Line("L1", 100)));
        Assert.That(await GrantsAsync(), Is.EqualTo(2));
    }

    [Test]
    public async Task A_fund_is_not_claimed_twice_by_two_managers_at_once_and_no_claim_is_approved_by_who_made_it()
    {
        await PublishAsync($"{AtOnce}, \"funds\": [ {{ \"id\": \"mdf\", \"percent\": 10 }} ]");
        await RecordAsync(Shop.Order("1"));
        var claims = await Task.WhenAll(Enumerable.Range(1, 4).Select(manager => CommandAsync("accounts/A/claims", $"c{manager}", Claim)));
        Assert.That(claims.Count(claim => claim.Status == 201), Is.EqualTo(1), string.Join('\n', claims.Select(claim => claim.Text)));
        Assert.That(claims.Where(claim => claim.Status != 201).Select(claim => claim.Code), Has.All.EqualTo("insufficient_balance"));
        var made = Array.FindIndex(claims, claim => claim.Status == 201) + 1;
        Assert.That((await CommandAsync($"claims/c{made}/approve", "ok", "{}")).Code, Is.EqualTo("same_principal"));
        Assert.That((await BalanceAsync(unit: "fund")).Held, Is.EqualTo(10m));
    }

    [Test]
    public async Task A_budget_is_not_passed_by_orders_that_come_at_once()
    {
        await PublishAsync($"{AtOnce}, \"budget\": {{ \"amount\": 3.5, \"period\": \"month\" }}");
        var orders = Enumerable.Range(1, 10).Select(n => SendAsync(Shop.Order($"{n}", $"C{n}")));
        Assert.That((await Task.WhenAll(orders)).Select(reply => reply.Outcome), Has.All.EqualTo("recorded"));
        decimal credited = 0;
        for (var n = 1; n <= 10; n++) credited += (await BalanceAsync($"C{n}")).Accrued;
        Assert.That(credited, Is.EqualTo(350m));
    }

    [Test]
    public async Task A_return_with_a_partner_goes_back_to_that_partner_and_not_to_the_operator()
    {
        await PublishAsync($"{AtOnce}, \"partners\": [ {{ \"id\": \"bank\", \"pointCost\": 0.01 }} ]");
        await RecordAsync(Shop.Order("1") with { PartnerId = "bank" }, Shop.Return("1", "r", at: "2011-03-05T10:00:00Z"));
        var csv = (await ViewAsync("exports/partners.csv")).GetValue<string>();
        Assert.That(csv, Does.Contain("bank,2011-03,100,100,0,0,0.00,0.00,0.00"));
    }

    [Test]
    public async Task A_rate_that_changes_between_order_and_return_does_not_change_what_the_return_takes_back()
    {
        await PublishAsync(AtOnce);
        await RecordAsync(new RateSet(Shop.Program, "EUR", Shop.At("2011-01-01T00:00:00Z"), 0.8m));
        await RecordAsync(Shop.Order("1", lines: Shop.Line("L1", 100, 2)) with { Currency = "EUR" });
        await RecordAsync(new RateSet(Shop.Program, "EUR", Shop.At("2011-03-02T00:00:00Z"), 1.2m));
        Assert.That((await BalanceAsync()).Accrued, Is.EqualTo(160m));
        await RecordAsync(Shop.Return("1", "r", at: "2011-03-05T10:00:00Z", lines: ("L1", 1)));
        Assert.That((await BalanceAsync()).Available, Is.EqualTo(80m));
    }

    [Test]
    public async Task A_segment_is_judged_at_the_local_end_of_a_month_west_of_utc_once()
    {
        await PublishAsync($"{AtOnce}, \"timeZone\": \"America/New_York\", \"segments\": [ "
            + "{ \"id\": \"big\", \"when\": { \"spendAtLeast\": { \"window\": { \"kind\": \"rolling-months\", \"months\": 1 }, "
            + "\"amount\": 100 } } } ]");
        await RecordAsync(Shop.Order("1", at: "2011-04-01T03:30:00Z"));
        Assert.That(await SegmentsAsync(), Is.EqualTo("big"), "still March in New York");
        await AdvanceAsync("2011-04-01T03:59:59Z");
        Assert.That(await SegmentsAsync(), Is.EqualTo("big"));
        await AdvanceAsync("2011-04-01T04:00:00Z");
        Assert.That(await SegmentsAsync(), Is.Empty);
        await AdvanceAsync("2011-04-20T00:00:00Z");
        Assert.That(await SegmentsAsync(), Is.Empty);
    }

    [Test]
    public async Task A_winner_who_was_merged_is_ranked_and_paid_once_as_who_it_is_now()
    {
        await PublishAsync($"{AtOnce}, \"challenges\": [ {{ \"id\": \"top\", \"period\": \"month\", \"metric\": \"spend\", "
            + "\"prizes\": [ { \"rank\": 1, \"unit\": \"cashback\", \"amount\": 50 }, "
            + "{ \"rank\": 2, \"unit\": \"cashback\", \"amount\": 20 } ] } ]");
        await RecordAsync(Shop.Order("1", "A", "2011-03-02T10:00:00Z", Shop.Line("L1", 300)), Shop.Order("2", "B", "2011-03-03T10:00:00Z"));
        await RecordAsync(Shop.Order("3", "C", "2011-03-04T10:00:00Z", Shop.Line("L1", 50)));
        await CommandAsync("accounts/A/merge", "m", "{\"into\":\"B\"}");
        await AdvanceAsync("2011-04-02T00:00:00Z");
        var csv = (await ViewAsync("exports/challenges.csv")).GetValue<string>().Split('\n');
        Assert.That(csv[1], Is.EqualTo("top,2011-03,1,B,400.00,cashback:50.00"));
        Assert.That(csv[2], Does.StartWith("top,2011-03,2,C,50.00,"));
        Assert.That((await BalanceAsync("B", "cashback")).Accrued, Is.EqualTo(50m));
        await AdvanceAsync("2011-04-03T00:00:00Z");
        Assert.That((await BalanceAsync("B", "cashback")).Accrued, Is.EqualTo(50m), "nothing is paid twice");
    }

    private const string Club = "\"memberships\": [ { \"id\": \"plus\", \"fee\": 10, \"months\": 1, \"pointsMultiplier\": 2 } ]";

    private static string Claim =>
        "{\"fund\":\"mdf\",\"amount\":10,\"activity\":\"fair\",\"reason\":\"spring\","
        + $"\"proofs\":[{{\"name\":\"invoice\",\"sha256\":\"{Proof}\"}}]}}";

    private ActivityCompleted Activity(string id, string activity, string at) => new(Shop.Program, id, "A", activity, Shop.At(at));

    private MembershipPurchased Purchase(string id, string at) => new(Shop.Program, id, "A", "plus", Shop.At(at));

    private async Task<decimal> EntitledAsync(string order) => (decimal)(await OrderAsync(order))["evaluation"]!["entitled"]!;

    private async Task<int> GrantsAsync() =>
        (await ViewAsync("exports/grants.csv"))
            .GetValue<string>()
            .Split('\n')
            .Count(line => line.StartsWith("stamp-", StringComparison.Ordinal));

    private async Task<string> SegmentsAsync() =>
        (await ViewAsync("exports/members.csv")).GetValue<string>().Split('\n')
            .Single(line => line.StartsWith("A,", StringComparison.Ordinal)).Split(',')[1];
}
