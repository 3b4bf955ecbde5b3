using Ledger.Contracts.V1;
using Ledger.Domain.Accounts;
using Ledger.TestSupport;
using NUnit.Framework;

namespace Ledger.Services.Tests.Ledger;

/// <summary>
/// Two services on one database: while one merges two accounts, the other decides facts about them, and decides again for the survivor
/// after a conflict.
/// </summary>
[NonParallelizable]
public sealed class TwoWritersMergeTests
{
    [Test]
    public async Task A_decision_about_an_account_that_another_service_merges_is_made_again_for_the_survivor()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var one = await ServiceProcess.StartAsync(database.ConnectionString);
        var shop = new Shop(Shop.NewProgram());
        await one.Api.PublishAsync(
            shop.Document("\"points\": { \"redeemOn\": \"future\", \"activation\": { \"on\": \"placed\", \"delayDays\": 0 } }"));
        await using var other = await ServiceProcess.StartAsync(database.ConnectionString);
        var apis = new[] { one.Api, other.Api };
        const int Pairs = 8;
        const int Orders = 12;

        // Both services have all accounts cached before the merges, and orders are sent to both during the merges.
        foreach (var api in apis)
        {
            for (var pair = 0; pair < Pairs; pair++)
            {
                foreach (var name in new[] { "A", "B" })
                {
                    await api.SendAsync(
                        shop.Order($"first-{name}{pair}-{Array.IndexOf(apis, api)}", $"{name}{pair}", lines: Shop.Line("L1", 10, 2)));
                }
            }
        }

        var facts = Enumerable.Range(0, Pairs).SelectMany(pair => Enumerable.Range(0, Orders).Select(async n =>
        {
            var api = apis[(pair + n) % 2];
            if (n == Orders / 2) return await MergeAsync(api, shop.Program, $"A{pair}", $"B{pair}");
            if (n % 3 == 0)
            {
                return await api.SendAsync(
                    shop.Return($"first-A{pair}-{n / 3 % 2}", $"r{n}", "2011-03-02T10:00:00Z", ("L1", 0.25m)));
            }
            return await api.SendAsync(
                shop.Order($"{pair}-{n}", n % 2 == 0 ? $"A{pair}" : $"B{pair}", "2011-03-02T10:00:00Z", Shop.Line("L1", 10)));
        }));
        var replies = await Task.WhenAll(facts);

        Assert.That(
            replies.Select(reply => reply.Status), Is.All.EqualTo(201),
            string.Join('\n', replies.Where(reply => reply.Status != 201).Select(reply => reply.Text)));
        var log = new LogReader(database.DataSource);
        var events = await log.EventsAsync(shop.Program);
        Assert.That(events.OfType<AccountsMerged>().Count(), Is.EqualTo(2 * Pairs));
        for (var pair = 0; pair < Pairs; pair++)
        {
            var (a, b) = (LogReader.Fold(events, shop.Program, $"A{pair}"), LogReader.Fold(events, shop.Program, $"B{pair}"));
            var orders = events.OfType<OrderRecorded>().Count(order => b.Answers(order.AccountId));
            var returns = events.OfType<ReturnRecorded>().Count(back => b.Answers(back.AccountId));
            Assert.That((a.MergedInto, a.Orders, b.Orders), Is.EqualTo(($"B{pair}", 0L, (long)orders)));
            Assert.That(
                b.Wallet(new WalletKey("account", "points")).Unheld,
                Is.GreaterThanOrEqualTo(80m + (10 * (orders - 4)) - (3 * returns))
                    .And.LessThanOrEqualTo(80m + (10 * (orders - 4)) - (2 * returns))
            );
            Assert.That(a.Wallet(new WalletKey("account", "points")).ToBalance(), Is.EqualTo(new BalanceAfter(0, 0, 0, 0)));
            Assert.That(
                events.OfType<Movement>().Where(entry => entry.AccountId == $"B{pair}").Select(entry => entry.Sequence),
                Is.Ordered.Ascending.And.Unique);
        }

        await StateChecked.NothingIsFoundAsync(one.Api);
    }

    [Test]
    public async Task A_scope_that_one_service_publishes_is_measured_for_what_another_has_merged()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var one = await ServiceProcess.StartAsync(database.ConnectionString);
        var shop = new Shop(Shop.NewProgram());
        await one.Api.PublishAsync(shop.Document(Monthly("goods")));
        await using var other = await ServiceProcess.StartAsync(database.ConnectionString);
        foreach (var name in new[] { "A", "B" }) await other.Api.SendAsync(shop.Order($"first-{name}", name, lines: Shop.Line("L1", 100)));
        await other.Api.AdvanceAsync(shop.Program, Shop.At("2011-04-02T00:00:00Z"));
        Assert.That((await MergeAsync(one.Api, shop.Program, "A", "B")).Status, Is.EqualTo(201));

        // The other service has both accounts cached as they were before the merge.
        await other.Api.PublishAsync(
            shop.Document($$"""{{Monthly("teas")}}, "scopes": { "goods": {}, "teas": { "skus": ["tea"] } }""", 2), null);
        await other.Api.SendAsync(shop.Order("second", "A", "2011-03-05T10:00:00Z", Shop.Line("L1", 50)));
        await one.Api.SendAsync(shop.Return("first-A", "r", "2011-04-03T00:00:00Z"));

        var computed = (await new LogReader(database.DataSource).EventsAsync(shop.Program))
            .OfType<RebateComputed>()
            .Select(rebate => (rebate.AccountId, rebate.ClosedBy, rebate.Basis.ToString()));
        Assert.That(computed.Skip(2), Is.EqualTo(new[] { ("B", (string?)null, "150"), ("B", "A", "0") }));
        await StateChecked.NothingIsFoundAsync(one.Api);

        static string Monthly(string scope) =>
            $$"""
            "rebates": [ { "id": "m", "period": "month", "scope": "{{scope}}", "mode": "slab-whole", "payAfterDays": 0, "payAs": "credit",
              "steps": [ { "from": 0, "percent": 1 } ] } ]
            """;
    }

    private static async Task<Reply> MergeAsync(LedgerApi api, string program, string from, string into)
    {
        using var content = new StringContent(
            $$"""{ "into": "{{into}}" }""", new System.Net.Http.Headers.MediaTypeHeaderValue("application/json"));
        content.Headers.Add("Idempotency-Key", $"merge-{from}");
        return await api.SendAsync(HttpMethod.Post, $"{LedgerApi.Program(program)}/accounts/{from}/merge", content);
    }
}
