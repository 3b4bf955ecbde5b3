using System.Text.Json.Nodes;
using Ledger.Contracts.V1;
using Ledger.TestSupport;
using NUnit.Framework;

namespace Ledger.Services.Tests.Ledger;

/// <summary>
/// Two accounts are merged over HTTP and over the bus (domain.md §4 merge), and queries about either are answered for the survivor.
/// </summary>
public sealed class MergingTests : ServiceTests
{
    private const string Rules = """
        "pointValue": 0.01, "points": { "redeemOn": "future", "activation": { "on": "placed", "delayDays": 1 } },
        "qualification": { "metric": "spend", "scope": "goods", "window": { "kind": "lifetime" } },
        "tiers": [ { "id": "bronze", "from": 0 }, { "id": "silver", "from": 250 } ],
        "adjustments": { "approvalAbove": { "points": 50 } },
        "rebates": [ { "id": "m", "period": "month", "scope": "goods", "mode": "slab-whole", "payAfterDays": 0, "payAs": "credit",
          "steps": [ { "from": 0, "percent": 1 }, { "from": 200, "percent": 2 } ] } ]
        """;

    private string At => LedgerApi.Program(Shop.Program);

    [Test]
    public async Task All_that_the_one_has_is_the_others_and_the_id_is_an_alias()
    {
        await OpenAsync();
        var merged = await MergeAsync("A", "B", "m1");
        Assert.That(
            (merged.Status, (string?)merged.Json["state"], (string?)merged.Json["accountId"], (string?)merged.Json["of"]),
            Is.EqualTo((201, "merged", "B", "A")), merged.Text);

        var balance = await ReadAsync("accounts/A/balance?unit=points", merged.Position);
        Assert.That(((string?)balance["accountId"], (string?)balance["mergedInto"]), Is.EqualTo(("B", "B")));
        Assert.That((
                (decimal)balance["wallets"]![0]!["available"]!, (decimal)balance["wallets"]![0]!["held"]!,
                (decimal)balance["wallets"]![0]!["pending"]!), Is.EqualTo((350m, 30m, 20m)));
        Assert.That(
            (decimal)(await ReadAsync("accounts/A/balance?unit=points&own=true", merged.Position))["wallets"]![0]!["adjusted"]!,
            Is.EqualTo(-300m));
        var standing = await ReadAsync("accounts/A/standing", merged.Position);
        Assert.That(
            ((string?)standing["tier"], (decimal)standing["metric"]!, (long)standing["orders"]!, (string?)standing["mergedInto"]),
            Is.EqualTo(("silver", 420m, 3L, "B")));
        Assert.That((string?)(await ReadAsync("orders/shop/a1", merged.Position))["accountId"], Is.EqualTo("B"));
        Assert.That((await ReadAsync("accounts/A/lots", merged.Position))["lots"]!.AsArray(), Has.Count.EqualTo(5));
        Assert.That((await ReadAsync("accounts/A/entries?own=true", merged.Position))["entries"]!
                .AsArray()
                .Select(entry => (long)entry!["sequence"]!), Is.Ordered.Ascending.And.Contains(1L));
        Assert.That(
            (await ReadAsync("accounts/A/rebates", merged.Position))["rebates"]!
                .AsArray()
                .Select(rebate => ((string?)rebate!["closedBy"], (decimal)rebate["amount"]!)),
            Is.EqualTo(new[] { ("A", 6.00m), (null, 1.00m) })
        );
        await ChecksAsync();
    }

    [Test]
    public async Task The_exports_have_every_amount_once()
    {
        await OpenAsync();
        var position = (await MergeAsync("A", "B", "m1")).Position;

        Assert.That(await ExportAsync("balances", position), Is.EqualTo(
            """
            A,account,cashback,0.00,0.00,0.00,0.00,6.00,0.00,0.00,0.00,-6.00
            A,account,points,0,0,0,0,320,0,20,0,-300
            B,account,cashback,0.00,7.00,0.00,0.00,1.00,0.00,0.00,0.00,6.00
            B,account,points,20,350,30,0,100,0,0,0,300

            """));
        Assert.That(await ExportAsync("standings", position), Is.EqualTo("B,silver,2011-01-03T10:00:00Z,420.00,3,\n"));
        Assert.That(await ExportAsync("rebates", position), Is.EqualTo("A,m,2011-01,300.00,6.00\nB,m,2011-01,100.00,1.00\n"));
        Assert.That(
            (await ExportAsync("entitlements", position)).Split('\n').Where(line => line.Length > 0).Select(line => line[..15]),
            Is.EqualTo(new[] { "shop,a1,B,2011-", "shop,a2,B,2011-", "shop,b1,B,2011-" }));

        // A rebuild from the log gives the same, even after later facts about what was moved.
        await RecordAsync(Shop.Return("a1", "r1", "2011-02-12T00:00:00Z"), Shop.Order("c1", "A", "2011-01-20T10:00:00Z"));
        var last = (await Api.SendAsync(Shop.Order("c2", "B", "2011-02-13T10:00:00Z"))).Position;
        var before = await ExportsAsync(last);
        Assert.That(before, Does.Contain("A,m,2011-01,0.00,0.00\nB,m,2011-01,200.00,4.00\n"));
        await Api.SendAsync(HttpMethod.Post, "/v1/projections/rebuild", "");
        await Eventually.TrueAsync(
            async () => (string?)(await Api.GetAsync("/v1/projections/rebuild")).Json["state"] == "done", "the rebuild");
        Assert.That(await ExportsAsync(last), Is.EqualTo(before));
        await ChecksAsync();
    }

    [Test]
    public async Task A_retry_gets_the_first_outcome_and_what_makes_no_sense_is_refused()
    {
        await OpenAsync();
        Assert.That((await MergeAsync("A", "A", "x1")).Code, Is.EqualTo("same_account"));
        Assert.That((await MergeAsync("A", "nobody", "x1")).Status, Is.EqualTo(404));
        Assert.That((await MergeAsync("nobody", "A", "x1")).Code, Is.EqualTo("unknown_account"));
        Assert.That((await DoAsync("accounts/A/merge", "x1", """{ "into": "B", "why": "x" }""")).Code, Is.EqualTo("unknown_field"));
        Assert.That((await DoAsync("accounts/A/merge", "x1", "{}")).Code, Is.EqualTo("invalid_value"));

        var first = await MergeAsync("A", "B", "m1");
        var retry = await MergeAsync("A", "B", "m1");
        var other = await DoAsync("accounts/A/merge", "m1", """{ "into": "B", "reason": "another" }""");
        var again = await MergeAsync("A", "B", "m2");
        Assert.That(
            (first.Status, retry.Status, other.Status, other.Code, again.Status, again.Code),
            Is.EqualTo((201, 200, 409, "conflict", 409, "already_merged")));
        Assert.That((JsonNode.DeepEquals(first.Json, retry.Json), (string?)again.Json["mergedInto"]), Is.EqualTo((true, "B")));
        Assert.That((await MergeAsync("B", "A", "m3")).Code, Is.EqualTo("same_account"));
    }

    [Test]
    public async Task Holds_returns_redemptions_vouchers_and_adjustments_work_on()
    {
        await OpenAsync();
        var voucher = (string)(await DoAsync("accounts/A/vouchers", "v1", """{ "amount": 10 }""")).Json["voucher"]!;
        using var bobsClient = await TheService.ClientOfAsync("bob");
        await DoAsync("adjustments", "j1", """{ "accountId": "A", "amount": 60, "reason": "goodwill" }""");
        await MergeAsync("A", "B", "m1");

        Assert.That((await DoAsync("holds/h1/capture", "c1", """{ "amount": 10 }""")).Status, Is.EqualTo(201));
        Assert.That((await DoAsync("redemptions/s1/reversals", "u1", "")).Status, Is.EqualTo(201));
        Assert.That((await DoAsync($"vouchers/{voucher}/cancel", "u2", "")).Status, Is.EqualTo(201));
        Assert.That((await DoAsync("adjustments/j1/approve", "u3", "", new LedgerApi(bobsClient))).Status, Is.EqualTo(201));
        Assert.That(
            (await DoAsync("accounts/A/holds", "h2", """{ "amount": 5, "ttlMinutes": 10080, "source": "shop", "orderId": "a1" }""")).Status,
            Is.EqualTo(201), "an order that moved, by the old id");
        Assert.That((string?)(await Api.GetAsync($"{At}/holds/h2")).Json["accountId"], Is.EqualTo("B"));
        await RecordAsync(Shop.Return("a1", "r1", "2011-02-12T00:00:00Z"), Shop.Paid("a2", "2011-02-12T00:00:00Z"));

        var points = await PointsAsync("B");
        Assert.That((points.Unheld, points.Held, points.Pending, points.Arrears, points.Redeemed), Is.EqualTo((165m, 5m, 0m, 0m, -20m)));
        await ChecksAsync();
    }

    [Test]
    public async Task What_one_owes_the_other_pays()
    {
        await OpenAsync();
        await DoAsync("accounts/A/redemptions", "s2", """{ "for": "voucher", "amount": 250 }""");
        await RecordAsync(Shop.Return("a1", "r1", "2011-02-12T00:00:00Z"));
        Assert.That((await PointsAsync()).Arrears, Is.EqualTo(280m));

        await MergeAsync("A", "B", "m1");

        Assert.That(
            ((await PointsAsync()).Arrears, (await PointsAsync("B")).Available, (await PointsAsync("B")).Unheld),
            Is.EqualTo((0m, -180m, 0m)));
        await ChecksAsync();
    }

    [Test]
    public async Task What_is_owed_after_the_merge_is_in_the_survivors_row()
    {
        await PublishAsync(Rules);
        await RecordAsync(Shop.Order("a1", "A", "2011-01-03T10:00:00Z"), Shop.Order("a2", "A", "2011-02-03T10:00:00Z", Shop.Line("L1", 0)));
        await DoAsync("accounts/A/redemptions", "s1", """{ "for": "voucher", "amount": 100 }""");
        await RecordAsync(Shop.Order("b1", "B", "2011-02-03T10:00:00Z", Shop.Line("L1", 0)));
        await MergeAsync("A", "B", "m1");
        var position = (await Api.SendAsync(Shop.Return("a1", "r1", "2011-02-12T00:00:00Z"))).Position;

        Assert.That(await ExportAsync("balances", position), Is.EqualTo(
            """
            A,account,cashback,0.00,0.00,0.00,0.00,1.00,0.00,0.00,0.00,-1.00
            A,account,points,0,0,0,0,100,0,100,0,0
            B,account,cashback,0.00,0.00,0.00,0.00,0.00,1.00,0.00,0.00,1.00
            B,account,points,0,-100,0,100,0,100,0,0,0

            """));
        await ChecksAsync();
    }

    [Test]
    public async Task Over_the_bus_it_is_the_same()
    {
        await OpenAsync();
        var settled = await TheService.Broker.AskAsync(new MergeAccounts(Shop.Program, "m1", "A", "B", "one company", Principal: "erp"));
        var again = await TheService.Broker.AskAsync(new MergeAccounts(Shop.Program, "m2", "A", "B"));

        Assert.That(
            (settled.Outcome, settled.Reply?.State, settled.Reply?.AccountId), Is.EqualTo(("recorded", "merged", "B")), settled.Message);
        Assert.That((again.Outcome, again.Code), Is.EqualTo(("rejected", "already_merged")));
        var merged = (await EventsAsync()).OfType<AccountsMerged>().ToList();
        Assert.That(
            merged.Select(one => (one.AccountId, one.MergedAccountId, one.SurvivorId, one.Reason, one.Principal)),
            Is.EqualTo(new[] { ("A", "A", "B", "one company", "erp"), ("B", "A", "B", "one company", "erp") }));
    }

    [Test]
    public async Task A_simulation_for_an_alias_sees_the_survivor()
    {
        await OpenAsync();
        await MergeAsync("A", "B", "m1");
        var simulated = await Api.SendAsync(
            HttpMethod.Post, $"{At}/simulations", LedgerApi.Text(Shop.Order("s", "A", "2011-02-20T10:00:00Z")));
        Assert.That(((string?)simulated.Json["accountId"], (string?)simulated.Json["tier"]), Is.EqualTo(("B", "silver")), simulated.Text);
    }

    [Test]
    public async Task A_scope_that_comes_later_is_measured_over_the_orders_that_moved()
    {
        await OpenAsync();
        await MergeAsync("A", "B", "m1");
        await Api.PublishAsync(Shop.Document(Rules + """, "scopes": { "goods": {}, "tea": { "skus": [ "tea" ] } }""", 2)
                .Replace("2009-01-01", "2011-03-01", StringComparison.Ordinal), null);

        var account = await AccountAsync("B");
        Assert.That(account.Measures.Spend("tea@2", new(24132, 24133)), Is.EqualTo((Exact)420));
        Assert.That((await AccountAsync()).Measures.Cells, Is.Empty);
        await ChecksAsync();
    }

    [Test]
    public async Task Facts_that_come_with_the_merge_act_on_whichever_it_is_by_then()
    {
        await OpenAsync();
        await RecordAsync(Shop.Order("c0", "C", "2011-02-11T00:00:00Z"));
        var work = Enumerable.Range(0, 200).Select(n => n switch
        {
            60 => MergeAsync("A", "B", "m1"),
            120 => MergeAsync("B", "C", "m2"),
            _ when n % 3 == 2 => Api.SendAsync(Shop.Return($"n{n - 2}", "r", "2011-02-12T00:00:00Z")),
            _ => Api.SendAsync(Shop.Order($"n{n}", $"{"ABC"[n % 3]}", "2011-02-12T00:00:00Z", Shop.Line("L1", 10))),
        });
        var replies = await Task.WhenAll(work);
        Assert.That(
            replies.Select(reply => reply.Status), Is.All.InRange(200, 202),
            string.Join('\n', replies.Where(reply => reply.Status > 202).Select(reply => reply.Text)));

        await Api.AdvanceAsync(Shop.Program, Shop.At("2011-02-20T00:00:00Z"));
        var c = await AccountAsync("C");
        var kept = (await EventsAsync()).OfType<OrderRecorded>().Count() - (await EventsAsync()).OfType<ReturnRecorded>().Count();
        Assert.That(
            (c.Orders, (await AccountAsync()).Orders, (await AccountAsync("B")).Orders),
            Is.EqualTo(((long)(await EventsAsync()).OfType<OrderRecorded>().Count(), 0L, 0L)));
        Assert.That((await PointsAsync("C")).Available, Is.EqualTo(300m + 20 + 100 + 100 + (10 * (kept - 4)) - 20), "every point once");
        await ChecksAsync();
    }

    private static async Task ChecksAsync() => await StateChecked.NothingIsFoundAsync(TheService.Process.Api);

    // A: 300 from January with 30 held and 20 spent, and 20 pending; B: 100 from January. January's periods are closed.
    private async Task OpenAsync()
    {
        await PublishAsync(Rules);
        await RecordAsync(
            Shop.Order("a1", "A", "2011-01-03T10:00:00Z", Shop.Line("L1", 300)), Shop.Order("b1", "B", "2011-01-04T10:00:00Z"),
            Shop.Order("a2", "A", "2011-02-10T10:00:00Z", Shop.Line("L1", 20)));
        await DoAsync("accounts/A/holds", "h1", """{ "amount": 30, "ttlMinutes": 10080 }""");
        Assert.That((await DoAsync("accounts/A/redemptions", "s1", """{ "for": "voucher", "amount": 20 }""")).Status, Is.EqualTo(201));
    }

    private Task<Reply> MergeAsync(string from, string into, string key) =>
        DoAsync($"accounts/{from}/merge", key, $$"""{ "into": "{{into}}" }""");

    private async Task<JsonNode> ReadAsync(string path, long position)
    {
        var reply = await Api.GetAsync($"{At}/{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}minPosition={position}");
        Assert.That(reply.Status, Is.EqualTo(200), reply.Text);
        return reply.Json;
    }

    // The lines of an export without its header.
    private async Task<string> ExportAsync(string name, long position)
    {
        var reply = await Api.GetAsync($"{At}/exports/{name}.csv?minPosition={position}");
        Assert.That(reply.Status, Is.EqualTo(200), reply.Text);
        return reply.Text[(reply.Text.IndexOf('\n', StringComparison.Ordinal) + 1)..];
    }

    private async Task<string> ExportsAsync(long position)
    {
        var texts = new List<string>();
        foreach (var name in new[] { "balances", "standings", "rebates", "entitlements" }) texts.Add(await ExportAsync(name, position));
        return string.Concat(texts);
    }

    private async Task<Reply> DoAsync(string path, string key, string body, LedgerApi? who = null)
    {
        using var content = new StringContent(body, new System.Net.Http.Headers.MediaTypeHeaderValue("application/json"));
        content.Headers.Add("Idempotency-Key", key);
        return await (who ?? Api).SendAsync(HttpMethod.Post, $"{At}/{path}", content);
    }
}
