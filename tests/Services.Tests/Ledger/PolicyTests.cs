using Ledger.Contracts.V1;
using Ledger.TestSupport;
using NUnit.Framework;

namespace Ledger.Services.Tests.Ledger;

/// <summary>
/// What a return takes back and what an amendment gives, under each policy (domain.md §4). The domain's tests cover spent value.
/// </summary>
public sealed class PolicyTests : ServiceTests
{
    private static string Points(
        string negative, int delayDays = 0, string expiry = ", \"expiry\": { \"afterMonths\": 1, \"at\": \"exact\" }") =>
        $$"""
        "points": { "redeemOn": "future", "activation": { "on": "placed", "delayDays": {{delayDays}} },
          "negative": "{{negative}}" {{expiry}} }
        """;

    private OrderPlaced Order(decimal quantity, long revision = 1) => Shop.Order("1", lines: Shop.Line("L1", 100, quantity)) with
    {
        Revision = revision,
    };

    [TestCase("arrears"), TestCase("within-balance"), TestCase("pending-only")]
    public async Task Pending_points_are_taken_back_under_every_policy(string policy)
    {
        await PublishAsync(Points(policy, 14));
        await RecordAsync(Order(3), Shop.Return("1", "r", lines: ("L1", 2)));

        var points = await PointsAsync();
        Assert.That((points.Pending, points.Reversed, points.Arrears), Is.EqualTo((100m, 200m, 0m)));
    }

    [TestCase("arrears"), TestCase("within-balance")]
    public async Task Active_points_are_taken_back(string policy)
    {
        await PublishAsync(Points(policy));
        await RecordAsync(Order(3), Shop.Return("1", "r", lines: ("L1", 2)), Order(4, 2));

        var points = await PointsAsync();
        Assert.That((points.Unheld, points.Reversed, points.Accrued, points.Arrears), Is.EqualTo((200m, 200m, 400m, 0m)));
    }

    [Test]
    public async Task Under_pending_only_active_points_are_left_alone_and_set_off_later()
    {
        await PublishAsync(Points("pending-only"));
        await RecordAsync(Order(3), Shop.Return("1", "r", lines: ("L1", 2)));
        var afterReturn = await PointsAsync();
        Assert.That((afterReturn.Unheld, afterReturn.Reversed), Is.EqualTo((300m, 0m)));

        // Evaluated 100; 300 were left: the next 200 up are not credited twice.
        await RecordAsync(Order(5, 2));
        var evened = await PointsAsync();
        Assert.That((evened.Unheld, evened.Accrued), Is.EqualTo((300m, 300m)));

        await RecordAsync(Order(6, 3));
        Assert.That((await PointsAsync()).Unheld, Is.EqualTo(400m));
    }

    [TestCase("arrears"), TestCase("within-balance"), TestCase("pending-only")]
    public async Task What_expired_is_waived_and_set_off_against_what_comes_back(string policy)
    {
        await PublishAsync(Points(policy));
        await RecordAsync(Order(2));
        await Api.AdvanceAsync(Shop.Program, Shop.At("2011-05-01T00:00:00Z"));
        await RecordAsync(Shop.Return("1", "r", "2011-05-01T00:00:00Z"));

        var waived = await PointsAsync();
        Assert.That((waived.Expired, waived.Reversed, waived.Arrears), Is.EqualTo((200m, 0m, 0m)));

        // Up by 100: set off. Up by another 50: a new lot, active at once, its time counted from now.
        await RecordAsync(Order(3, 2));
        Assert.That((await PointsAsync()).Accrued, Is.EqualTo(200m));
        await RecordAsync(Order(3.5m, 3));
        var account = await AccountAsync();
        var lot = account.Lots.All.Single(one => one.IsOpen);
        Assert.That((lot.Unheld, lot.ExpiresAt), Is.EqualTo((50m, (DateTimeOffset?)Shop.At("2011-06-01T00:00:00Z"))));
        Assert.That((await EventsAsync()).OfType<WaiverUsed>().Single().Waived, Is.EqualTo(-100m));
    }

    [Test]
    public async Task A_pending_lot_grows_and_shrinks_in_its_state()
    {
        await PublishAsync(Points("arrears", 14));
        await RecordAsync(Order(2), Order(5, 2), Order(1, 3), Order(4, 4));

        var account = await AccountAsync();
        var lot = account.Lots.All.Single();
        Assert.That((lot.Pending, lot.Unheld, lot.ActivatesAt), Is.EqualTo((400m, 0m, (DateTimeOffset?)Shop.At("2011-03-15T10:00:00Z"))));
    }

    [Test]
    public async Task An_amendment_after_a_full_return_credits_again()
    {
        await PublishAsync(Points("arrears"));
        await RecordAsync(Order(2), Shop.Return("1", "r", lines: ("L1", 2)));
        Assert.That((await PointsAsync()).Unheld, Is.Zero);

        await RecordAsync(Order(3, 2));
        Assert.That((await PointsAsync()).Unheld, Is.EqualTo(100m));
    }

    [Test]
    public async Task An_order_that_earned_nothing_at_first_opens_its_lot_with_an_amendment()
    {
        await PublishAsync(Points("arrears", 14));
        await RecordAsync(Shop.Order("1", lines: Shop.Line("L1", 0.5m)), Order(1, 2));

        var lot = (await AccountAsync()).Lots.All.Single();
        Assert.That((lot.Pending, lot.ActivatesAt), Is.EqualTo((100m, (DateTimeOffset?)Shop.At("2011-03-15T10:00:00Z"))));
    }

    [Test]
    public async Task Points_stay_with_the_first_contact_when_an_amendment_names_another()
    {
        await PublishAsync(
            "\"earning\": [ { \"id\": \"base\", \"points\": 1, \"per\": 1, \"scope\": \"goods\", \"owner\": \"contact\" } ]");
        await RecordAsync(
            Shop.Order("1") with
            {
                ContactId = "ann",
            },
            Shop.Order("1") with
            {
                ContactId = "bob",
                Revision = 2,
            },
            Shop.Order("1") with
            {
                Revision = 3,
            }
        );

        var account = await AccountAsync();
        Assert.That(account.Wallet(new("ann", "points")).Pending, Is.EqualTo(100m));
        Assert.That(account.Wallet(new("bob", "points")).Pending, Is.Zero);
        Assert.That(account.Wallet(new("account", "points")).Pending, Is.Zero);
    }
}
