using System.Text.Json.Nodes;
using Ledger.Contracts.V1;
using Ledger.TestSupport;
using NUnit.Framework;

namespace Ledger.Services.Tests.Ledger;

/// <summary>Idempotency is by business key, without a time limit (domain.md §2).</summary>
public sealed class IdempotencyTests : ServiceTests
{
    private const int Times = 50;

    [Test]
    public async Task Records_an_order_once_however_often_it_comes_at_once()
    {
        await PublishAsync();
        var order = Shop.Order("1");

        var replies = await Task.WhenAll(Enumerable.Range(0, Times).Select(_ => Api.SendAsync(order)));

        Assert.That(replies.Count(reply => reply.Status == 201), Is.EqualTo(1));
        Assert.That(replies.Count(reply => reply.Status == 200), Is.EqualTo(Times - 1));
        Assert.That((await EventsAsync()).OfType<OrderRecorded>().Count(), Is.EqualTo(1));
        Assert.That((await PointsAsync()).Accrued, Is.EqualTo(100));
    }

    [Test]
    public async Task Of_two_contents_at_once_one_wins_and_the_other_conflicts()
    {
        await PublishAsync();
        var one = Shop.Order("1");
        var other = Shop.Order("1", lines: Shop.Line("L1", 70));

        var replies = await Task.WhenAll(Enumerable.Range(0, Times).Select(n => Api.SendAsync(n % 2 == 0 ? one : other)));

        Assert.That(replies.Count(reply => reply.Status == 201), Is.EqualTo(1));
        Assert.That(replies.Count(reply => reply.Status == 200), Is.EqualTo((Times / 2) - 1));
        Assert.That(replies.Count(reply => reply is { Status: 409, Code: "conflict" }), Is.EqualTo(Times / 2));
        Assert.That((await EventsAsync()).OfType<OrderRecorded>().Count(), Is.EqualTo(1));
    }

    [TestCase("return"), TestCase("payment"), TestCase("shipment"), TestCase("delivery"), TestCase("cancellation")]
    public async Task Records_every_kind_of_fact_once_however_often_it_comes_at_once(string kind)
    {
        await PublishAsync();
        await RecordAsync(Shop.Order("1", lines: Shop.Line("L1", 100, 3)));
        var (fact, other) = Fact(kind);

        var replies = await Task.WhenAll(Enumerable.Range(0, Times).Select(_ => Api.SendAsync(fact)));
        var events = await EventsAsync();
        var conflict = await Api.SendAsync(other);

        Assert.That(replies.Count(reply => reply.Status == 201), Is.EqualTo(1));
        Assert.That(replies.Count(reply => reply.Status == 200), Is.EqualTo(Times - 1));
        Assert.That(conflict.Status, Is.EqualTo(409), conflict.Text);
        Assert.That(conflict.Code, Is.EqualTo("conflict"));
        Assert.That(await EventsAsync(), Has.Count.EqualTo(events.Count), "a conflict changes nothing");
    }

    [TestCase("lines[0].quantity", "2")]
    [TestCase("lines[0].unitPrice", "1.51")]
    [TestCase("lines[0].discount", "0.01")]
    [TestCase("lines[0].sku", "\"Tea\"")]
    [TestCase("lines[0].sku", "\"tea \"")]
    [TestCase("lines[0].category", "\"leaf\"")]
    [TestCase("lines[0].kind", "\"fee\"")]
    [TestCase("accountId", "\"B\"")]
    [TestCase("contactId", "\"ann\"")]
    [TestCase("partnerId", "\"bank\"")]
    [TestCase("placedAt", "\"2011-03-01T10:00:01Z\"")]
    [TestCase("currency", "\"EUR\"")]
    [TestCase("tags", """{"channel":"web"}""")]
    public async Task Other_content_under_the_same_key_conflicts_and_changes_nothing(string path, string value)
    {
        await PublishAsync();
        var order = Shop.Order("1", lines: [Shop.Line("L1", 1.5m, 3), Shop.Line("L2", 20)]);
        await RecordAsync(order);
        var before = (await EventsAsync()).Count;

        var reply = await Api.SendAsync(order, Changed(order, path, value));

        Assert.That(reply.Status, Is.EqualTo(409), reply.Text);
        Assert.That(reply.Code, Is.EqualTo("conflict"));
        Assert.That(await EventsAsync(), Has.Count.EqualTo(before));
    }

    [TestCase("lines[0].unitPrice", "1.50")]
    [TestCase("lines[0].unitPrice", "15e-1")]
    [TestCase("lines[0].quantity", "3.0000000000")]
    [TestCase("lines[0].quantity", "0.3E1")]
    [TestCase("lines[0].discount", "0")]
    [TestCase("lines[0].discount", "0.00")]
    [TestCase("lines[0].kind", "\"merchandise\"")]
    [TestCase("lines[0].category", "null")]
    [TestCase("revision", "1")]
    [TestCase("contactId", "null")]
    [TestCase("tags", "null")]
    [TestCase("tags", "{}")]
    [TestCase("amendedAt", "null")]
    [TestCase("placedAt", "\"2011-03-01T12:00:00+02:00\"")]
    [TestCase("placedAt", "\"2011-03-01T10:00:00.000Z\"")]
    public async Task The_same_content_written_otherwise_is_a_repeat(string path, string value)
    {
        await PublishAsync();
        var order = Shop.Order("1", lines: [Shop.Line("L1", 1.5m, 3), Shop.Line("L2", 20)]);
        await RecordAsync(order);
        var before = (await EventsAsync()).Count;

        var reply = await Api.SendAsync(order, Changed(order, path, value));

        Assert.That(reply.Status, Is.EqualTo(200), reply.Text);
        Assert.That(reply.Outcome, Is.EqualTo("repeated"));
        Assert.That(await EventsAsync(), Has.Count.EqualTo(before));
    }

    [Test]
    public async Task Lines_and_tags_in_another_order_are_the_same_content()
    {
        await PublishAsync();
        var order = Shop.Order("1", lines: [Shop.Line("L1", 1.5m, 3), Shop.Line("L2", 20)]) with
        {
            Tags = new Dictionary<string, string> { ["a"] = "1", ["b"] = "2" },
        };
        await RecordAsync(order, Shop.Return("1", "r", lines: [("L1", 1), ("L2", 1)]));

        await ExpectAsync(order with
        {
            Lines = [.. order.Lines.Reverse()],
            Tags = new Dictionary<string, string> { ["b"] = "2", ["a"] = "1" },
        }, "repeated");
        await ExpectAsync(Shop.Return("1", "r", lines: [("L2", 1), ("L1", 1)]), "repeated");
    }

    [Test]
    public async Task A_repeat_answers_the_same_over_every_transport()
    {
        await PublishAsync();
        var order = Shop.Order("1");
        await RecordAsync(order);
        var before = (await EventsAsync()).Count;

        var lines = await Api.SendLinesAsync(Shop.Program, [order, order]);
        await TheService.Broker.PublishAsync(order);
        await TheService.Broker.PublishAsync(order, Guid.NewGuid());
        await UntilReceivedAsync(2);

        Assert.That((long)lines.Json["repeated"]!, Is.EqualTo(2));
        Assert.That(await EventsAsync(), Has.Count.EqualTo(before));
    }

    [Test]
    public async Task A_conflict_over_the_bus_ends_in_the_rejected_list()
    {
        await PublishAsync();
        await RecordAsync(Shop.Order("1"));

        await TheService.Broker.PublishAsync(Shop.Order("1", lines: Shop.Line("L1", 7)));
        await UntilReceivedAsync(1);

        var rejected = (await RejectedAsync()).Single();
        Assert.That(rejected.Code, Is.EqualTo("conflict"));
        Assert.That(rejected.Door, Is.EqualTo("bus"));
        Assert.That((await PointsAsync()).Accrued, Is.EqualTo(100));
    }

    [Test]
    public async Task A_rejected_fact_binds_no_key()
    {
        await PublishAsync();

        await ExpectAsync(Shop.Order("1") with { Currency = "EUR" }, "no_rate");
        await RecordAsync(Shop.Order("1"));
        await ExpectAsync(Shop.Return("1", "r", lines: ("L1", 5)), "return_exceeds_remaining");
        await RecordAsync(Shop.Return("1", "r", lines: ("L1", 1)));
    }

    [Test]
    public async Task The_same_id_in_another_source_or_program_is_another_order()
    {
        await PublishAsync();
        var other = new Shop(Shop.NewProgram());
        await Api.PublishAsync(other.Document());

        await RecordAsync(Shop.Order("1"), Shop.Order("1") with { Source = "erp" }, other.Order("1"));

        Assert.That((await PointsAsync()).Accrued, Is.EqualTo(200));
        Assert.That((await Log.AccountAsync(other.Program, "A")).Orders, Is.EqualTo(1));
    }

    [Test]
    public async Task Keys_outlive_the_process()
    {
        await PublishAsync();
        var order = Shop.Order("1", lines: Shop.Line("L1", 100, 3));
        IOrderFact[] facts =
        [
            order,
            Shop.Return("1", "r"),
            Shop.Paid("1"),
            order with
            {
                Revision = 3,
                Lines = [Shop.Line("L1", 90, 3)],
            },
            Shop.Cancelled("1"),
        ];
        await RecordAsync(facts);
        await ExpectAsync(Shop.Return("2", "r"), "parked");
        var before = (await EventsAsync()).Count;

        await TheService.Process.RestartAsync();

        foreach (var fact in facts) await ExpectAsync(fact, "repeated");
        await ExpectAsync(Shop.Return("2", "r"), "parked");
        await ExpectAsync(Shop.Order("1"), "conflict");
        await ExpectAsync(Shop.Return("1", "r", lines: ("L1", 2)), "conflict");
        Assert.That(await EventsAsync(), Has.Count.EqualTo(before));
    }

    private (IOrderFact Fact, IOrderFact Other) Fact(string kind) => kind switch
    {
        "return" => (Shop.Return("1", "r"), Shop.Return("1", "r", lines: ("L1", 2))),
        "payment" => (Shop.Paid("1"), Shop.Paid("1", "2011-03-03T00:00:00Z")),
        "shipment" => (Shop.Shipped("1"), Shop.Shipped("1", "2011-03-03T00:00:00Z")),
        "delivery" => (Shop.Delivered("1"), Shop.Delivered("1", "2011-03-03T00:00:00Z")),
        "cancellation" => (Shop.Cancelled("1"), Shop.Cancelled("1", "2011-03-03T00:00:00Z")),
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    private static string Changed(IOrderFact fact, string path, string value)
    {
        // Written as text, because a parsed number would lose how it was written.
        var root = JsonNode.Parse(LedgerApi.Text(fact))!.AsObject();
        var inLine = path.StartsWith("lines[0].", StringComparison.Ordinal);
        var target = inLine ? root["lines"]![0]!.AsObject() : root;
        target[inLine ? path["lines[0].".Length..] : path] = "@here@";
        return root.ToJsonString().Replace("\"@here@\"", value, StringComparison.Ordinal);
    }
}
