using System.Text.Json.Nodes;
using Ledger.Contracts.V1;
using Ledger.TestSupport;
using NUnit.Framework;

namespace Ledger.Services.Tests.Ledger;

/// <summary>Which ids an order may have, and that facts and answers are found by them.</summary>
public sealed class IdentifierTests : ServiceTests
{
    [
        TestCase("a/b"),
        TestCase("%2F"),
        TestCase("a%b"),
        TestCase("?x=1#y"),
        TestCase("~!@$&*()=+[]{}|;:'\",<>"),
        TestCase("\\"),
        TestCase("..."),
        TestCase("a/.."),
        TestCase("%2e"),
        TestCase("./.")
    ]
    public async Task An_id_may_have_every_allowed_character_and_finds_its_order(string id)
    {
        await PublishAsync();
        var order = Shop.Order(id, account: $"a/{id}") with { Source = $"s/{id}" };

        await RecordAsync(order);
        await RecordAsync(Shop.Return(id, id) with { Source = order.Source });

        await ExpectAsync(order, "repeated");
        var events = await EventsAsync();
        Assert.That(events.OfType<OrderRecorded>().Single().OrderId, Is.EqualTo(id));
        var read = await ReadAsync(LedgerApi.PathOf(order));
        Assert.That(
            ((string?)read["source"], (string?)read["orderId"], (string?)read["accountId"]),
            Is.EqualTo((order.Source, id, order.AccountId)));
        Assert.That((string?)read["returns"]![0]!["returnId"], Is.EqualTo(id));
        var account = $"{LedgerApi.Program(Shop.Program)}/accounts/{Uri.EscapeDataString(order.AccountId)}";
        Assert.That((string?)(await ReadAsync($"{account}/balance"))["accountId"], Is.EqualTo(order.AccountId));
        var entry = (await ReadAsync($"{account}/entries"))["entries"]![0]!;
        Assert.That((await ReadAsync($"{LedgerApi.Program(Shop.Program)}/entries/{entry["id"]}/explanation"))["evaluation"], Is.Not.Null);
    }

    [Test]
    public async Task Two_orders_whose_source_and_id_join_to_the_same_text_are_two_orders()
    {
        await PublishAsync();
        var (one, other) = (Shop.Order("c") with { Source = "a/b" }, Shop.Order("b/c", lines: Shop.Line("L1", 7)) with { Source = "a" });

        await RecordAsync(one, other);

        Assert.That((decimal)(await ReadAsync(LedgerApi.PathOf(one)))["lines"]![0]!["unitPrice"]!, Is.EqualTo(100));
        Assert.That((decimal)(await ReadAsync(LedgerApi.PathOf(other)))["lines"]![0]!["unitPrice"]!, Is.EqualTo(7));
    }

    [TestCase("."), TestCase("..")]
    public async Task Dots_alone_are_no_id(string id)
    {
        await PublishAsync();
        IOrderFact[] facts = [Shop.Order(id), Shop.Order("1", account: id), Shop.Order("1") with { Source = id }, Shop.Order("1") with
            {
                ContactId = id,
            }, Shop.Return("1", id)];

        var reply = await Api.SendLinesAsync(Shop.Program, facts);

        Assert.That(
            reply.Json["problems"]!.AsArray().Select(problem => (string?)problem!["code"]),
            Is.EqualTo(Enumerable.Repeat("malformed_id", facts.Length)), reply.Text);
    }

    // The views lag behind the log, so this waits for what was just written.
    private static async Task<JsonNode> ReadAsync(string path)
    {
        var reply = await Api.GetAsync($"{path}?minPosition={await Log.CountAsync()}");
        Assert.That(reply.Status, Is.EqualTo(200), reply.Text);
        return reply.Json;
    }
}
