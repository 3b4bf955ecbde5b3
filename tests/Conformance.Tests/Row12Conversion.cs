using System.Globalization;
using Ledger.TestSupport;
using NUnit.Framework;

namespace Ledger.Conformance.Tests;

/// <summary>Row 12: points become money the wrong way round, or beyond the limits.</summary>
public sealed class Row12Conversion : BlackBox
{
    private const string AtOnce = "\"points\": { \"redeemOn\": \"future\", \"activation\": { \"on\": \"placed\", \"delayDays\": 0 } }";

    [TestCase("0.01", "15.40", 1540)]
    [TestCase("0.2", "15.40", 77, Description = "77 points are 15.40, not 1540")]
    [TestCase("0.3", "1.00", 4)]
    [TestCase("0.3", "0.90", 3)]
    [TestCase("0.005", "0.01", 2)]
    [TestCase("0.007", "0.07", 10)]
    [TestCase("3", "0.01", 1)]
    [TestCase("1", "20", 20)]
    public async Task Money_asks_for_the_fewest_points_that_are_worth_it(string pointValue, string money, int points)
    {
        await OpenAsync($"\"pointValue\": {pointValue}");
        var (worth, asked) = (Number(pointValue), Number(money));

        var byMoney = await DoAsync("v1", $$"""{ "value": {{money}} }""");

        Assert.That(
            ((decimal)byMoney.Json["amount"]!, (decimal)byMoney.Json["value"]!), Is.EqualTo(((decimal)points, Floor(points * worth))));
        Assert.That(points * worth, Is.GreaterThanOrEqualTo(asked));
        Assert.That((points - 1) * worth, Is.LessThan(asked), "one point less would not do");
        var byPoints = await DoAsync("v2", $$"""{ "amount": {{points}} }""");
        Assert.That((decimal)byPoints.Json["value"]!, Is.EqualTo((decimal)byMoney.Json["value"]!), "there and back");
        Assert.That((await BalanceAsync()).Redeemed, Is.EqualTo(2m * points));
    }

    [TestCase("0.01"), TestCase("0.3"), TestCase("0.07"), TestCase("1.1")]
    public async Task Any_number_of_points_there_and_back_is_that_number_or_fewer(string pointValue)
    {
        await OpenAsync($"\"pointValue\": {pointValue}");
        for (var points = 1; points <= 40; points++)
        {
            var bought = (decimal)(await DoAsync($"a{points}", $$"""{ "amount": {{points}} }""")).Json["value"]!;
            Assert.That(bought, Is.EqualTo(Floor(points * Number(pointValue))), "rounded down, never up");
            var back = await DoAsync($"b{points}", $$"""{ "value": {{bought.ToString(CultureInfo.InvariantCulture)}} }""");
            Assert.That((decimal)back.Json["amount"]!, Is.EqualTo((decimal)points));
        }
    }

    [TestCase("0.01", 100, 1007)]
    [TestCase("0.3", 100, 33, Description = "0.17 remains to be paid in money")]
    [TestCase("0.01", 50, 503, Description = "5.035 is 5.03")]
    [TestCase("0.3", 50, 16)]
    public async Task An_order_is_paid_with_points_up_to_its_share_and_not_one_more(string pointValue, int share, int most)
    {
        await OpenAsync($$""" "pointValue": {{pointValue}}, "redemption": { "maxOrderSharePercent": {{share}} } """);
        await RecordAsync(Shop.Order("small", at: "2011-03-02T10:00:00Z", lines: Shop.Line("L1", 10.07m)));

        var above = await OnOrderAsync("above", most + 1);
        Assert.That((above.Status, above.Code), Is.EqualTo((422, "above_order_share")), above.Text);
        Assert.That((await OnOrderAsync("first", most - 10)).Status, Is.EqualTo(201));
        Assert.That((await OnOrderAsync("again", 11)).Code, Is.EqualTo("above_order_share"), "together with what was paid before");
        Assert.That((await OnOrderAsync("rest", 10)).Status, Is.EqualTo(201));
        Assert.That((await BalanceAsync()).Redeemed, Is.EqualTo((decimal)most));
    }

    [Test]
    public async Task The_least_redemption_is_inclusive_and_holds_for_holds()
    {
        await OpenAsync("\"pointValue\": 0.01, \"redemption\": { \"minPoints\": 100 }");

        Assert.That((await SendAsync("a", """{ "amount": 99 }""")).Code, Is.EqualTo("below_minimum"));
        Assert.That((await SendAsync("b", """{ "value": 0.99 }""")).Code, Is.EqualTo("below_minimum"));
        Assert.That(
            (await CommandAsync("accounts/A/holds", "c", """{ "amount": 99, "ttlMinutes": 5 }""")).Code, Is.EqualTo("below_minimum"));
        Assert.That((await SendAsync("d", """{ "amount": 100 }""")).Status, Is.EqualTo(201));
    }

    [TestCase("""{ "amount": 1.5 }""", "amount_too_fine")]
    [TestCase("""{ "amount": 0 }""", "amount_not_positive")]
    [TestCase("""{ "amount": -3 }""", "amount_not_positive")]
    [TestCase("""{ "value": 0 }""", "amount_not_positive")]
    [TestCase("""{ "amount": 3, "value": 0.03 }""", "amount_missing")]
    [TestCase("{}", "amount_missing")]
    [TestCase("""{ "value": 0.001, "unit": "cashback" }""", "amount_too_fine")]
    public async Task An_amount_that_cannot_be_is_refused_and_takes_nothing(string body, string code)
    {
        await OpenAsync("\"pointValue\": 0.01");
        Assert.That((await SendAsync("x", body)).Code, Is.EqualTo(code));
        Assert.That((await BalanceAsync()).Redeemed, Is.Zero);
    }

    private async Task OpenAsync(string members)
    {
        await PublishAsync($"{AtOnce}, {members}");
        await RecordAsync(Shop.Order("1", lines: Shop.Line("L1", 10_000)));
    }

    private static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);

    private static decimal Floor(decimal money) => decimal.Round(money, 2, MidpointRounding.ToZero);

    private Task<Reply> SendAsync(string key, string body) => CommandAsync("accounts/A/vouchers", key, body);

    private Task<Reply> OnOrderAsync(string key, int amount) =>
        CommandAsync("accounts/A/redemptions", key, $$"""{ "for": "order", "source": "shop", "orderId": "small", "amount": {{amount}} }""");

    private async Task<Reply> DoAsync(string key, string body)
    {
        var reply = await SendAsync(key, body);
        Assert.That(reply.Status, Is.EqualTo(201), reply.Text);
        return reply;
    }
}
