using Ledger.TestSupport;
using NUnit.Framework;

namespace Ledger.Conformance.Tests;

/// <summary>Row 3: the refund of an order that was paid with points takes points again, or gives too many back.</summary>
public sealed class Row03OrderPaidWithPoints : BlackBox
{
    private const string AtOnce =
        "\"pointValue\": 0.1, \"points\": { \"redeemOn\": \"future\", \"activation\": { \"on\": \"placed\", \"delayDays\": 0 } }";

    [Test]
    public async Task A_return_restores_what_paid_and_takes_back_only_what_was_earned()
    {
        await PaidAsync();

        await RecordAsync(Shop.Return("2", "all", "2011-03-03T10:00:00Z", ("L1", 4)));

        // The 200 points of the first order are back, the 40 of the second are gone, and nothing was charged twice.
        var balance = await BalanceAsync();
        Assert.That((balance.Available, balance.Redeemed, balance.Reversed, balance.Arrears), Is.EqualTo((200m, 0m, 40m, 0m)));
    }

    [Test]
    public async Task Partial_returns_restore_their_share_and_all_of_it_in_the_end()
    {
        await PaidAsync();
        decimal[] restored = [25, 50, 75, 101];
        for (var n = 0; n < restored.Length; n++)
        {
            await RecordAsync(Shop.Return("2", $"r{n}", "2011-03-03T10:00:00Z"));
            Assert.That(
                (await BalanceAsync()).Redeemed, Is.EqualTo(101m - restored[n]), $"after {n + 1} of 4: floor(101 × returned ÷ all)");
        }

        Assert.That((await BalanceAsync()).Available, Is.EqualTo(200m));
        Assert.That((await SendAsync(Shop.Return("2", "more", "2011-03-03T10:00:00Z"))).Code, Is.EqualTo("return_exceeds_remaining"));
        Assert.That((await BalanceAsync()).Available, Is.EqualTo(200m));
    }

    [Test]
    public async Task An_amendment_that_lowers_the_order_restores_as_a_return_does_and_one_that_raises_it_takes_nothing_again()
    {
        await PaidAsync();

        await AmendAsync(2, 3);
        Assert.That((await BalanceAsync()).Redeemed, Is.EqualTo(76m), "101 × (40 − 30) ÷ 40 = 25.25 are back");
        await RecordAsync(Shop.Return("2", "r", "2011-03-03T10:00:00Z", ("L1", 1)));
        Assert.That((await BalanceAsync()).Redeemed, Is.EqualTo(51m), "50.5");
        await AmendAsync(3, 9);
        Assert.That((await BalanceAsync()).Redeemed, Is.EqualTo(51m), "a net of 80 is above the 40 that was paid for");
        await AmendAsync(4, 2);
        Assert.That((await BalanceAsync()).Redeemed, Is.EqualTo(26m), "75.75");
        await RecordAsync(Shop.Cancelled("2", "2011-03-04T10:00:00Z"));

        var balance = await BalanceAsync();
        Assert.That((balance.Available, balance.Redeemed, balance.Arrears), Is.EqualTo((200m, 0m, 0m)));
    }

    [Test]
    public async Task What_was_returned_before_the_order_was_paid_with_points_restores_nothing()
    {
        await PublishAsync(AtOnce);
        await RecordAsync(Shop.Order("1", lines: Shop.Line("L1", 200)));
        await RecordAsync(Shop.Order("2", at: "2011-03-02T10:00:00Z", lines: Shop.Line("L1", 10, 4)));
        await RecordAsync(Shop.Return("2", "before", "2011-03-02T11:00:00Z", ("L1", 2)));
        var held = await CommandAsync(
            "accounts/A/holds", "hold", """{ "source": "shop", "orderId": "2", "amount": 101, "ttlMinutes": 10080 }""");
        Assert.That(held.Status, Is.EqualTo(201), held.Text);
        Assert.That((await CommandAsync("holds/hold/capture", "pay", "{}")).Status, Is.EqualTo(201));

        await RecordAsync(Shop.Return("2", "after", "2011-03-03T10:00:00Z", ("L1", 1)));
        Assert.That((await BalanceAsync()).Redeemed, Is.EqualTo(51m), "half of the 20 that were paid for came back");
        await RecordAsync(Shop.Return("2", "rest", "2011-03-03T10:00:00Z", ("L1", 1)));
        Assert.That((await BalanceAsync()).Redeemed, Is.Zero);
    }

    [Test]
    public async Task What_was_given_back_by_hand_is_not_given_back_again()
    {
        await PaidAsync();
        var byHand = await CommandAsync("redemptions/pay/reversals", "undo", """{ "amount": 60 }""");
        Assert.That(byHand.Status, Is.EqualTo(201), byHand.Text);

        await RecordAsync(Shop.Return("2", "half", "2011-03-03T10:00:00Z", ("L1", 2)));
        Assert.That((await BalanceAsync()).Redeemed, Is.EqualTo(41m), "50 of 101 were due, 60 are back already");

        await RecordAsync(Shop.Cancelled("2", "2011-03-04T10:00:00Z"));
        Assert.That((await BalanceAsync()).Redeemed, Is.Zero);
        Assert.That((await CommandAsync("redemptions/pay/reversals", "again", "{}")).Code, Is.EqualTo("above_redeemed"));
    }

    [Test]
    public async Task The_same_return_again_restores_nothing_more()
    {
        await PaidAsync();
        var back = Shop.Return("2", "r", "2011-03-03T10:00:00Z", ("L1", 2));
        await RecordAsync(back);

        for (var n = 0; n < 5; n++) Assert.That((await SendAsync(back)).Outcome, Is.EqualTo("repeated"));

        var balance = await BalanceAsync();
        Assert.That((balance.Redeemed, balance.Available), Is.EqualTo((51m, 169m)));
    }

    [Test]
    public async Task Where_the_program_says_by_hand_a_return_restores_nothing_by_itself()
    {
        await PaidAsync("""
            , "redemption": { "onReturn": "manual" }
            """);
        await RecordAsync(Shop.Return("2", "all", "2011-03-03T10:00:00Z", ("L1", 4)));

        var balance = await BalanceAsync();
        Assert.That((balance.Redeemed, balance.Reversed, balance.Available), Is.EqualTo((101m, 40m, 99m)));
    }

    private Task AmendAsync(int revision, decimal quantity) =>
        RecordAsync(Shop.Order("2", at: "2011-03-02T10:00:00Z", lines: Shop.Line("L1", 10, quantity)) with { Revision = revision });

    // Order 1 earned 200; order 2, worth 40 and earning 40, is paid with 101 points of it.
    private async Task PaidAsync(string more = "")
    {
        await PublishAsync(AtOnce + more);
        await RecordAsync(
            Shop.Order("1", lines: Shop.Line("L1", 200)), Shop.Order("2", at: "2011-03-02T10:00:00Z", lines: Shop.Line("L1", 10, 4)));
        var paid = await CommandAsync(
            "accounts/A/redemptions", "pay", """{ "for": "order", "source": "shop", "orderId": "2", "amount": 101 }""");
        Assert.That(paid.Status, Is.EqualTo(201), paid.Text);
        Assert.That((await BalanceAsync()).Available, Is.EqualTo(139m));
    }
}
