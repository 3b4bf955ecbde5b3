using Ledger.Contracts.V1;
using Ledger.TestSupport;
using NUnit.Framework;

namespace Ledger.Conformance.Tests;

/// <summary>Row 15: a stale projection, a cache that drifted.</summary>
public sealed class Row15StaleProjection : BlackBox
{
    private static readonly string[] Exports = ["balances", "standings", "rebates", "entitlements"];

    [Test]
    public async Task Every_balance_is_the_sum_of_its_entries_and_the_books_sum_to_zero()
    {
        await HistoryAsync();
        foreach (var account in new[] { "A0", "A1", "A2" })
        {
            var balance = await BalanceAsync(account);
            var entries = (await ViewAsync($"accounts/{account}/entries?limit=1000"))["entries"]!.AsArray();
            Assert.That(
                entries.Select(entry => (long)entry!["sequence"]!), Is.EqualTo(Enumerable.Range(1, entries.Count).Select(n => (long)n)));
            var last = entries.Last(entry => (string?)entry!["unit"] == "points")!["balance"]!;
            Assert.That(
                ((decimal)last["pending"]!, (decimal)last["available"]!, (decimal)last["held"]!),
                Is.EqualTo((balance.Pending, balance.Available, balance.Held)));
            Assert.That(
                balance.Accrued - balance.Reversed - balance.Redeemed - balance.Expired,
                Is.EqualTo(balance.Pending + balance.Available + balance.Held));
        }

        foreach (var sum in (await ViewAsync("reports/trial-balance"))["sums"]!.AsArray()) Assert.That((decimal)sum!["amount"]!, Is.Zero);
    }

    [Test]
    public async Task A_rebuild_gives_the_same_exports()
    {
        await HistoryAsync();
        var before = await ExportsAsync();

        var asked = await Api.SendAsync(HttpMethod.Post, "/v1/projections/rebuild", "");
        Assert.That(asked.Status, Is.EqualTo(202), asked.Text);
        await Eventually.TrueAsync(
            async () => (string?)(await Api.GetAsync("/v1/projections/rebuild")).Json["state"] is "done" or "idle", "the rebuild to end");

        Assert.That(await ExportsAsync(), Is.EqualTo(before));
    }

    [Test]
    public async Task A_read_that_asks_for_a_position_sees_the_write_that_gave_it()
    {
        await PublishAsync();
        for (var n = 1; n <= 20; n++)
        {
            await RecordAsync(Shop.Order($"{n}"));
            Assert.That((await BalanceAsync()).Accrued, Is.EqualTo(100m * n));
        }
    }

    private async Task HistoryAsync()
    {
        await PublishAsync("\"points\": { \"redeemOn\": \"future\", \"activation\": { \"on\": \"paid\", \"delayDays\": 2 }, "
            + "\"expiry\": { \"afterMonths\": 2, \"at\": \"exact\" } }");
        var facts = new List<IOrderFact>();
        for (var n = 0; n < 60; n++)
        {
            var at = InstantJsonConverter.Format(Shop.At("2011-01-01T00:00:00Z").AddDays(3 * n));
            facts.Add(Shop.Order($"{n}", $"A{n % 3}", at, Shop.Line("L1", 10 + n, 2)));
            if (n % 2 == 0) facts.Add(Shop.Paid($"{n}", at));
            if (n % 5 == 0) facts.Add(Shop.Return($"{n}", "r", at));
        }

        var reply = await Api.SendLinesAsync(Shop.Program, facts);
        Assert.That((long)reply.Json["recorded"]!, Is.EqualTo(facts.Count), reply.Text);
    }

    private async Task<string> ExportsAsync()
    {
        var texts = new List<string>();
        foreach (var name in Exports) texts.Add(((string?)await ViewAsync($"exports/{name}.csv"))!);
        return string.Join('\n', texts);
    }
}
