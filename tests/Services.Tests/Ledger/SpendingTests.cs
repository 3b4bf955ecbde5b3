using System.Text.Json.Nodes;
using Ledger.Contracts.V1;
using Ledger.TestSupport;
using NUnit.Framework;

namespace Ledger.Services.Tests.Ledger;

/// <summary>Value is spent over HTTP: exactly once, from the right lots, and comes back to them (domain.md §4 redemption).</summary>
public sealed class SpendingTests : ServiceTests
{
    private const string AtOnce = """
        "pointValue": 0.01, "points": { "redeemOn": "future", "activation": { "on": "placed", "delayDays": 0 } },
        "adjustments": { "approvalAbove": { "points": 50 } }, "transfers": "anywhere",
        "rewards": [ { "id": "mug", "cost": 10, "stock": 2 } ]
        """;

    private string At => LedgerApi.Program(Shop.Program);

    [Test]
    public async Task A_hold_is_captured_in_part_and_the_rest_returns()
    {
        await OpenAsync();
        var held = await DoAsync("accounts/A/holds", "h1", """{ "amount": 60, "ttlMinutes": 30, "reason": "basket" }""");
        Assert.That((held.Status, (string?)held.Json["state"], (string?)held.Json["id"]), Is.EqualTo((201, "held", "h1")), held.Text);
        Assert.That((await PointsAsync()).Held, Is.EqualTo(60m));

        var captured = await DoAsync("holds/h1/capture", "c1", """{ "amount": 25 }""");
        Assert.That(captured.Status, Is.EqualTo(201), captured.Text);
        var points = await PointsAsync();
        Assert.That((points.Unheld, points.Held, points.Redeemed), Is.EqualTo((75m, 0m, 25m)));

        var again = await DoAsync("holds/h1/capture", "c2", "{}");
        Assert.That((again.Status, again.Code), Is.EqualTo((409, "hold_closed")));
        var unknown = await DoAsync("holds/none/release", "c3", "{}");
        Assert.That((unknown.Status, unknown.Code), Is.EqualTo((404, "unknown_hold")));
    }

    [Test]
    public async Task A_retry_gets_the_first_outcome_and_other_content_is_a_conflict()
    {
        await OpenAsync();
        var first = await RedeemAsync("r1", 40);
        var retry = await RedeemAsync("r1", 40.0m);
        var other = await RedeemAsync("r1", 41);
        Assert.That((first.Status, retry.Status, other.Status, other.Code), Is.EqualTo((201, 200, 409, "conflict")));
        Assert.That(JsonNode.DeepEquals(retry.Json, first.Json), Is.True);
        Assert.That((await PointsAsync()).Redeemed, Is.EqualTo(40m));

        var keyless = await Api.SendAsync(HttpMethod.Post, $"{At}/accounts/A/redemptions", """{ "for": "voucher", "amount": 1 }""");
        Assert.That((keyless.Status, keyless.Code), Is.EqualTo((400, "idempotency_key_required")));
    }

    [Test]
    public async Task A_refusal_says_why_binds_no_key_and_carries_out_nothing()
    {
        await OpenAsync();
        var before = (await EventsAsync()).Count;
        Assert.That((await RedeemAsync("r1", 101)).Code, Is.EqualTo("insufficient_balance"));
        Assert.That((await EventsAsync()).Count, Is.EqualTo(before));
        Assert.That((await RedeemAsync("r1", 100)).Status, Is.EqualTo(201));
    }

    [Test]
    public async Task What_paid_for_an_order_comes_back_with_it()
    {
        await OpenAsync();
        await RecordAsync(Shop.Order("2", at: "2011-03-02T10:00:00Z"));
        var redeemed = await DoAsync(
            "accounts/A/redemptions", "r1", """{ "for": "order", "source": "shop", "orderId": "2", "amount": 50 }""");
        Assert.That(redeemed.Status, Is.EqualTo(201), redeemed.Text);

        await RecordAsync(Shop.Return("2", "back", "2011-03-03T10:00:00Z"));
        var points = await PointsAsync();
        Assert.That((points.Redeemed, points.Reversed, points.Unheld), Is.EqualTo((0m, 100m, 100m)));
        Assert.That((await EventsAsync()).OfType<RedemptionReversed>().Single().Cause.Kind, Is.EqualTo("return"));
    }

    [Test]
    public async Task A_hold_is_captured_with_the_net_of_its_order_at_that_time_also_when_nobody_named_the_order_for_long()
    {
        const int OrdersInMemory = 200;
        await OpenAsync();
        await RecordAsync(Shop.Order("2", at: "2011-03-02T10:00:00Z", lines: Shop.Line("L1", 10, 10)));
        var held = await DoAsync("accounts/A/holds", "h1", """{ "amount": 100, "ttlMinutes": 10080, "source": "shop", "orderId": "2" }""");
        Assert.That(held.Status, Is.EqualTo(201), held.Text);
        await RecordAsync(Shop.Return("2", "first", "2011-03-03T10:00:00Z", ("L1", 2)));
        await Task.WhenAll(Enumerable.Range(0, OrdersInMemory).Select(n => RecordAsync(Shop.Order($"other-{n}", "B"))));

        var captured = await DoAsync("holds/h1/capture", "c1", """{ "amount": 99 }""");
        Assert.That(captured.Status, Is.EqualTo(201), captured.Text);
        Assert.That((string?)(await Api.GetAsync($"{At}/redemptions/c1")).Json["orderNet"], Is.EqualTo("80"));

        await RecordAsync(Shop.Order("2", at: "2011-03-02T10:00:00Z", lines: Shop.Line("L1", 10, 8)) with { Revision = 2 });
        var reversed = (await EventsAsync()).OfType<RedemptionReversed>().Single();
        Assert.That((reversed.Amount, reversed.Cause.Kind), Is.EqualTo((24m, "amendment")), "99 × 20 ÷ 80 = 24.75");
        await StateChecked.NothingIsFoundAsync(Api);
    }

    [Test]
    public async Task A_redemption_is_reversed_in_parts_up_to_its_amount()
    {
        await OpenAsync();
        await RedeemAsync("r1", 50);
        Assert.That((await DoAsync("redemptions/r1/reversals", "v1", """{ "amount": 20 }""")).Status, Is.EqualTo(201));
        Assert.That((await DoAsync("redemptions/r1/reversals", "v2", """{ "amount": 31 }""")).Code, Is.EqualTo("above_redeemed"));
        Assert.That((await DoAsync("redemptions/r1/reversals", "v3", "")).Status, Is.EqualTo(201));
        Assert.That((await PointsAsync()).Redeemed, Is.Zero);
        Assert.That((decimal)(await Api.GetAsync($"{At}/redemptions/r1")).Json["restored"]!, Is.EqualTo(50m));
    }

    [Test]
    public async Task A_large_adjustment_waits_for_somebody_else()
    {
        await OpenAsync();
        using var annsClient = await TheService.ClientOfAsync("ann");
        using var bobsClient = await TheService.ClientOfAsync("bob");
        var (ann, bob) = (new LedgerApi(annsClient), new LedgerApi(bobsClient));
        var asked = await DoAsync("adjustments", "a1", """{ "accountId": "A", "amount": 60, "reason": "goodwill" }""", ann);
        Assert.That((asked.Status, (string?)asked.Json["state"]), Is.EqualTo((202, "awaiting_approval")), asked.Text);
        Assert.That((string?)(await Api.GetAsync($"{At}/adjustments")).Json["adjustments"]![0]!["id"], Is.EqualTo("a1"));
        Assert.That((await DoAsync("adjustments/a1/approve", "p1", "", ann)).Code, Is.EqualTo("same_principal"));
        Assert.That((await DoAsync("adjustments/a1/approve", "p2", "", bob)).Status, Is.EqualTo(201));
        Assert.That((await DoAsync("adjustments/a1/reject", "p3", "", bob)).Code, Is.EqualTo("adjustment_closed"));
        Assert.That((await PointsAsync()).Adjusted, Is.EqualTo(60m));
    }

    [Test]
    public async Task Points_go_to_another_account_with_their_lots()
    {
        await OpenAsync();
        await RecordAsync(Shop.Order("b", "B"));
        var sent = await DoAsync("transfers", "t1", """{ "fromAccountId": "A", "toAccountId": "B", "amount": 30 }""");
        Assert.That(sent.Status, Is.EqualTo(201), sent.Text);
        Assert.That(((await PointsAsync()).Adjusted, (await PointsAsync("B")).Unheld), Is.EqualTo((-30m, 130m)));
    }

    [Test]
    public async Task A_reward_is_out_of_stock_after_the_last()
    {
        await OpenAsync();
        Assert.That((await RewardAsync("m1")).Status, Is.EqualTo(201));
        Assert.That((await RewardAsync("m2")).Status, Is.EqualTo(201));
        Assert.That((await RewardAsync("m3")).Code, Is.EqualTo("not_enough_stock"));
        Assert.That((await DoAsync("redemptions/m1/reversals", "v", "")).Status, Is.EqualTo(201));
        Assert.That((await RewardAsync("m3")).Status, Is.EqualTo(201));
    }

    [Test]
    public async Task A_voucher_is_used_once_or_cancelled()
    {
        await OpenAsync();
        var issued = await DoAsync("accounts/A/vouchers", "v1", """{ "amount": 40, "validMonths": 6 }""");
        Assert.That((issued.Status, (decimal)issued.Json["value"]!), Is.EqualTo((201, 0.40m)), issued.Text);
        var code = (string)issued.Json["voucher"]!;
        Assert.That((string?)(await Api.GetAsync($"{At}/vouchers/{code}")).Json["state"], Is.EqualTo("issued"));
        Assert.That((await DoAsync($"vouchers/{code}/redeem", "u1", "")).Status, Is.EqualTo(201));
        Assert.That((await DoAsync($"vouchers/{code}/redeem", "u2", "")).Code, Is.EqualTo("voucher_closed"));

        var second = (string)(await DoAsync("accounts/A/vouchers", "v2", """{ "amount": 60 }""")).Json["voucher"]!;
        Assert.That((await DoAsync($"vouchers/{second}/cancel", "x1", "")).Status, Is.EqualTo(201));
        Assert.That((await PointsAsync()).Redeemed, Is.EqualTo(40m));
    }

    [Test]
    public async Task A_voucher_whose_points_were_given_back_cannot_be_used_any_more()
    {
        await OpenAsync();
        var code = (string)(await DoAsync("accounts/A/vouchers", "v1", """{ "amount": 40 }""")).Json["voucher"]!;
        Assert.That((await DoAsync("redemptions/v1/reversals", "b1", """{ "amount": 10 }""")).Status, Is.EqualTo(201));
        Assert.That((await DoAsync($"vouchers/{code}/redeem", "u1", "")).Code, Is.EqualTo("voucher_closed"));
        Assert.That((await DoAsync($"vouchers/{code}/cancel", "x1", "")).Status, Is.EqualTo(201));
        Assert.That(((await PointsAsync()).Redeemed, (await PointsAsync()).Unheld), Is.EqualTo((0m, 100m)));
    }

    [Test]
    public async Task A_hold_ends_by_time()
    {
        await OpenAsync();
        await DoAsync("accounts/A/holds", "h1", """{ "amount": 60, "ttlMinutes": 30 }""");
        await Api.AdvanceAsync(Shop.Program, Shop.At("2011-03-01T10:30:00Z"));
        Assert.That((await PointsAsync()).Held, Is.Zero);
        Assert.That((await DoAsync("holds/h1/capture", "c1", "")).Code, Is.EqualTo("hold_expired"));
    }

    [Test]
    public async Task Of_fifty_captures_at_once_one_wins()
    {
        await OpenAsync();
        await DoAsync("accounts/A/holds", "h1", """{ "amount": 60, "ttlMinutes": 30 }""");
        var replies = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => DoAsync("holds/h1/capture", $"c{i}", "")));
        Assert.That(replies.Count(reply => reply.Status == 201), Is.EqualTo(1));
        Assert.That(replies.Count(reply => reply.Status == 409), Is.EqualTo(49));
        Assert.That((await PointsAsync()).Redeemed, Is.EqualTo(60m));
    }

    [Test]
    public async Task Many_spend_one_wallet_at_once_and_nothing_is_spent_twice()
    {
        await OpenAsync();
        await RecordAsync(Shop.Order("b", "B"));
        var replies = await Task.WhenAll(Enumerable.Range(0, 64).Select(i => i % 4 == 0
            ? DoAsync("transfers", $"t{i}", i % 8 == 0
                    ? """{ "fromAccountId": "A", "toAccountId": "B", "amount": 7 }"""
                    : """{ "fromAccountId": "B", "toAccountId": "A", "amount": 7 }""")
            : RedeemAsync($"r{i}", 7)));
        Assert.That(replies.Select(reply => reply.Status), Is.All.EqualTo(201).Or.EqualTo(409));
        var (a, b) = (await PointsAsync(), await PointsAsync("B"));
        Assert.That(a.Unheld + a.Redeemed + b.Unheld, Is.EqualTo(200m));
        Assert.That(a.Redeemed, Is.EqualTo(7m * replies.Where((reply, i) => i % 4 != 0 && reply.Status == 201).Count()));
        Assert.That(Math.Min(a.Unheld, b.Unheld), Is.GreaterThanOrEqualTo(0m));
    }

    private async Task OpenAsync()
    {
        await PublishAsync(AtOnce);
        await RecordAsync(Shop.Order("1"));
        Assert.That((await PointsAsync()).Unheld, Is.EqualTo(100m));
    }

    private Task<Reply> RedeemAsync(string key, decimal amount) =>
        DoAsync(
            "accounts/A/redemptions", key,
            $$"""{ "for": "voucher", "amount": {{amount.ToString(System.Globalization.CultureInfo.InvariantCulture)}} }""");

    private Task<Reply> RewardAsync(string key) => DoAsync("accounts/A/redemptions", key, """{ "for": "reward", "reward": "mug" }""");

    private async Task<Reply> DoAsync(string path, string key, string body, LedgerApi? by = null)
    {
        using var content = new StringContent(body, new System.Net.Http.Headers.MediaTypeHeaderValue("application/json"));
        content.Headers.Add("Idempotency-Key", key);
        return await (by ?? Api).SendAsync(HttpMethod.Post, $"{At}/{path}", content);
    }
}
