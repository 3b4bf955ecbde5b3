using Ledger.Contracts.V1;
using Ledger.TestSupport;
using NUnit.Framework;

namespace Ledger.Services.Tests.Ledger;

/// <summary>Revisions: the highest wins (domain.md §2).</summary>
public sealed class RevisionTests : ServiceTests
{
    private OrderPlaced Revision(long revision, decimal price, decimal quantity = 1, string id = "1") =>
        Shop.Order(id, lines: Shop.Line("L1", price, quantity)) with { Revision = revision };

    [Test]
    public async Task The_highest_revision_wins_whatever_comes_when()
    {
        await PublishAsync();
        await RecordAsync(Revision(1, 100), Revision(5, 250));

        await ExpectAsync(Revision(3, 7), "superseded");
        await ExpectAsync(Revision(3, 7), "repeated");
        await ExpectAsync(Revision(3, 8), "conflict");
        await RecordAsync(Revision(9, 40));

        Assert.That((await PointsAsync()).Pending, Is.EqualTo(40));
        Assert.That((await EventsAsync()).OfType<OrderSuperseded>().Single().Revision, Is.EqualTo(3));
    }

    [Test]
    public async Task A_superseded_revision_moves_no_value()
    {
        await PublishAsync();
        await RecordAsync(Revision(2, 100));
        var before = await AccountAsync();

        await ExpectAsync(Revision(1, 900), "superseded");

        var after = await AccountAsync();
        Assert.That(after.Entries, Is.EqualTo(before.Entries));
        Assert.That(after.Orders, Is.EqualTo(1));
    }

    [Test]
    public async Task An_amendment_without_its_order_is_the_order()
    {
        await PublishAsync();
        var amended = new OrderAmended(
            Shop.Program, Shop.Source, "1", "A", Shop.At("2011-03-01T10:00:00Z"), "GBP", [Shop.Line("L1", 60)], 4);

        var reply = await Api.SendLinesAsync(Shop.Program, [amended]);

        Assert.That((long)reply.Json["recorded"]!, Is.EqualTo(1), reply.Text);
        await ExpectAsync(Revision(1, 100), "superseded");
        Assert.That((await PointsAsync()).Pending, Is.EqualTo(60));
    }

    [Test]
    public async Task An_amendment_and_a_snapshot_of_one_revision_are_one_fact()
    {
        await PublishAsync();
        await RecordAsync(Revision(1, 100), Revision(2, 60));
        var amended = new OrderAmended(
            Shop.Program, Shop.Source, "1", "A", Shop.At("2011-03-01T10:00:00Z"), "GBP", [Shop.Line("L1", 60)], 2);

        await TheService.Broker.PublishAsync(amended);
        await UntilReceivedAsync(1);
        var reply = await Api.SendLinesAsync(Shop.Program, [amended]);

        Assert.That((long)reply.Json["repeated"]!, Is.EqualTo(1), reply.Text);
        Assert.That(await RejectedAsync(), Is.Empty);
        Assert.That((await PointsAsync()).Pending, Is.EqualTo(60));
    }

    [TestCase("account"), TestCase("placedAt"), TestCase("currency")]
    public async Task An_amendment_may_not_change_what_the_order_is(string what)
    {
        await PublishAsync();
        var order = Shop.Order("1");
        await RecordAsync(order);
        var changed = order with { Revision = 2 };
        changed = what switch
        {
            "account" => changed with { AccountId = "B" },
            "placedAt" => changed with { PlacedAt = changed.PlacedAt.AddSeconds(1) },
            _ => changed with { Currency = "EUR" },
        };

        var reply = await ExpectAsync(changed, "amendment_changes_identity");

        Assert.That(reply.Status, Is.EqualTo(422));
        Assert.That((await PointsAsync()).Pending, Is.EqualTo(100));
        await RecordAsync(order with { Revision = 2, Lines = [Shop.Line("L1", 50)] });
    }

    [Test]
    public async Task An_amendment_may_not_leave_less_than_was_returned()
    {
        await PublishAsync();
        await RecordAsync(Revision(1, 100, 3), Shop.Return("1", "r", lines: ("L1", 2)));

        await ExpectAsync(Revision(2, 100, 1), "amendment_below_returned");
        await ExpectAsync(Shop.Order("1", lines: Shop.Line("L2", 5)) with { Revision = 2 }, "amendment_below_returned");
        Assert.That((await PointsAsync()).Pending, Is.EqualTo(100));

        await RecordAsync(Revision(2, 100, 2));
        Assert.That((await PointsAsync()).Pending, Is.Zero);
    }

    [Test]
    public async Task Returns_count_by_line_across_revisions()
    {
        await PublishAsync();
        await RecordAsync(Revision(1, 100, 3), Shop.Return("1", "a", lines: ("L1", 2)), Revision(2, 100, 5));
        Assert.That((await PointsAsync()).Pending, Is.EqualTo(300));

        await ExpectAsync(Shop.Return("1", "b", lines: ("L1", 4)), "return_exceeds_remaining");
        await RecordAsync(Shop.Return("1", "b", lines: ("L1", 3)));
        Assert.That((await PointsAsync()).Pending, Is.Zero);
    }

    [Test]
    public async Task A_cancelled_order_takes_no_amendment_and_no_return()
    {
        await PublishAsync();
        await RecordAsync(Revision(1, 100, 2), Shop.Return("1", "a", lines: ("L1", 1)), Shop.Cancelled("1"));

        await ExpectAsync(Revision(2, 100, 5), "order_cancelled");
        await ExpectAsync(Shop.Return("1", "b", lines: ("L1", 1)), "order_cancelled");
        await ExpectAsync(Shop.Return("1", "a", lines: ("L1", 1)), "repeated");

        var points = await PointsAsync();
        Assert.That(points.Pending, Is.Zero);
        Assert.That(points.Reversed, Is.EqualTo(200));
    }

    [Test]
    public async Task An_order_counts_once_however_often_it_is_amended()
    {
        await PublishAsync("\"qualification\": { \"metric\": \"orders\", \"window\": { \"kind\": \"lifetime\" } }, \"tiers\": [ { "
            + "\"id\": \"one\", \"from\": 0 }, { \"id\": \"two\", \"from\": 2 } ]");
        await RecordAsync(Revision(1, 100), Revision(2, 90), Revision(3, 80));
        Assert.That((await AccountAsync()).Tier, Is.EqualTo("one"));

        await RecordAsync(Revision(1, 1, id: "2"));
        Assert.That((await AccountAsync()).Tier, Is.EqualTo("two"));
    }
}
