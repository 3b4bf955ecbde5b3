using Ledger.Contracts.V1;
using Ledger.TestSupport;
using NUnit.Framework;

namespace Ledger.Services.Tests.Ledger;

/// <summary>Opening balances from another system, over HTTP and RabbitMQ, in balances, lots and standings.</summary>
public sealed class OpeningBalanceTests : ServiceTests
{
    private const string Document = """
        "points": { "redeemOn": "future", "activation": { "on": "placed", "delayDays": 0 }, "expiry": { "afterMonths": 12,
          "at": "exact" } },
        "tiers": [ { "id": "bronze", "from": 0 }, { "id": "silver", "from": 500 } ],
        "qualification": { "metric": "spend", "scope": "goods", "window": { "kind": "lifetime" } },
        "earning": [ { "id": "base", "points": 1, "per": 1, "scope": "goods" } ]
        """;

    private Till Till { get; } = new(Api, TheService.Broker);

    [Test]
    public async Task Both_transports_take_them_and_a_repeat_changes_nothing()
    {
        await PublishAsync(Document);
        var at = Shop.At("2011-03-01T00:00:00Z");
        var first = new OpenBalance(Shop.Program, "b1", "new", 120, EarnedAt: Shop.At("2010-11-03T00:00:00Z"), At: at);
        var second = new OpenBalance(Shop.Program, "b2", "new", 30, Owner: "c1", ExpiresAt: Shop.At("2011-06-01T00:00:00Z"), At: at);
        Assert.That((await Till.PostAsync(first)).Outcome, Is.EqualTo("recorded"));
        Assert.That((await Till.AskAsync(second)).Outcome, Is.EqualTo("recorded"));
        Assert.That((await Till.AskAsync(first)).Outcome, Is.EqualTo("repeated"));
        Assert.That((await Till.PostAsync(second with { Amount = 31 })).Outcome, Is.EqualTo("conflict"));

        var seen = $"minPosition={await Log.CountAsync()}";
        var path = $"{LedgerApi.Program(Shop.Program)}/accounts/new";
        var standing = (await Api.GetAsync($"{path}/standing?{seen}")).Json;
        Assert.That(((string?)standing["tier"], (long)standing["orders"]!), Is.EqualTo(("bronze", 0L)));
        var balances = (await Api.GetAsync($"{LedgerApi.Program(Shop.Program)}/exports/balances.csv?{seen}")).Text.Split('\n')[1..^1];
        Assert.That(balances, Is.EqualTo(new[] { "new,account,points,0,120,0,0,0,0,0,0,120", "new,c1,points,0,30,0,0,0,0,0,0,30" }));
        var lots = (await Api.GetAsync($"{path}/lots?{seen}")).Text;
        Assert.That(lots, Does.Contain("2010-11-03T00:00:00Z").And.Contain("2011-11-03T00:00:00Z").And.Contain("2011-06-01T00:00:00Z"));
        await StateChecked.NothingIsFoundAsync(Api);
    }
}
