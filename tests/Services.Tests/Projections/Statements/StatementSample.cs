using System.Net;
using Ledger.EventLog;
using Ledger.Services.Tests.Running;
using Ledger.TestSupport;
using NUnit.Framework;

namespace Ledger.Services.Tests.Projections.Statements;

/// <summary>The log that these tests share: a real ledger wrote it, and the projections have read it.</summary>
[SetUpFixture]
public sealed class StatementSample
{
    private static RunningLedger? ledger;

    public static TestDatabase Database { get; private set; } = null!;

    internal static ProjectionsApp App { get; private set; } = null!;

    [OneTimeSetUp]
    public static async Task StartAsync()
    {
        Database = await TestDatabase.CreateAsync();
        ledger = await RunningLedger.StartAsync(Database);
        App = await ProjectionsApp.StartAsync(Database, new EventStore(Database.DataSource));
        await ledger.PublishAsync(Running.Sample.Document());
        await ledger.ImportAsync(Running.Sample.Program, Running.Sample.Lines(seed: 7, orders: 400, accounts: 6));
        await ledger.AdvanceAsync(Running.Sample.Program, "2022-03-01T00:00:00Z");
        await Verification.Spending.DoAsync(ledger);
        await SmallAsync(ledger);
        var position = await new EventStore(Database.DataSource).ReadHeadAsync(default) is { } head ? head.Position : 0;
        await App.GetAsync($"/v1/programs/acme/accounts?minPosition={position}");
    }

    [OneTimeTearDown]
    public static async Task StopAsync()
    {
        await App.DisposeAsync();
        await ledger!.DisposeAsync();
        await Database.DisposeAsync();
    }

    // Account A owes at the end of March; account B has an order an hour before local midnight.
    private static async Task SmallAsync(RunningLedger ledger)
    {
        const string at = "/v1/programs/small";
        await ledger.PublishAsync("""
            {
              "program": "small", "version": 1, "effectiveFrom": "2020-01-01T00:00:00Z", "currency": "GBP", "timeZone": "Europe/London",
              "earning": [ { "id": "base", "points": 1, "per": 1 } ],
              "points": { "activation": { "on": "placed", "delayDays": 14 } }
            }
            """);
        await OrderAsync("1", "A", "2021-02-20T10:00:00Z");
        await ledger.AdvanceAsync("small", "2021-03-06T10:00:00Z");
        await ledger.SendAsync(
            HttpMethod.Post, $"{at}/adjustments", """{"accountId":"A","amount":-90,"reason":"spent, elsewhere"}""", HttpStatusCode.Created,
            ("Idempotency-Key", "a1"));
        await ledger.SendAsync(
            HttpMethod.Post, $"{at}/orders/shop/1/returns",
            """{"returnId":"back","returnedAt":"2021-03-07T10:00:00Z","lines":[{"lineId":"1","quantity":1}]}""", HttpStatusCode.Created);
        await OrderAsync("2", "B", "2021-03-31T23:30:00Z");

        Task OrderAsync(string id, string account, string placedAt) => ledger.SendAsync(
            HttpMethod.Put, $"{at}/orders/shop/{id}",
            $$"""{"accountId":"{{account}}","placedAt":"{{placedAt}}","currency":"GBP","lines":[{"lineId":"1","sku":"X","quantity":"""
                + $$"""2,"unitPrice":50}]}""", HttpStatusCode.Created);
    }
}
