using System.Text.Json.Nodes;
using Ledger.TestSupport;
using NUnit.Framework;

namespace Ledger.Conformance.Tests;

/// <summary>Row 16: points are spent in one kind of document and another kind does not know of it.</summary>
public sealed class Row16SpentWithoutDebit : BlackBox
{
    private const string Document = """
        "pointValue": 0.01, "transfers": "anywhere", "points": { "redeemOn": "future", "activation": { "on": "placed", "delayDays": 0 } },
        "rewards": [ { "id": "mug", "cost": 10 }, { "id": "vase", "cost": 16 } ]
        """;

    /// <summary>Every way out of a wallet, for an amount.</summary>
    private static readonly (string Path, Func<int, string> Body)[] Ways =
    [
        ("accounts/A/redemptions", amount => $$"""{ "for": "order", "source": "shop", "orderId": "2", "amount": {{amount}} }"""),
        ("accounts/A/redemptions", amount => $$"""{ "for": "voucher", "amount": {{amount}} }"""),
        ("accounts/A/vouchers", amount => $$"""{ "amount": {{amount}} }"""),
        ("accounts/A/holds", amount => $$"""{ "amount": {{amount}}, "ttlMinutes": 60 }"""),
        ("adjustments", amount => $$"""{ "accountId": "A", "amount": -{{amount}}, "reason": "correction" }"""),
        ("transfers", amount => $$"""{ "fromAccountId": "A", "toAccountId": "B", "amount": {{amount}} }"""),
    ];

    [Test]
    public async Task Each_kind_of_document_sees_what_the_others_took()
    {
        await OpenAsync();
        var left = 100m;
        for (var n = 0; n < Ways.Length; n++)
        {
            var reply = await DoAsync(n, $"k{n}", 10 + n);
            Assert.That(reply.Status, Is.EqualTo(201), reply.Text);
            left -= 10 + n;
            Assert.That((await BalanceAsync()).Available, Is.EqualTo(left), Ways[n].Path);
        }

        Assert.That(
            (await CommandAsync("accounts/A/redemptions", "mug", """{ "for": "reward", "reward": "mug" }""")).Status, Is.EqualTo(201));
        left -= 10;
        Assert.That(left, Is.EqualTo(15m));
        for (var n = 0; n < Ways.Length; n++)
        {
            var more = await DoAsync(n, $"m{n}", 16);
            Assert.That((more.Status, more.Code), Is.EqualTo((409, "insufficient_balance")), Ways[n].Path);
        }

        Assert.That(
            (await CommandAsync("accounts/A/redemptions", "vase", """{ "for": "reward", "reward": "vase" }""")).Code,
            Is.EqualTo("insufficient_balance"));
        Assert.That((await BalanceAsync()).Available, Is.EqualTo(15m));
    }

    [Test]
    public async Task All_kinds_at_once_take_from_the_same_lots_what_is_there_and_no_more()
    {
        await OpenAsync();

        var replies = await Task.WhenAll(Enumerable.Range(0, 60).Select(n => DoAsync(n % Ways.Length, $"k{n}", 7)));

        Assert.That(replies.Count(reply => reply.Status == 201), Is.EqualTo(14), "14 × 7 = 98 of 100");
        Assert.That(replies.Where(reply => reply.Status != 201).Select(reply => reply.Code), Is.All.EqualTo("insufficient_balance"));
        Assert.That((await BalanceAsync()).Available, Is.EqualTo(2m));
        var lots = (await ViewAsync("accounts/A/lots"))["lots"]!.AsArray();
        Assert.That(lots.Sum(lot => (decimal)lot!["available"]!), Is.EqualTo(2m), "the lots say what the balance says");
        var took = (await ViewAsync("accounts/A/entries?limit=1000"))["entries"]!
            .AsArray()
            .SelectMany(entry => entry!["moves"]!.AsArray())
            .Where(FromAvailable)
            .Sum(move => (decimal)move!["amount"]!);
        Assert.That(took, Is.EqualTo(98m + 4m), "with the correction at the beginning");

        static bool FromAvailable(JsonNode? move) => (string?)move!["from"] == "available";
    }

    [Test]
    public async Task The_same_order_cannot_be_paid_with_the_same_points_again_and_again()
    {
        await OpenAsync();
        var paid = 0;
        for (var n = 0; n < 12; n++)
        {
            var reply = await DoAsync(0, $"k{n}", 30);
            if (reply.Status == 201) paid++;
            else Assert.That(reply.Code, Is.EqualTo("insufficient_balance"));
        }

        Assert.That(paid, Is.EqualTo(3));
        Assert.That((await BalanceAsync()).Redeemed, Is.EqualTo(90m));
    }

    // 100 points of order 1 in A; order 2 is worth enough to be paid with all of them and earns nothing itself.
    private async Task OpenAsync()
    {
        await PublishAsync(Document);
        await RecordAsync(Shop.Order("1"), Shop.Order("3", "B"));
        await RecordAsync(Shop.Order("2", at: "2011-03-02T10:00:00Z", lines: Shop.Line("L1", 0.9m, 5)));
        Assert.That(
            (await CommandAsync("adjustments", "level", """{ "accountId": "A", "amount": -4, "reason": "correction" }""")).Status,
            Is.EqualTo(201));
        Assert.That((await BalanceAsync()).Available, Is.EqualTo(100m));
    }

    private Task<Reply> DoAsync(int way, string key, int amount) => CommandAsync(Ways[way].Path, key, Ways[way].Body(amount));
}
