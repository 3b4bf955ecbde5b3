using System.Text.Json.Nodes;
using Ledger.TestSupport;
using NUnit.Framework;

namespace Ledger.Conformance.Tests;

/// <summary>Row 8: at expiry the credits drop out of the sum while the old debits stay in it.</summary>
public sealed class Row08ExpiryCollapse : BlackBox
{
    private static string Expiring(string more = "") => $$"""
        "pointValue": 0.01, "points": { "redeemOn": "future", "activation": { "on": "placed", "delayDays": 0 },
          "expiry": { "afterMonths": 1, "at": "exact" } }, "redemption": { {{more}} }
        """;

    [Test]
    public async Task Expiry_takes_what_is_left_of_its_own_lot_and_nothing_of_another()
    {
        await TwoLotsAsync();
        await RedeemAsync("r", 60);

        await AdvanceAsync("2011-04-02T00:00:00Z");

        // The first lot had 40 left; the second is whole, whatever was spent before.
        var balance = await BalanceAsync();
        Assert.That((balance.Expired, balance.Available, balance.Redeemed), Is.EqualTo((40m, 100m, 60m)));
    }

    [Test]
    public async Task A_lot_that_was_spent_to_the_last_point_loses_nothing()
    {
        await TwoLotsAsync();
        await RedeemAsync("r", 130);

        await AdvanceAsync("2011-04-02T00:00:00Z");
        Assert.That(((await BalanceAsync()).Expired, (await BalanceAsync()).Available), Is.EqualTo((0m, 70m)));

        await AdvanceAsync("2011-05-02T00:00:00Z");
        Assert.That(((await BalanceAsync()).Expired, (await BalanceAsync()).Available), Is.EqualTo((70m, 0m)));
    }

    [Test]
    public async Task What_is_held_does_not_expire_until_it_comes_back()
    {
        await TwoLotsAsync();
        await AdvanceAsync("2011-03-31T00:00:00Z");
        Assert.That((await CommandAsync("accounts/A/holds", "h", """{ "amount": 30, "ttlMinutes": 10000 }""")).Status, Is.EqualTo(201));

        await AdvanceAsync("2011-04-02T00:00:00Z");
        var held = await BalanceAsync();
        Assert.That((held.Held, held.Expired, held.Available), Is.EqualTo((30m, 70m, 100m)));

        Assert.That((await CommandAsync("holds/h/capture", "c", """{ "amount": 10 }""")).Status, Is.EqualTo(201));
        var captured = await BalanceAsync();
        Assert.That((captured.Held, captured.Redeemed, captured.Expired, captured.Available), Is.EqualTo((0m, 10m, 90m, 100m)));
    }

    [TestCase(0, 60, 0)]
    [TestCase(3, 0, 60)]
    public async Task What_comes_back_to_an_expired_lot_lives_its_grace_and_no_longer(int graceDays, decimal expiredAtOnce, decimal alive)
    {
        await TwoLotsAsync($"\"restoreGraceDays\": {graceDays}");
        await RedeemAsync("r", 60);
        await AdvanceAsync("2011-04-02T00:00:00Z");

        Assert.That((await CommandAsync("redemptions/r/reversals", "u", "{}")).Status, Is.EqualTo(201));
        var back = await BalanceAsync();
        Assert.That((back.Expired, back.Available, back.Redeemed), Is.EqualTo((40m + expiredAtOnce, 100m + alive, 0m)));

        await AdvanceAsync("2011-04-05T00:00:00Z");
        Assert.That(((await BalanceAsync()).Expired, (await BalanceAsync()).Available), Is.EqualTo((100m, 100m)));
    }

    [Test]
    public async Task When_all_has_expired_the_balance_is_zero_and_every_point_is_accounted_for_once()
    {
        await PublishAsync(Expiring());
        var spent = 0m;
        for (var n = 0; n < 24; n++)
        {
            var at = Shop.At("2011-01-01T10:00:00Z").AddDays(9 * n);
            await RecordAsync(Shop.Order($"{n}", at: Contracts.V1.InstantJsonConverter.Format(at), lines: Shop.Line("L1", 10 + n)));
            var reply = await CommandAsync("accounts/A/redemptions", $"r{n}", $$"""{ "for": "voucher", "amount": {{(7 * n % 31) + 1}} }""");
            if (reply.Status == 201) spent += (decimal)reply.Json["amount"]!;
            Assert.That((await BalanceAsync()).Available, Is.GreaterThanOrEqualTo(0m));
        }

        await AdvanceAsync("2012-06-01T00:00:00Z");

        var balance = await BalanceAsync();
        Assert.That((balance.Available, balance.Redeemed, balance.Expired), Is.EqualTo((0m, spent, balance.Accrued - spent)));
        Assert.That(spent, Is.GreaterThan(0m).And.LessThan(balance.Accrued));
        Assert.That(await LotsAsync(), Is.Empty);
    }

    // 100 points until the 1st of April, 100 until the 1st of May.
    private async Task TwoLotsAsync(string redemption = "")
    {
        await PublishAsync(Expiring(redemption));
        await RecordAsync(Shop.Order("1"), Shop.Order("2", at: "2011-03-30T10:00:00Z"));
        await AdvanceAsync("2011-03-30T12:00:00Z");
        Assert.That((await BalanceAsync()).Available, Is.EqualTo(200m));
    }

    private async Task<JsonArray> LotsAsync() => (await ViewAsync("accounts/A/lots"))["lots"]!.AsArray();

    private async Task RedeemAsync(string key, int amount)
    {
        var reply = await CommandAsync("accounts/A/redemptions", key, $$"""{ "for": "voucher", "amount": {{amount}} }""");
        Assert.That(reply.Status, Is.EqualTo(201), reply.Text);
    }
}
