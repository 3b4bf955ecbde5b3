using Ledger.TestSupport;
using NUnit.Framework;

namespace Ledger.Conformance.Tests;

/// <summary>Row 6: redemptions at the same time spend one balance twice.</summary>
public sealed class Row06ConcurrentRedemption : BlackBox
{
    private const string AtOnce = "\"pointValue\": 0.01, \"transfers\": \"anywhere\", \"points\": { \"redeemOn\": \"future\", "
        + "\"activation\": { \"on\": \"placed\", \"delayDays\": 0 } }";

    [Test]
    public async Task Of_fifty_captures_of_one_hold_one_wins()
    {
        await PublishAsync(AtOnce);
        await RecordAsync(Shop.Order("1"));
        Assert.That((await CommandAsync("accounts/A/holds", "h", """{ "amount": 60, "ttlMinutes": 60 }""")).Status, Is.EqualTo(201));

        var replies = await Task.WhenAll(Enumerable.Range(0, 50).Select(n => CommandAsync("holds/h/capture", $"c{n}", "{}")));

        Assert.That(replies.Count(reply => reply.Status == 201), Is.EqualTo(1));
        Assert.That(
            replies.Where(reply => reply.Status != 201).Select(reply => (reply.Status, reply.Code)), Is.All.EqualTo((409, "hold_closed")));
        var balance = await BalanceAsync();
        Assert.That((balance.Redeemed, balance.Held, balance.Available), Is.EqualTo((60m, 0m, 40m)));
    }

    [Test]
    public async Task Sixty_four_clients_never_spend_more_than_there_is()
    {
        await PublishAsync(AtOnce);
        await RecordAsync(Shop.Order("1"));

        // 64 × 3 redemptions of 1 to 7 points ask for far more than the 100 that are there.
        var replies = await Task.WhenAll(Enumerable.Range(0, 64).Select(ClientAsync));

        var all = replies.SelectMany(one => one).ToList();
        Assert.That(all.Select(one => one.Reply.Status), Is.All.EqualTo(201).Or.EqualTo(409));
        Assert.That(all.Where(one => one.Reply.Status == 409).Select(one => one.Reply.Code), Is.All.EqualTo("insufficient_balance"));
        Assert.That(
            all.Where(one => one.Reply.Status == 201).Select(one => (decimal)one.Reply.Json["balance"]!["available"]!),
            Is.All.GreaterThanOrEqualTo(0m));
        var spent = all.Where(one => one.Reply.Status == 201).Sum(one => one.Amount);
        var balance = await BalanceAsync();
        Assert.That((balance.Redeemed, balance.Available), Is.EqualTo((spent, 100m - spent)));
        Assert.That(balance.Available, Is.InRange(0m, 6m), "as long as it lasts, nobody is refused");
    }

    [Test]
    public async Task One_key_sent_fifty_times_at_once_spends_once()
    {
        await PublishAsync(AtOnce);
        await RecordAsync(Shop.Order("1"));

        var replies = await Task.WhenAll(
            Enumerable.Range(0, 50).Select(_ => CommandAsync("accounts/A/redemptions", "k", """{ "for": "voucher", "amount": 30 }""")));

        Assert.That(replies.Count(reply => reply.Status == 201), Is.EqualTo(1));
        Assert.That(replies.Count(reply => reply.Status == 200), Is.EqualTo(49));
        Assert.That(replies.Select(reply => reply.Json.ToJsonString()).Distinct().Count(), Is.EqualTo(1), "the first outcome for all");
        Assert.That((await BalanceAsync()).Redeemed, Is.EqualTo(30m));
    }

    [Test]
    public async Task Gifts_at_once_neither_make_nor_lose_points()
    {
        await PublishAsync(AtOnce);
        await RecordAsync(Shop.Order("1"), Shop.Order("2", "B"));

        // 20 transfers of 100 in each direction. At most one can leave each account before something comes back.
        var replies = await Task.WhenAll(Enumerable.Range(0, 40).Select(n => CommandAsync(
            "transfers", $"t{n}", n % 2 == 0
                    ? """{ "fromAccountId": "A", "toAccountId": "B", "amount": 100 }"""
                    : """{ "fromAccountId": "B", "toAccountId": "A", "amount": 100 }""")));

        Assert.That(replies.Select(reply => reply.Status), Is.All.EqualTo(201).Or.EqualTo(409));
        var (a, b) = (await BalanceAsync(), await BalanceAsync("B"));
        Assert.That(a.Available + b.Available, Is.EqualTo(200m));
        Assert.That(Math.Min(a.Available, b.Available), Is.GreaterThanOrEqualTo(0m));
    }

    private async Task<List<(decimal Amount, Reply Reply)>> ClientAsync(int client)
    {
        var replies = new List<(decimal, Reply)>();
        for (var n = 0; n < 3; n++)
        {
            var amount = 1 + ((client + n) % 7);
            replies.Add(
                (amount, await CommandAsync("accounts/A/redemptions", $"r{client}-{n}", $$"""{ "for": "voucher", "amount": {{amount}} }"""))
            );
        }

        return replies;
    }
}
