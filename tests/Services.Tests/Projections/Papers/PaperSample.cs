using System.Net;
using Ledger.EventLog;
using Ledger.Services.Tests.Running;
using Ledger.TestSupport;
using NUnit.Framework;

namespace Ledger.Services.Tests.Projections.Papers;

/// <summary>The log that these tests share: a running ledger writes it, and the projections draw statements of it.</summary>
[SetUpFixture]
public sealed class PaperSample
{
    public static TestDatabase Database { get; private set; } = null!;

    internal static RunningLedger Ledger { get; private set; } = null!;

    internal static ProjectionsApp App { get; private set; } = null!;

    /// <summary>All accounts of all programs of the log.</summary>
    public static List<(string Program, string Account)> Accounts { get; private set; } = null!;

    [OneTimeSetUp]
    public static async Task StartAsync()
    {
        Database = await TestDatabase.CreateAsync();
        Ledger = await RunningLedger.StartAsync(Database);
        App = await ProjectionsApp.StartAsync(Database, new EventStore(Database.DataSource), options => options.PaperLinesMax = 2_000);
        await Ledger.PublishAsync(Running.Sample.Document());
        await Ledger.ImportAsync(Running.Sample.Program, Running.Sample.Lines(seed: 11, orders: 300, accounts: 4));
        await Ledger.AdvanceAsync(Running.Sample.Program, "2022-03-01T00:00:00Z");
        await Verification.Spending.DoAsync(Ledger);
        await OwingAsync(Ledger);
        var head = await new EventStore(Database.DataSource).ReadHeadAsync(default);
        Accounts = [];
        foreach (var program in new[] { "acme", "spent", "owing" })
        {
            var list = await App.GetAsync($"/v1/programs/{program}/accounts?minPosition={head.Position}");
            Accounts.AddRange(
                list.GetProperty("accounts").EnumerateArray().Select(one => (program, one.GetProperty("accountId").GetString()!)));
        }
    }

    [OneTimeTearDown]
    public static async Task StopAsync()
    {
        await App.DisposeAsync();
        await Ledger.DisposeAsync();
        await Database.DisposeAsync();
    }

    // An order whose points were spent is returned, so the account has arrears.
    private static async Task OwingAsync(RunningLedger ledger)
    {
        const string at = "/v1/programs/owing";
        await ledger.PublishAsync("""
            {
              "program": "owing", "version": 1, "effectiveFrom": "2020-01-01T00:00:00Z", "currency": "GBP", "timeZone": "Europe/London",
              "earning": [ { "id": "base", "points": 1, "per": 1 } ],
              "points": {
                "activation": { "on": "placed", "delayDays": 1 }, "expiry": { "afterMonths": 36, "at": "end-of-month" },
                "negative": "arrears"
              }
            }
            """);
        foreach (var (id, account) in new[] { ("1", "A"), ("2", "B"), ("3", "C") })
        {
            await ledger.SendAsync(
                HttpMethod.Put, $"{at}/orders/shop/{id}",
                $$"""
                {
                  "accountId": "{{account}}", "placedAt": "2021-02-20T10:00:00Z", "currency": "GBP",
                  "lines": [ { "lineId": "1", "sku": "X", "quantity": 2, "unitPrice": 5000 } ]
                }
                """,
                HttpStatusCode.Created);
        }

        await ledger.AdvanceAsync("owing", "2021-03-06T10:00:00Z");
        await ledger.SendAsync(
            HttpMethod.Post, $"{at}/adjustments", """{"accountId":"A","amount":-9000,"reason":"spent <elsewhere>, \ud83d\ude00"}""",
            HttpStatusCode.Created, ("Idempotency-Key", "o1"));
        await ledger.SendAsync(
            HttpMethod.Post, $"{at}/orders/shop/1/returns",
            """{"returnId":"back","returnedAt":"2021-03-07T10:00:00Z","lines":[{"lineId":"1","quantity":1}]}""",
            HttpStatusCode.Created);
    }
}
