using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Ledger.Contracts.V1;
using Ledger.TestSupport;
using NUnit.Framework;

namespace Ledger.Services.Tests.Ledger;

/// <summary>
/// Facts over RabbitMQ, good and bad. A bad message is stored in the list of rejected facts, and the messages behind it are processed.
/// </summary>
public sealed class BusTests : ServiceTests
{
    private const string Nobody = "-";

    private static Broker Broker => TheService.Broker;

    [Test]
    public async Task Single_messages_of_one_account_are_taken_in_the_order_they_were_sent()
    {
        await PublishAsync();
        const int Orders = 150;
        for (var n = 0; n < Orders; n++)
        {
            await Broker.PublishAsync(Shop.Order($"{n}", lines: Shop.Line("L1", 10, 2)));
            await Broker.PublishAsync(Shop.Return($"{n}", "r"));
        }

        await UntilReceivedAsync(2 * Orders);

        var events = await EventsAsync();
        Assert.That(events.OfType<OrderRecorded>().Select(one => one.OrderId), Is.EqualTo(Enumerable.Range(0, Orders).Select(n => $"{n}")));
        Assert.That(events.OfType<FactParked>(), Is.Empty, "no return overtook its order");
        Assert.That((await PointsAsync()).Pending, Is.EqualTo(10 * Orders));
    }

    [Test]
    public async Task Every_kind_of_message_is_taken()
    {
        await PublishAsync("\"points\": { \"redeemOn\": \"future\", \"activation\": { \"on\": \"delivered\", \"delayDays\": 0 } }");
        var order = Shop.Order("1", lines: Shop.Line("L1", 100, 3));
        object[] messages =
        [
            order, Shop.Paid("1"), Shop.Shipped("1"), Shop.Delivered("1"), Shop.Return("1", "r"),
            new OrderAmended(
                order.Program, order.Source, order.OrderId, order.AccountId, order.PlacedAt, order.Currency, [Shop.Line("L1", 100, 5)], 2),
        ];
        foreach (var message in messages) await Broker.PublishAsync(message);
        await UntilReceivedAsync(messages.Length);
        Assert.That((await PointsAsync()).Unheld, Is.EqualTo(400));

        await Broker.PublishAsync(Shop.Cancelled("1"));
        await UntilReceivedAsync(messages.Length + 1);
        Assert.That((await PointsAsync()).Unheld, Is.Zero);
        Assert.That(await RejectedAsync(), Is.Empty);
    }

    [Test]
    public async Task A_batch_is_taken_in_its_order_and_its_bad_facts_are_rejected_alone()
    {
        await PublishAsync();
        var facts = new[]
        {
            Element(LedgerApi.Line(Shop.Order("1", lines: Shop.Line("L1", 100, 2)))),
            Element("17"),
            Element(LedgerApi.Line(Shop.Return("1", "r"))),
            Element($$"""{"type":"OrderMoved","program":"{{Shop.Program}}"}"""),
            Element(LedgerApi.Text(Shop.Order("2"))),
        };

        await Broker.PublishAsync(new SubmitOrders(facts));
        await UntilReceivedAsync(4);

        Assert.That((await RejectedAsync()).Single().Code, Is.EqualTo("unknown_fact_type"));
        Assert.That((await PointsAsync()).Pending, Is.EqualTo(200));
    }

    [Test]
    public async Task A_batch_of_more_than_1000_facts_is_refused_whole()
    {
        await PublishAsync();

        await Broker.PublishAsync(
            new SubmitOrders([.. Enumerable.Range(0, 1001).Select(n => Element(LedgerApi.Text(Shop.Order($"{n}"))))]));

        var rejected = await Eventually.GetAsync(RejectedAsync, list => list.Count > 0, "the batch to be rejected");
        Assert.That(rejected.Single().Code, Is.EqualTo("too_large"));
        Assert.That(
            rejected.Single().Payload, Does.Contain("\"orderId\":\"1000\"").Or.Contain("\"orderId\": \"1000\""), "what was sent is kept");
        Assert.That((await AccountAsync()).Orders, Is.Zero);
    }

    [Test]
    public async Task Every_message_delivered_twice_changes_nothing()
    {
        await PublishAsync();
        var facts = new List<IOrderFact>();
        for (var n = 0; n < 40; n++)
        {
            facts.AddRange([Shop.Order($"{n}", $"A{n % 5}", lines: Shop.Line("L1", 10, 3)), Shop.Return($"{n}", "r"), Shop.Paid($"{n}")]);
        }
        foreach (var fact in facts) await Broker.PublishAsync(fact);
        await UntilReceivedAsync(facts.Count);
        var before = (await EventsAsync()).Count;

        // The same message id, as a broker that delivers again; and a new one, as a sender that sends again.
        foreach (var fact in facts)
        {
            var id = Guid.NewGuid();
            await Broker.PublishAsync(fact, id);
            await Broker.PublishAsync(fact, id);
        }

        await UntilReceivedAsync(3 * facts.Count);
        Assert.That(await EventsAsync(), Has.Count.EqualTo(before));
    }

    [TestCase("""{ "program": "@", "source": "shop", "orderId": "1" """, "malformed_json")]
    [TestCase("17", "invalid_value")]
    [TestCase("[]", "invalid_value")]
    [TestCase("{}", "invalid_value")]
    [TestCase("""{"program":"@","source":"shop","orderId":"9","accountId":"A","placedAt":"2011-03-01T10:00:"""
        + """00Z","currency":"GBP","lines":[{"lineId":"L1","sku":"tea","quantity":"1","unitPrice":1}]}""", "invalid_value")]
    [TestCase("""{"program":"@","source":"shop","orderId":"9","accountId":"A","placedAt":"2011-03-01T10:00:"""
        + """00Z","currency":"GBP","lines":[{"lineId":"L1","sku":"tea","quantity":1,"unitPrice":1,"colour":1}]}""", "unknown_field")]
    [TestCase("""{"program":"@","source":"shop","orderId":"9","accountId":"A","placedAt":"2011-03-01T10:00:"""
        + """00Z","currency":"GBP","colour":"red","lines":[{"lineId":"L1","sku":"tea","quantity":1,"unitPrice":1}]}""", "unknown_field")]
    [TestCase("""{"program":"@","source":"shop","orderId":"9","accountId":"A","placedAt":"2011-03-01T10:00:"""
        + """00Z","currency":"GBP","lines":[{"lineId":"L1","sku":"tea","quantity":1e308,"unitPrice":1}]}""", "number_out_of_range")]
    [TestCase(
        """{"program":"@","source":"shop","orderId":"9","accountId":"A","placedAt":"2011-03-01T10:00:"""
            + """00Z","currency":"GBP","lines":[{"lineId":"L1","sku":"tea","quantity":1,"unitPrice":0.123456789012345678901234567890}]}""",
        "number_out_of_range"
    )]
    [TestCase("""{"program":"@","source":"shop","orderId":"9","accountId":"A","placedAt":"2011-03-01T10:00:"""
        + """00Z","currency":"GBP","lines":[{"lineId":"L1","sku":"tea","quantity":-1,"unitPrice":1}]}""", "non_positive_quantity")]
    [TestCase("""{"program":"@","source":"shop","orderId":"9","accountId":"A","placedAt":"2011-03-01T10:00:"""
        + """00Z","currency":"EUR","lines":[{"lineId":"L1","sku":"tea","quantity":1,"unitPrice":1}]}""", "no_rate")]
    [TestCase("""{"program":"@","source":"shop","orderId":"9","accountId":"A","placedAt":"2999-03-01T10:00:"""
        + """00Z","currency":"GBP","lines":[{"lineId":"L1","sku":"tea","quantity":1,"unitPrice":1}]}""", "dated_in_future")]
    [TestCase("""{"program":"@","source":"shop","orderId":"9","accountId":"A","placedAt":"2011-03-01","currency":"GBP","lines":["""
        + """{"lineId":"L1","sku":"tea","quantity":1,"unitPrice":1}]}""", "invalid_value")]
    [TestCase("""{"program":"@","source":"shop","orderId":"9","accountId":"A","currency":"GBP","lines":["""
        + """{"lineId":"L1","sku":"tea","quantity":1,"unitPrice":1}]}""", "invalid_value")]
    [TestCase("""{"program":"@","source":"shop","orderId":"9","placedAt":"2011-03-01T10:00:00Z","currency":"GBP","lines":["""
        + """{"lineId":"L1","sku":"tea","quantity":1,"unitPrice":1}]}""", "invalid_value")]
    [TestCase("""{"program":"@","source":"shop","orderId":"9","accountId":"A","placedAt":"2011-03-01T10:00:"""
        + """00Z","currency":"GBP","lines":[null]}""", "invalid_value")]
    [TestCase(
        """{"program":"@","source":"shop","orderId":"9","accountId":"A","placedAt":"2011-03-01T10:00:00Z","currency":"GBP","lines":null}""",
        "invalid_value")]
    [TestCase("""{"program":"@","source":"shop","orderId":"9","accountId":"A","placedAt":"2011-03-01T10:00:"""
        + """00Z","currency":"GBP","lines":@10001@}""", "too_many_lines")]
    [TestCase("""{"program":"@","source":"shop","orderId":"9","accountId":"A","placedAt":"2011-03-01T10:00:"""
        + """00Z","currency":"\u0000","lines":[{"lineId":"L1","sku":"tea","quantity":1,"unitPrice":1}]}""", "no_rate")]
    public async Task A_bad_order_ends_in_the_rejected_list_and_the_next_one_is_taken(string message, string code)
    {
        await PublishAsync();
        var before = (await Log.RejectedAsync(Nobody)).Count;

        await Broker.PutAsync(Filled(message), nameof(OrderPlaced));
        await Broker.PublishAsync(Shop.Order("good"));

        await Eventually.TrueAsync(async () => (await AccountAsync()).Orders == 1, "the good order to be taken");
        var rejected = await Eventually.GetAsync(
            async () => (await RejectedAsync()).Concat((await Log.RejectedAsync(Nobody)).Skip(before)).ToList(), list => list.Count > 0,
            "the bad one to be listed");
        Assert.That(
            rejected.Select(one => (one.Code, one.Door)), Is.EqualTo(new[] { (code, "bus") }),
            string.Join('\n', rejected.Select(one => one.Reason)));
        // A fact that is refused only when it is decided is stored as it was read, not as it was sent.
        if (code != "no_rate") Assert.That(rejected.Single().Payload, Does.Contain(Filled(message)), "what was sent is kept");
        Assert.That(await Broker.WaitingAsync(), Is.Zero);
    }

    [Test]
    public async Task A_return_without_its_time_is_rejected()
    {
        await PublishAsync();
        await RecordAsync(Shop.Order("1"));

        await Broker.PutAsync(
            Filled("""{"program":"@","source":"shop","orderId":"1","returnId":"r","lines":[{"lineId":"L1","quantity":1}]}"""),
            nameof(OrderReturned));

        var rejected = await Eventually.GetAsync(RejectedAsync, list => list.Count > 0, "the return to be rejected");
        Assert.That(rejected.Single().Code, Is.EqualTo("invalid_value"));
        Assert.That((await PointsAsync()).Pending, Is.EqualTo(100));
    }

    [TestCase("application/vnd.masstransit+json", "garbage")]
    [TestCase("application/vnd.masstransit+json", "")]
    [TestCase("application/vnd.masstransit+json", "{}")]
    [TestCase("application/vnd.masstransit+json", """{"messageType":["urn:message:Some.Where:Else"],"message":{}}""")]
    [TestCase("application/vnd.masstransit+json", """{"messageType":"x","message":7}""")]
    [TestCase("text/plain", "hello")]
    [TestCase("application/json", """{"hello":1}""")]
    [TestCase("application/octet-stream", "\u0000\u0001\u00ff")]
    public async Task What_is_no_message_at_all_ends_in_the_rejected_list(string contentType, string text)
    {
        await PublishAsync();
        var before = (await Log.RejectedAsync(Nobody)).Count;
        // The content is made unique, because the same refusal of the same content is stored once.
        var unique = text.Length == 0 ? text : text + new string(' ', before + 1);

        await Broker.PutAsync(Encoding.UTF8.GetBytes(unique), contentType);
        await Broker.PublishAsync(Shop.Order("good"));

        await Eventually.TrueAsync(async () => (await AccountAsync()).Orders == 1, "the good order to be taken");
        await Eventually.TrueAsync(async () => (await Log.RejectedAsync(Nobody)).Count > before, "the bad one to be listed");
        Assert.That(await Broker.WaitingAsync(), Is.Zero);
    }

    [Test]
    public async Task Messages_of_20_megabytes_harm_nobody()
    {
        await PublishAsync();
        var before = (await Log.RejectedAsync(Nobody)).Count;
        var bytes = Encoding.UTF8.GetBytes(new string('x', 20 * 1024 * 1024));

        await Broker.PutAsync(bytes);
        await Broker.PublishAsync(Shop.Order("good"));

        await Eventually.TrueAsync(async () => (await AccountAsync()).Orders == 1, "the good order to be taken");
        Assert.That(await Log.RejectedAsync(Nobody), Has.Count.EqualTo(before + 1));
        Assert.That(TheService.Process.PeakMemory, Is.LessThan(500L * 1024 * 1024));
    }

    private string Filled(string message) => message
        .Replace("@10001@", $"[{string.Join(',', Enumerable.Range(1, 10_001).Select(n =>
                $$"""{"lineId":"{{n}}","sku":"tea","quantity":1,"unitPrice":1}"""))}]", StringComparison.Ordinal)
        .Replace("@", Shop.Program, StringComparison.Ordinal);

    private static JsonElement Element(string json) => JsonNode.Parse(json)!.Deserialize<JsonElement>();
}
