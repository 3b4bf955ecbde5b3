using Ledger.Contracts.V1;
using Ledger.TestSupport;
using NUnit.Framework;

namespace Ledger.EndToEnd.Tests;

/// <summary>Notices of an expiry are sent once: a rebuild of the views and a restart send none again.</summary>
[NonParallelizable]
public sealed class NoticesAfterRebuildTests
{
    private readonly Shop shop = new("noticed");

    [Test]
    public async Task Expiry_notices_are_not_sent_again_after_a_rebuild()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var broker = await Broker.ConnectAsync();
        var notices = await broker.CollectAsync<PointsExpiring>();
        var expired = await broker.CollectAsync<PointsExpired>();
        var published = new Dictionary<string, string> { ["LEDGER_PUBLISH"] = "points_expiring,points_expired" };
        await using var instance = await Instance.StartAsync(database.ConnectionString, TestServers.Rabbit, published);
        await instance.Service.Api.PublishAsync(shop.Document(
            """
            "points": { "redeemOn": "future", "activation": { "on": "placed", "delayDays": 0 }, "expiry": { "afterMonths": 12,
              "at": "exact", "noticeDays": [30, 7] } }
            """));
        Assert.That((await instance.Service.Api.SendAsync(shop.Order("1"))).Status, Is.EqualTo(201));
        await instance.Service.Api.AdvanceAsync(shop.Program, Shop.At("2012-02-10T00:00:00Z"));
        await Eventually.TrueAsync(() => Task.FromResult(!notices.IsEmpty), "the first notice");

        await instance.SucceedAsync("rebuild");
        await instance.Service.RestartAsync();
        await instance.SucceedAsync("rebuild");

        // Later events follow: a notice that was sent again would have arrived before the expiry.
        await instance.Service.Api.AdvanceAsync(shop.Program, Shop.At("2012-03-02T00:00:00Z"));
        await Eventually.TrueAsync(() => Task.FromResult(!expired.IsEmpty), "the expiry");
        await Eventually.TrueAsync(() => Task.FromResult(notices.Count >= 2), "the second notice");
        Assert.That(notices.Where(one => one.Message.Program == shop.Program).Select(one => one.Message.Days), Is.EqualTo(new[] { 30, 7 }));
        var feed = await Eventually.GetAsync(
            async () =>
                (await instance.Service.Api.GetAsync($"{LedgerApi.Program(shop.Program)}/events?limit=1000")).Json["events"]!.AsArray(),
            events => events.Any(one => (string?)one!["type"] == "points_expired"), "the feed");
        Assert.That(feed.Where(one => (string?)one!["type"] == "points_expiring").Select(one => (string?)one!["id"]),
            Is.EqualTo(notices.Select(one => one.Id.ToString())), "the messages are the events of the feed");
        await instance.SucceedAsync("verify");
    }
}
