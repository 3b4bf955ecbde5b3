using Ledger.Contracts.V1;
using Ledger.TestSupport;
using NUnit.Framework;

namespace Ledger.Services.Tests.Ledger;

/// <summary>Budgets under parallel load, of one service and of two, and how they are shown (mechanics.md §11).</summary>
public sealed class BudgetTests : ServiceTests
{
    private const string Lifetime = "\"pointValue\": 0.01, \"budget\": { \"amount\": 40, \"period\": \"lifetime\" }";

    [Test]
    public async Task A_budget_is_never_passed_by_many_at_once()
    {
        await PublishAsync(""" "pointValue": 0.01, "budget": { "amount": 5, "period": "lifetime" } """);
        var orders = Enumerable.Range(0, 40).Select(n => Shop.Order($"{n}", account: $"A{n}", lines: Shop.Line("L1", 33))).ToList();
        await Task.WhenAll(orders.Chunk(5).Select(part => Api.SendLinesAsync(Shop.Program, part)));

        var credited = (await EventsAsync()).OfType<PointsAccrued>().Sum(entry => entry.Amount);

        Assert.That(credited, Is.EqualTo(500));
        Assert.That((await EventsAsync()).OfType<BudgetReached>().Select(reached => reached.Percent), Is.EqualTo(new[] { 80, 100 }));
        await StateChecked.NothingIsFoundAsync(Api);
    }

    [Test]
    public async Task A_budget_is_never_passed_by_orders_at_two_services()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var one = await ServiceProcess.StartAsync(database.ConnectionString);
        await one.Api.PublishAsync(Shop.Document(Lifetime));
        await using var other = await ServiceProcess.StartAsync(database.ConnectionString);
        LedgerApi[] apis = [one.Api, other.Api];

        // The rules give 6,000 points and the budget has 4,000. The orders are sent singly, to both services at once.
        var orders = Enumerable.Range(0, 60).Select(n => Shop.Order($"{n}", $"A{n}")).ToList();
        await AllAsync(orders.Select((order, n) => apis[n % 2].SendAsync(order)));
        Assert.That(await GrantedAsync(database), Is.EqualTo(4_000));

        // Points that are taken back are available to the budget again, at both services.
        var returns = orders.Where((_, n) => n % 3 == 0).Select((order, n) => apis[n % 2].SendAsync(Shop.Return(order.OrderId, "r")));
        var more = Enumerable.Range(60, 40).Select(n => apis[n % 2].SendAsync(Shop.Order($"{n}", $"A{n}")));
        await AllAsync(returns.Concat(more));

        var granted = await GrantedAsync(database);
        Assert.That(granted, Is.LessThanOrEqualTo(4_000));
        foreach (var api in apis)
        {
            var period = (await api.GetAsync($"{LedgerApi.Program(Shop.Program)}/budget")).Json["periods"]![0]!;
            Assert.That(((string?)period["used"], (string?)period["remaining"]), Is.EqualTo((Text(granted), Text(4_000 - granted))));
        }

        await AllAsync(Enumerable.Range(100, 40).Select(n => apis[n % 2].SendAsync(Shop.Order($"{n}", $"A{n}"))));
        Assert.That(await GrantedAsync(database), Is.EqualTo(4_000));
        await StateChecked.NothingIsFoundAsync(one.Api);
        Assert.That((await new LogReader(database.DataSource).VerifyAsync()).Findings, Is.Empty);
    }

    [Test]
    public async Task The_use_of_each_period_is_shown_with_what_remains()
    {
        await PublishAsync();
        var address = $"{LedgerApi.Program(Shop.Program)}/budget";
        Assert.That((await Api.GetAsync(address)).Code, Is.EqualTo("no_budget"));
        Assert.That((await Api.GetAsync("/v1/programs/nobody/budget")).Code, Is.EqualTo("unknown_program"));
        await PublishAsync(""" "pointValue": 0.01, "budget": { "amount": 2.5, "period": "month" } """, 2);
        await RecordAsync(Shop.Order("1"), Shop.Order("2", "B", "2011-03-05T10:00:00Z", Shop.Line("L1", 170)),
            Shop.Order("3", at: "2011-04-05T10:00:00Z"));
        await RecordAsync(Shop.Return("3", "r", "2011-05-01T10:00:00Z"));

        var recorded = await Log.CountAsync();
        var shown = await Api.GetAsync(address);

        Assert.That(shown.Json["periods"]!.AsArray()
            .Select(period => $"{period!["period"]} {period["amount"]} {period["used"]} {period["remaining"]}"),
            Is.EqualTo(new[] { "2011-03 2.5 2.5 0", "2011-04 2.5 1 1.5", "2011-05 2.5 -1 3.5" }), shown.Text);
        Assert.That(((string?)shown.Json["currency"], (string?)shown.Json["periods"]![0]!["start"],
            (string?)shown.Json["periods"]![1]!["start"], (int)shown.Json["periods"]![0]!["programVersion"]!),
            Is.EqualTo(("GBP", "2011-03-01T00:00:00Z", "2011-03-31T23:00:00Z", 2)));
        Assert.That(shown.Position, Is.InRange(recorded, await Log.CountAsync()));
        await StateChecked.NothingIsFoundAsync(Api);
    }

    private static async Task AllAsync(IEnumerable<Task<Reply>> sent) =>
        Assert.That((await Task.WhenAll(sent)).Select(reply => reply.Outcome ?? reply.Text), Has.All.EqualTo("recorded"));

    // The points that were credited and not taken back.
    private async Task<decimal> GrantedAsync(TestDatabase database) =>
        (await new LogReader(database.DataSource).EventsAsync(Shop.Program)).OfType<Movement>()
            .Where(entry => entry is PointsAccrued or AccrualReversed).Sum(entry => entry.Amount);

    private static string Text(decimal points) => ((Exact)points * 0.01m).ToString();
}
