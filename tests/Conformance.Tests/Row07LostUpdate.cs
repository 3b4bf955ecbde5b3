using Ledger.TestSupport;
using NUnit.Framework;

namespace Ledger.Conformance.Tests;

/// <summary>Row 7: an update is lost when something is used and given back at the same time.</summary>
public sealed class Row07LostUpdate : BlackBox
{
    private const string AtOnce =
        "\"pointValue\": 0.1, \"points\": { \"redeemOn\": \"future\", \"activation\": { \"on\": \"placed\", \"delayDays\": 0 } }";
    private const int Rounds = 20;

    [Test]
    public async Task Redemptions_and_reversals_at_once_leave_the_exact_net()
    {
        await PublishAsync(AtOnce);
        await RecordAsync(Shop.Order("1"));
        for (var n = 0; n < Rounds; n++) Assert.That((await RedeemAsync($"a{n}", 3)).Status, Is.EqualTo(201));

        // 20 redemptions of 3 are undone while others spend 1 each and half of the reversals are sent twice.
        var undone = Enumerable
            .Range(0, Rounds)
            .SelectMany(n => Enumerable.Range(0, 1 + (n % 2)).Select(_ => CommandAsync($"redemptions/a{n}/reversals", $"u{n}", "{}")))
            .ToList();
        var made = Enumerable.Range(0, 40).Select(n => RedeemAsync($"b{n}", 1)).ToList();
        await Task.WhenAll(undone.Concat(made));

        Assert.That(undone.Select(task => task.Result.Status), Is.All.EqualTo(201).Or.EqualTo(200));
        Assert.That(undone.Count(task => task.Result.Status == 201), Is.EqualTo(Rounds));
        Assert.That(made.Select(task => task.Result.Status), Is.All.EqualTo(201), "40 were free from the beginning");
        var balance = await BalanceAsync();
        Assert.That((balance.Redeemed, balance.Available), Is.EqualTo((40m, 60m)));
    }

    [Test]
    public async Task Of_many_reversals_of_one_redemption_no_part_comes_back_twice()
    {
        await PublishAsync(AtOnce);
        await RecordAsync(Shop.Order("1"));
        await RedeemAsync("r", 90);

        var replies = await Task.WhenAll(
            Enumerable.Range(0, 40).Select(n => CommandAsync("redemptions/r/reversals", $"u{n}", """{ "amount": 7 }""")));

        Assert.That(replies.Count(reply => reply.Status == 201), Is.EqualTo(12), "12 × 7 = 84; 6 are left");
        Assert.That(
            replies.Where(reply => reply.Status != 201).Select(reply => (reply.Status, reply.Code)),
            Is.All.EqualTo((409, "above_redeemed")));
        var balance = await BalanceAsync();
        Assert.That((balance.Redeemed, balance.Available), Is.EqualTo((6m, 94m)));
    }

    [Test]
    public async Task A_return_and_a_reversal_at_once_restore_what_paid_once()
    {
        await PublishAsync(AtOnce);
        for (var n = 0; n < Rounds; n++)
        {
            await RecordAsync(Shop.Order($"{n}", $"A{n}"), Shop.Order($"{n}-paid", $"A{n}", "2011-03-02T10:00:00Z"));
            Assert.That((
                    await CommandAsync(
                        $"accounts/A{n}/redemptions", $"r{n}",
                        $$"""{ "for": "order", "source": "shop", "orderId": "{{n}}-paid", "amount": 50 }""")
                ).Status, Is.EqualTo(201));
        }

        var by = await Task.WhenAll(Enumerable.Range(0, Rounds).Select(async n =>
        {
            var byHand = CommandAsync($"redemptions/r{n}/reversals", $"u{n}", "{}");
            var byReturn = SendAsync(Shop.Return($"{n}-paid", "r", "2011-03-03T10:00:00Z"));
            await Task.WhenAll(byHand, byReturn);
            return (Hand: await byHand, Return: await byReturn);
        }));

        Assert.That(by.Select(one => one.Return.Outcome), Is.All.EqualTo("recorded"));
        Assert.That(by.Select(one => one.Hand.Status), Is.All.EqualTo(201).Or.EqualTo(409));
        for (var n = 0; n < Rounds; n++)
        {
            var balance = await BalanceAsync($"A{n}");
            Assert.That(
                (balance.Redeemed, balance.Reversed, balance.Available, balance.Arrears), Is.EqualTo((0m, 100m, 100m, 0m)), $"account {n}");
        }
    }

    private Task<Reply> RedeemAsync(string key, int amount) =>
        CommandAsync("accounts/A/redemptions", key, $$"""{ "for": "voucher", "amount": {{amount}} }""");
}
