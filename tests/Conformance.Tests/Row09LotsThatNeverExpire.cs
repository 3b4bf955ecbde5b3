using System.Text.Json.Nodes;
using Ledger.TestSupport;
using NUnit.Framework;

namespace Ledger.Conformance.Tests;

/// <summary>Row 9: expiry looks for kinds of credit, and some kind never expires.</summary>
public sealed class Row09LotsThatNeverExpire : BlackBox
{
    private const string Document = """
        "pointValue": 0.01, "transfers": "anywhere",
        "earning": [ { "id": "base", "points": 1, "per": 1, "scope": "goods" }, { "id": "buyer", "points": 1, "per": 10, "scope": "goods",
          "owner": "contact" } ],
        "points": { "redeemOn": "future", "activation": { "on": "placed", "delayDays": 0 }, "expiry": { "afterMonths": 2,
          "at": "end-of-month" } },
        "redemption": { "restoreGraceDays": 30 },
        "rebates": [ { "id": "m", "period": "month", "scope": "goods", "mode": "slab-whole", "payAs": "voucher", "voucherValidMonths": 1,
          "steps": [ { "from": 0, "percent": 10 } ] } ]
        """;

    [Test]
    public async Task Every_kind_of_credit_expires_by_the_date_of_its_lot()
    {
        await CreditsAsync();
        foreach (var lot in await OpenLotsAsync()) Assert.That((string?)lot!["expiresAt"], Is.Not.Null, lot.ToJsonString());

        await AdvanceAsync("2012-01-01T00:00:00Z");

        Assert.That(await OpenLotsAsync(), Is.Empty);
        foreach (var (account, owner, unit, expired) in Credits)
        {
            var balance = await BalanceAsync(account, unit, owner);
            Assert.That(
                (balance.Pending, balance.Available, balance.Held, balance.Expired), Is.EqualTo((0m, 0m, 0m, expired)),
                $"{account} {owner} {unit}");
        }
    }

    [Test]
    public async Task A_point_in_time_before_its_date_a_lot_is_there_and_at_its_date_it_is_gone()
    {
        await CreditsAsync();
        var dates = (await OpenLotsAsync()).Select(lot => (string)lot!["expiresAt"]!).Distinct().Order(StringComparer.Ordinal).ToList();
        Assert.That(dates, Has.Count.GreaterThanOrEqualTo(2));

        foreach (var date in dates)
        {
            await Api.AdvanceAsync(Shop.Program, Shop.At(date).AddSeconds(-1));
            Assert.That(await OpenLotsAsync(), Has.Some.Matches<JsonNode>(lot => (string?)lot["expiresAt"] == date));
            await AdvanceAsync(date);
            Assert.That(await OpenLotsAsync(), Has.None.Matches<JsonNode>(lot => (string?)lot["expiresAt"] == date));
        }
    }

    [Test]
    public async Task Expiry_is_in_every_report_with_the_same_sum()
    {
        await CreditsAsync();
        await AdvanceAsync("2012-01-01T00:00:00Z");

        foreach (var unit in new[] { "points", "cashback" })
        {
            var expired = Credits.Where(credit => credit.Unit == unit).Sum(credit => credit.Expired);
            var export = ((string)(await ViewAsync("exports/balances.csv"))!)
                .Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Skip(1)
                .Select(row => row.Split(','))
                .Where(row => row[2] == unit);
            Assert.That(
                export.Sum(row => decimal.Parse(row[10], System.Globalization.CultureInfo.InvariantCulture)), Is.EqualTo(expired),
                "balances.csv");

            var books = (await ViewAsync("reports/trial-balance"))["books"]!.AsArray();
            Assert.That(
                (decimal)books.Single(book => (string?)book!["book"] == "expired" && (string?)book["unit"] == unit)!["amount"]!,
                Is.EqualTo(expired), "trial balance");

            var entries = new List<JsonNode>();
            foreach (var account in new[] { "A", "B" })
            {
                entries.AddRange((await ViewAsync($"accounts/{account}/entries?limit=1000"))["entries"]!.AsArray()!);
            }
            var told = entries
                .Where(entry => (string?)entry["type"] == "points_expired" && (string?)entry["unit"] == unit)
                .Sum(entry => -(decimal)entry["amount"]!);
            Assert.That(told, Is.EqualTo(expired), "entries");
        }
    }

    /// <summary>The value that must have expired in each wallet at the end.</summary>
    private static readonly (string Account, string Owner, string Unit, decimal Expired)[] Credits =
    [
        ("A", "account", "points", 100 + 50 - 30),
        ("A", "account", "cashback", 10),
        ("A", "buyer", "points", 10),
        ("B", "account", "points", 1 + 30),
        ("B", "account", "cashback", 0.1m),
    ];

    // Points of an order to the company and its buyer, an adjustment, a transfer, something restored, and cashback as a voucher.
    private async Task CreditsAsync()
    {
        await PublishAsync(Document);
        await RecordAsync(Shop.Order("1") with { ContactId = "buyer" }, Shop.Order("2", "B", lines: Shop.Line("L1", 1)));
        await DoAsync("adjustments", "gift", """{ "accountId": "A", "amount": 50, "reason": "goodwill" }""");
        await DoAsync("transfers", "move", """{ "fromAccountId": "A", "toAccountId": "B", "amount": 30 }""");
        await DoAsync("accounts/A/redemptions", "spent", """{ "for": "voucher", "amount": 40 }""");
        await DoAsync("redemptions/spent/reversals", "back", "{}");
        await AdvanceAsync("2011-04-02T00:00:00Z");
        Assert.That((await BalanceAsync(unit: "cashback")).Available, Is.EqualTo(10m));
    }

    private async Task<JsonArray> OpenLotsAsync()
    {
        var lots = new JsonArray();
        foreach (var account in new[] { "A", "B" })
        {
            foreach (var lot in (await ViewAsync($"accounts/{account}/lots"))["lots"]!.AsArray()) lots.Add(lot!.DeepClone());
        }

        return lots;
    }

    private async Task DoAsync(string path, string key, string body)
    {
        var reply = await CommandAsync(path, key, body);
        Assert.That(reply.Status, Is.EqualTo(201), reply.Text);
    }
}
