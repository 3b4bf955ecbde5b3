using System.Net;
using System.Text.Json.Nodes;
using Ledger.EventLog.Verification;
using Ledger.Host.State;
using Ledger.Hosting;
using Ledger.Keys;
using Ledger.Services.Tests.Running;
using Ledger.TestSupport;
using Npgsql;
using NUnit.Framework;

namespace Ledger.Services.Tests.Storage;

/// <summary>A database of the last build before Marten made its own tables: dumped from a service in which six orders were
/// recorded.</summary>
public sealed class UpgradeTests
{
    private const string Chain = "011c29aaf9d1010836487fbd7ee203e3ba9b25bd9797a76881f667cfa8ecb10a";

    [Test]
    public async Task It_is_changed_in_place_and_goes_on()
    {
        await using var database = await OldAsync();
        Assert.That(await LedgerDatabase.DifferencesAsync(database.DataSource), Has.Some.Contains("mt_streams"));
        // The state that a writer leaves which died between its setval and its commit.
        await ExecuteAsync(database.DataSource, "select setval('mt_events_sequence', 35)");

        Assert.That(await LedgerDatabase.ApplyAsync(database.DataSource), Has.Some.Contains("mt_streams"));

        Assert.That(await LedgerDatabase.DifferencesAsync(database.DataSource), Is.Empty);
        var report = await new LogVerifier(database.DataSource).VerifyAsync(null, CancellationToken.None);
        Assert.That((report.Ok, report.Events, report.ChainHex), Is.EqualTo((true, 30L, Chain)), string.Join('\n', report.Findings));
        await using (var store = LedgerStore.Open(database.DataSource))
        {
            await store.Storage.Database.AssertDatabaseMatchesConfigurationAsync();
            await using var session = store.QuerySession("acme");
            Assert.That((await session.Events.FetchStreamAsync("order/shop/1001"))[0].EventTypeName, Is.EqualTo("order_recorded"));
        }

        Assert.That((await new KeyTable(database.DataSource).ValidAsync()).Select(key => key.Name), Is.EqualTo(new[] { "operator" }));
        await using var ledger = await RunningLedger.StartAsync(database);
        const string Order = """
            {"type":"OrderPlaced","source":"shop","orderId":"1007","accountId":"north","placedAt":"2025-03-02T10:00:00Z","currency":"GBP",
             "lines":[{"lineId":"1","sku":"MUG-RED","quantity":1,"unitPrice":4.95}]}
            """;
        var answer = await ledger.ImportAsync("acme", [Order.ReplaceLineEndings("")]);
        Assert.That(answer.GetProperty("position").GetInt64(), Is.GreaterThan(30), answer.ToString());
        Assert.That((await ledger.CheckAsync()).GetProperty("ok").GetBoolean());
    }

    [Test]
    public async Task Mechanics_of_a_later_version_count_the_orders_that_were_there()
    {
        await using var database = await OldAsync();
        await LedgerDatabase.ApplyAsync(database.DataSource);
        await using var ledger = await RunningLedger.StartAsync(database);
        var document = JsonNode.Parse((await ledger.SendAsync(HttpMethod.Get, "/v1/programs/acme", null, HttpStatusCode.OK))
            .GetProperty("document").GetRawText())!.AsObject();
        document["version"] = 2;
        foreach (var (name, section) in JsonNode.Parse(Sections)!.AsObject()) document[name] = section!.DeepClone();
        await ledger.PublishAsync(document.ToJsonString());
        Assert.That((await ledger.CheckAsync()).GetProperty("findings").GetArrayLength(), Is.Zero);

        await PutAsync("activities/a1", """{"accountId":"north","activity":"training","completedAt":"2025-03-02T10:00:00Z"}""");
        await PutAsync("memberships/m1", """{"accountId":"north","membership":"plus","purchasedAt":"2025-03-02T11:00:00Z"}""");
        await PutAsync("orders/shop/2001", Order("north", "2025-03-03T10:00:00Z", 500));
        await PutAsync("orders/shop/2002", Order("south", "2025-03-04T10:00:00Z", 500));
        await ledger.SendAsync(
            HttpMethod.Post, "/v1/programs/acme/orders/shop/1001/returns",
                """{"returnId":"r","returnedAt":"2025-03-05T10:00:00Z","lines":[{"lineId":"1","quantity":20}]}""", HttpStatusCode.Created);
        await ledger.SendAsync(
            HttpMethod.Post, "/v1/programs/acme/accounts/north/claims",
                """{"fund":"mdf","amount":4,"activity":"fair","proofs":[],"reason":"spring"}""", HttpStatusCode.Created,
            ("Idempotency-Key", "c1"));
        await ledger.AdvanceAsync("acme", "2025-05-02T00:00:00Z");

        Assert.Multiple(async () =>
        {
            Assert.That(await database.TextsAsync("select data ->> 'grantId' from mt_events where type = 'grant_issued' order by seq_id"),
                Is.EqualTo(new[] { "card-north-1", "card-north-2" }), "3,564 of before, and 500");
            Assert.That(
                await database.TextsAsync(
                "select r ->> 'accountId' || ' ' || (r ->> 'metric') from mt_events, jsonb_array_elements(data -> 'ranks') r where "
                + "type = 'challenge_closed'"),
                Is.EqualTo(new[] { "north 3965", "south 500" }));
            Assert.That(await database.TextsAsync(
                "select data ->> 'accountId' || ' ' || (data ->> 'effectiveAt') from mt_events where type = 'segment_entered'"),
                Is.EqualTo(new[] { "north 2025-04-30T23:00:00Z" }), "three months after the first of January, 10:00");
            Assert.That(await database.TextsAsync("select data ->> 'lot' from mt_events where type = 'points_expiring'"), Is.Empty);
            Assert.That(await database.CountAsync("ledger_contest_orders"), Is.EqualTo(8));
            Assert.That(await database.TextsAsync("select distinct fund from ledger_lots where fund is not null"),
                Is.EqualTo(new[] { "mdf" }));
        });
        await ledger.AdvanceAsync("acme", "2026-01-10T00:00:00Z");
        Assert.That(await database.CountAsync("mt_events where type = 'points_expiring' and (data ->> 'lot')::int <= 6"), Is.EqualTo(6),
            "lots of before are told of");
        var check = await ledger.CheckAsync();
        Assert.That(check.GetProperty("findings").GetArrayLength(), Is.Zero, check.ToString());

        Task PutAsync(string path, string body) =>
            ledger.SendAsync(HttpMethod.Put, $"/v1/programs/acme/{path}", body, HttpStatusCode.Created);

        static string Order(string account, string at, int price) =>
            $$"""{"accountId":"{{account}}","placedAt":"{{at}}","currency":"GBP","lines":[{"lineId":"1","sku":"MUG-RED","quantity":"""
                + $$"""1,"unitPrice":{{price}}}]}""";
    }

    // Sections that a version of the old build could not have.
    private const string Sections = """
        {
          "points": { "redeemOn": "future", "activation": { "on": "placed", "delayDays": 14 }, "expiry": { "afterMonths": 12,
            "at": "end-of-month", "noticeDays": [30] } },
          "rewards": [ { "id": "mug", "cost": 10, "kind": "item" } ],
          "activities": [ { "id": "course", "activity": "training", "points": 50 } ],
          "memberships": [ { "id": "plus", "fee": 90, "months": 1, "pointsMultiplier": 2 } ],
          "funds": [ { "id": "mdf", "percent": 10, "scope": "goods" } ],
          "segments": [ { "id": "old", "when": { "tenureMonthsAtLeast": 3 } } ],
          "milestones": [ { "id": "card", "every": 2000, "scope": "goods", "reward": "mug" } ],
          "challenges": [ { "id": "top", "period": "quarter", "metric": "spend", "scope": "goods", "prizes": [ { "rank": 1,
            "unit": "cashback", "amount": 20 } ] } ],
          "budget": { "amount": 1000, "period": "quarter" }
        }
        """;

    private static async Task<TestDatabase> OldAsync()
    {
        var database = await TestDatabase.CreateEmptyAsync();
        var path = Path.Combine(TestContext.CurrentContext.TestDirectory, "before-marten.sql");
        // The dump changes settings of its session.
        var unpooled = new NpgsqlConnectionStringBuilder(database.ConnectionString) { Pooling = false };
        await using var once = NpgsqlDataSource.Create(unpooled.ConnectionString);
        await ExecuteAsync(once, await File.ReadAllTextAsync(path));
        return database;
    }

    private static async Task ExecuteAsync(NpgsqlDataSource dataSource, string sql)
    {
        await using var command = dataSource.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
