using System.Net.Http.Headers;
using Ledger.TestSupport;
using NUnit.Framework;

namespace Ledger.Services.Tests.Ledger;

/// <summary>
/// A wallet's totals are limited to 64 bits of its smallest unit. Whatever would exceed that is refused over HTTP with 422 overflow, and
/// changes nothing.
/// </summary>
public sealed class OverflowTests : ServiceTests
{
    private const string AtOnce = """
        "pointValue": 0.01, "points": { "redeemOn": "future", "activation": { "on": "placed", "delayDays": 0 } }, "transfers": "anywhere",
        "adjustments": { "approvalAbove": { "points": 100000 } }
        """;

    [Test]
    public async Task An_order_an_adjustment_a_transfer_and_a_merge_are_refused_where_the_wallet_would_outgrow_64_bits()
    {
        await PublishAsync(AtOnce);
        await RecordAsync(Shop.Order("large", lines: Shop.Line("L1", 10_000, 922_337_203_685_477)),
            Shop.Order("b1", "B", lines: Shop.Line("L1", 6000)));
        var before = await EventsAsync();

        await IsOverflowAsync("adjustments", "j1", """{ "accountId": "A", "amount": 6000, "reason": "goodwill" }""");
        await IsOverflowAsync("transfers", "t1", """{ "fromAccountId": "B", "toAccountId": "A", "amount": 6000 }""");
        await IsOverflowAsync("accounts/A/merge", "m1", """{ "into": "B" }""");
        await IsOverflowAsync("accounts/B/merge", "m2", """{ "into": "A" }""");
        Assert.That((await EventsAsync()).Count, Is.EqualTo(before.Count));
        await ExpectAsync(Shop.Order("more", lines: Shop.Line("L1", 6000)), "overflow");

        var fits = await DoAsync("adjustments", "j1", """{ "accountId": "A", "amount": 5807, "reason": "goodwill" }""");
        Assert.That((fits.Status, (decimal)fits.Json["balance"]!["available"]!), Is.EqualTo((201, 9_223_372_036_854_775_807m)), fits.Text);
    }

    private async Task IsOverflowAsync(string path, string key, string body)
    {
        var reply = await DoAsync(path, key, body);
        Assert.That((reply.Status, reply.Code), Is.EqualTo((422, "overflow")), reply.Text);
    }

    private async Task<Reply> DoAsync(string path, string key, string body)
    {
        using var content = new StringContent(body, new MediaTypeHeaderValue("application/json"));
        content.Headers.Add("Idempotency-Key", key);
        return await Api.SendAsync(HttpMethod.Post, $"{LedgerApi.Program(Shop.Program)}/{path}", content);
    }
}
