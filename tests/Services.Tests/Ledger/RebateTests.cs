using Ledger.Contracts.V1;
using Ledger.TestSupport;
using NUnit.Framework;

namespace Ledger.Services.Tests.Ledger;

/// <summary>Rebates: closing a period, and correcting it afterwards (domain.md §4).</summary>
public sealed class RebateTests : ServiceTests
{
    private const string Monthly = """
        "rebates": [ { "id": "m", "period": "month", "scope": "goods", "mode": "slab-whole", "payAfterDays": 5, "payAs": "credit",
                       "steps": [ { "from": 0, "percent": 1 }, { "from": 200, "percent": 2 } ] } ]
        """;

    private Task AdvanceAsync(string to) => Api.AdvanceAsync(Shop.Program, Shop.At(to));

    private async Task<List<RebateComputed>> ComputedAsync() => [.. (await EventsAsync()).OfType<RebateComputed>()];

    [Test]
    public async Task A_period_is_closed_at_its_local_end_and_paid_after_the_delay()
    {
        await PublishAsync(Monthly);
        await RecordAsync(
            Shop.Order("1", at: "2011-03-31T22:59:59Z"), Shop.Order("2", at: "2011-03-31T23:00:00Z", lines: Shop.Line("L1", 300)));

        await AdvanceAsync("2011-04-30T23:00:00Z");

        var computed = await ComputedAsync();
        Assert.That(computed.Select(one => (one.Period, one.Basis.ToString(), one.Amount, one.EffectiveAt)), Is.EqualTo(new[]
        {
            ("2011-03", "100", 1.00m, Shop.At("2011-03-31T23:00:00Z")),
            ("2011-04", "300", 6.00m, Shop.At("2011-04-30T23:00:00Z")),
        }));
        var cashback = await CashbackAsync();
        Assert.That((cashback.Unheld, cashback.Pending), Is.EqualTo((1.00m, 6.00m)));
        Assert.That(
            (await EventsAsync()).OfType<PointsActivated>().Single(one => one.Unit == "cashback").EffectiveAt,
            Is.EqualTo(Shop.At("2011-04-05T23:00:00Z")));
    }

    [Test]
    public async Task A_later_change_of_the_basis_posts_the_difference_at_once()
    {
        await PublishAsync(Monthly);
        await RecordAsync(
            Shop.Order("1", at: "2011-03-10T00:00:00Z"), Shop.Order("2", at: "2011-03-11T00:00:00Z", lines: Shop.Line("L1", 150)));
        await AdvanceAsync("2011-05-01T00:00:00Z");
        Assert.That((await CashbackAsync()).Unheld, Is.EqualTo(5.00m));

        await RecordAsync(Shop.Return("2", "r", "2011-05-02T00:00:00Z"));
        var down = await CashbackAsync();
        Assert.That((down.Unheld, down.Reversed), Is.EqualTo((1.00m, 4.00m)));

        await RecordAsync(Shop.Order("1", at: "2011-03-10T00:00:00Z", lines: Shop.Line("L1", 400)) with { Revision = 2 });
        var up = await CashbackAsync();
        Assert.That((up.Unheld, up.Accrued), Is.EqualTo((8.00m, 12.00m)));
        Assert.That((await AccountAsync()).Lots.All.Count(lot => lot.Rebate is not null), Is.EqualTo(1), "up into the same lot");
    }

    [Test]
    public async Task A_back_dated_order_changes_a_closed_period()
    {
        await PublishAsync(Monthly);
        await RecordAsync(Shop.Order("1", at: "2011-03-10T00:00:00Z"));
        await AdvanceAsync("2011-04-02T00:00:00Z");

        await RecordAsync(Shop.Order("2", at: "2011-03-11T00:00:00Z", lines: Shop.Line("L1", 150)));

        Assert.That((await ComputedAsync()).Select(one => one.Amount), Is.EqualTo(new[] { 1.00m, 5.00m }));
        Assert.That((await CashbackAsync()).Pending, Is.EqualTo(5.00m));
    }

    [Test]
    public async Task A_period_that_a_back_dated_order_opens_after_its_end_is_closed_at_once()
    {
        await PublishAsync(Monthly);
        await RecordAsync(Shop.Order("1", at: "2011-06-10T00:00:00Z"), Shop.Order("2", at: "2011-01-10T00:00:00Z"));

        var computed = (await ComputedAsync()).Single();
        Assert.That((computed.Period, computed.EffectiveAt), Is.EqualTo(("2011-01", Shop.At("2011-06-10T00:00:00Z"))));
        Assert.That((await CashbackAsync()).Unheld, Is.EqualTo(1.00m), "its normal date is long past");
    }

    [Test]
    public async Task A_period_whose_orders_all_came_back_is_closed_with_nothing()
    {
        await PublishAsync(Monthly);
        await RecordAsync(Shop.Order("1", at: "2011-03-10T00:00:00Z"), Shop.Return("1", "r", "2011-03-11T00:00:00Z"));
        await AdvanceAsync("2011-05-01T00:00:00Z");

        var computed = (await ComputedAsync()).Single();
        Assert.That((computed.Basis.IsZero, computed.Amount), Is.EqualTo((true, 0m)));
        Assert.That((await CashbackAsync()).Accrued, Is.Zero);
    }

    [TestCase("slab-whole", "199.99", "2.00")]
    [TestCase("slab-whole", "200", "4.00")]
    [TestCase("slab-marginal", "199.99", "2.00")]
    [TestCase("slab-marginal", "200", "2.00")]
    [TestCase("slab-marginal", "1000.5", "18.01")]
    public async Task Steps_are_reached_inclusively(string mode, string spend, string amount)
    {
        await PublishAsync(Monthly.Replace("slab-whole", mode, StringComparison.Ordinal));
        await RecordAsync(Shop.Order("1", lines: Shop.Line("L1", decimal.Parse(spend, System.Globalization.CultureInfo.InvariantCulture))));
        await AdvanceAsync("2011-05-01T00:00:00Z");

        Assert.That(
            (await ComputedAsync()).Single().Amount, Is.EqualTo(decimal.Parse(amount, System.Globalization.CultureInfo.InvariantCulture)));
    }

    [TestCase("within-balance"), TestCase("pending-only"), TestCase("arrears")]
    public async Task The_points_policy_governs_cashback_too(string policy)
    {
        await PublishAsync(
            Monthly + $", \"points\": {{ \"redeemOn\": \"future\", \"activation\": {{ \"on\": \"placed\" }}, \"negative\": \"{policy}\" }}"
        );
        await RecordAsync(Shop.Order("1", at: "2011-03-10T00:00:00Z"));
        await AdvanceAsync("2011-05-01T00:00:00Z");

        await RecordAsync(Shop.Return("1", "r", "2011-05-02T00:00:00Z"));

        Assert.That((await CashbackAsync()).Unheld, Is.EqualTo(policy == "pending-only" ? 1.00m : 0m));
        Assert.That((await AccountAsync()).Rebates.Values.Single().Amount, Is.Zero);
    }
}
