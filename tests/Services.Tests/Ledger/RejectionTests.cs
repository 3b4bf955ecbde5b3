using System.Globalization;
using System.Text.Json.Nodes;
using Ledger.Contracts.V1;
using Ledger.TestSupport;
using NUnit.Framework;

namespace Ledger.Services.Tests.Ledger;

/// <summary>Every reason to refuse a fact, with its stable code (domain.md §2), in the order in which facts are checked.</summary>
public sealed class RejectionTests : ServiceTests
{
    // Recorded before: order 1 with 3 of L1, of which 1 is returned, and order 2, which is cancelled.
    [TestCase("malformed_id", 400, "PUT", "9", "accountId", "\"a b\"")]
    [TestCase("malformed_id", 400, "PUT", "9", "accountId", "\"\"")]
    [TestCase("malformed_id", 400, "PUT", "9", "accountId", "\"Ä\"")]
    [TestCase("malformed_id", 400, "PUT", "9", "contactId", "\"\\u0000\"")]
    [TestCase("malformed_id", 400, "PUT", "9", "lines[0].lineId", "\"a\\tb\"")]
    [TestCase("malformed_id", 400, "POST returns", "1", "returnId", "\" \"")]
    [TestCase("malformed_id", 400, "POST payments", "1", "paymentId", "\"\"")]
    [TestCase("invalid_revision", 422, "PUT", "9", "revision", "0")]
    [TestCase("invalid_revision", 422, "PUT", "9", "revision", "-1")]
    [TestCase("dated_in_future", 422, "PUT", "9", "placedAt", "@tomorrow@")]
    [TestCase("dated_in_future", 422, "POST returns", "1", "returnedAt", "@tomorrow@")]
    [TestCase("dated_in_future", 422, "POST payments", "1", "paidAt", "@tomorrow@")]
    [TestCase("dated_in_future", 422, "POST cancellation", "1", "cancelledAt", "@tomorrow@")]
    [TestCase("malformed_text", 400, "PUT", "9", "tags", """{"channel":"a\u0001b"}""")]
    [TestCase("no_lines", 422, "PUT", "9", "lines", "[]")]
    [TestCase("no_lines", 422, "POST returns", "1", "lines", "[]")]
    [TestCase("too_many_lines", 422, "PUT", "9", "lines", "@10001@")]
    [TestCase("malformed_text", 400, "PUT", "9", "lines[0].sku", "\"\"")]
    [TestCase("malformed_text", 400, "PUT", "9", "lines[0].sku", "\"\\u0000\"")]
    [TestCase("malformed_text", 400, "PUT", "9", "lines[0].category", "\"\"")]
    [TestCase("invalid_kind", 422, "PUT", "9", "lines[0].kind", "\"gift\"")]
    [TestCase("non_positive_quantity", 422, "PUT", "9", "lines[0].quantity", "0")]
    [TestCase("non_positive_quantity", 422, "PUT", "9", "lines[0].quantity", "-1")]
    [TestCase("negative_price", 422, "PUT", "9", "lines[0].unitPrice", "-0.01")]
    [TestCase("negative_discount", 422, "PUT", "9", "lines[0].discount", "-1")]
    [TestCase("discount_above_gross", 422, "PUT", "9", "lines[0].discount", "100.0000000001")]
    [TestCase("duplicate_line", 422, "PUT", "9", "lines[1].lineId", "\"L1\"")]
    [TestCase("duplicate_line", 422, "POST returns", "1", "lines", """[{"lineId":"L1","quantity":1},{"lineId":"L1","quantity":1}]""")]
    [TestCase("no_version_effective", 422, "PUT", "9", "placedAt", "\"2008-12-31T23:59:59Z\"")]
    [TestCase("no_rate", 422, "PUT", "9", "currency", "\"EUR\"")]
    [TestCase("no_rate", 422, "PUT", "9", "currency", "\"gbp\"")]
    [TestCase("no_rate", 422, "PUT", "9", "currency", "\"\\u0000\"")]
    [TestCase(
        "overflow", 422, "PUT", "9", "lines", """[{"lineId":"L1","sku":"tea","quantity":999999999999999,"unitPrice":999999999999999}]""")]
    [TestCase("amendment_changes_identity", 422, "PUT", "1", "revision", "2", "accountId", "\"B\"")]
    [TestCase("order_cancelled", 422, "PUT", "2", "revision", "2")]
    [TestCase("amendment_below_returned", 422, "PUT", "1", "revision", "2", "lines[0].quantity", "0.5")]
    [TestCase("order_cancelled", 422, "POST returns", "2", "returnId", "\"x\"")]
    [TestCase("unknown_line", 422, "POST returns", "1", "lines", """[{"lineId":"L9","quantity":1}]""")]
    [TestCase("return_exceeds_remaining", 422, "POST returns", "1", "lines", """[{"lineId":"L1","quantity":2.0000000001}]""")]
    [TestCase("number_out_of_range", 400, "PUT", "9", "lines[0].unitPrice", "1000000000000000")]
    [TestCase("number_out_of_range", 400, "PUT", "9", "lines[0].unitPrice", "0.00000000001")]
    [TestCase("number_out_of_range", 400, "PUT", "9", "lines[0].quantity", "1e308")]
    [TestCase("number_out_of_range", 400, "PUT", "9", "lines[0].quantity", "1e-308")]
    [TestCase("number_out_of_range", 400, "PUT", "9", "lines[0].quantity", "1e999999999999")]
    [TestCase("number_out_of_range", 400, "PUT", "9", "lines[0].quantity", "1.123456789012345678901234567890")]
    [TestCase("malformed_json", 400, "PUT", "9", "lines[0].quantity", "NaN")]
    [TestCase("malformed_json", 400, "PUT", "9", "lines[0].quantity", "Infinity")]
    [TestCase("malformed_json", 400, "PUT", "9", "lines[0].quantity", "01")]
    [TestCase("invalid_value", 400, "PUT", "9", "lines[0].quantity", "\"1\"")]
    [TestCase("invalid_value", 400, "PUT", "9", "lines[0].quantity", "null")]
    [TestCase("invalid_value", 400, "PUT", "9", "lines[0]", "null")]
    [TestCase("invalid_value", 400, "PUT", "9", "lines[0]", "[]")]
    [TestCase("invalid_value", 400, "PUT", "9", "lines", "{}")]
    [TestCase("invalid_value", 400, "PUT", "9", "lines", "null")]
    [TestCase("invalid_value", 400, "PUT", "9", "revision", "1.5")]
    [TestCase("invalid_value", 400, "PUT", "9", "revision", "99999999999999999999")]
    [TestCase("invalid_value", 400, "PUT", "9", "placedAt", "\"2011-03-01\"")]
    [TestCase("invalid_value", 400, "PUT", "9", "placedAt", "\"2011-03-01T10:00:00\"")]
    [TestCase("invalid_value", 400, "PUT", "9", "placedAt", "\"2011-02-30T10:00:00Z\"")]
    [TestCase("invalid_value", 400, "PUT", "9", "placedAt", "0")]
    [TestCase("invalid_value", 400, "PUT", "9", "accountId", "7")]
    [TestCase("invalid_value", 400, "PUT", "9", "accountId", "null")]
    [TestCase("invalid_value", 400, "PUT", "9", "tags", "[]")]
    [TestCase("invalid_value", 400, "PUT", "9", "orderId", "\"8\"")]
    [TestCase("unknown_field", 400, "PUT", "9", "colour", "\"red\"")]
    [TestCase("unknown_field", 400, "PUT", "9", "AccountId", "\"A\"")]
    [TestCase("unknown_field", 400, "PUT", "9", "lines[0].colour", "1")]
    [TestCase("unknown_field", 400, "POST returns", "1", "reason", "\"broken\"")]
    [TestCase("unknown_field", 400, "PUT", "9", "a\0b", "1")]
    public async Task A_fact_that_breaks_a_rule_is_refused_with_a_code_and_a_sentence_and_kept_once(
        string code, int status, string endpoint, string order, params string[] changes)
    {
        await PublishAsync();
        await RecordAsync(
            Shop.Order("1", lines: [Shop.Line("L1", 100, 3), Shop.Line("L2", 1)]), Shop.Return("1", "r0"), Shop.Order("2"),
            Shop.Cancelled("2"));
        var account = await AccountAsync();
        var address = Address(endpoint, order);
        var text = Changed(address, changes);

        var reply = await Api.SendAsync(address, text);
        var again = await Api.SendAsync(address, text);

        Assert.That(reply.Code, Is.EqualTo(code), reply.Text);
        Assert.That(reply.Status, Is.EqualTo(status));
        Assert.That(reply.Detail, Does.Match("^.{10,}[.…]$"));
        Assert.That(again.Text.Split("\"traceId\"")[0], Is.EqualTo(reply.Text.Split("\"traceId\"")[0]));
        var kept = (await RejectedAsync()).Single();
        Assert.That((kept.Code, kept.Door, kept.RejectedId), Is.EqualTo((code, "http", (string?)reply.Json["rejectedId"])));
        Assert.That(kept.Payload, Is.Not.Empty);
        var after = await AccountAsync();
        Assert.That(
            (after.StreamVersion, after.Clock, after.Entries), Is.EqualTo((account.StreamVersion, account.Clock, account.Entries)),
            "nothing half-recorded");
    }

    [Test]
    public async Task An_unknown_program_is_refused_and_kept()
    {
        var reply = await ExpectAsync(Shop.Order("1"), "unknown_program");

        Assert.That(reply.Status, Is.EqualTo(404));
        Assert.That((await RejectedAsync()).Single().Code, Is.EqualTo("unknown_program"));
    }

    [TestCase("", "malformed_json")]
    [TestCase("{", "malformed_json")]
    [TestCase("{]", "malformed_json")]
    [TestCase("<order/>", "malformed_json")]
    [TestCase("{} {}", "malformed_json")]
    [TestCase("""{"accountId":"A","accountId":"A"}""", "unknown_field")]
    [TestCase("[]", "invalid_value")]
    [TestCase("null", "invalid_value")]
    [TestCase("\"order\"", "invalid_value")]
    [TestCase("17", "invalid_value")]
    [TestCase("{}", "invalid_value")]
    [TestCase("""{"type":"OrderPaid"}""", "invalid_value")]
    [TestCase("""{"type":1}""", "invalid_value")]
    [TestCase("""{"accountId":"\ud800"}""", "malformed_text")]
    public async Task A_body_that_is_no_order_is_refused_and_kept(string text, string code)
    {
        await PublishAsync();

        var reply = await Api.SendAsync(Shop.Order("1"), text);

        Assert.That(reply.Code, Is.EqualTo(code), reply.Text);
        Assert.That(reply.Status, Is.EqualTo(400));
        Assert.That((await RejectedAsync()).Single().Code, Is.EqualTo(code));
    }

    private IOrderFact Address(string endpoint, string order) => endpoint switch
    {
        "PUT" => Shop.Order(order, lines: [Shop.Line("L1", 100), Shop.Line("L2", 1)]),
        "POST returns" => Shop.Return(order, "r1"),
        "POST payments" => Shop.Paid(order),
        "POST cancellation" => Shop.Cancelled(order),
        _ => throw new ArgumentOutOfRangeException(nameof(endpoint)),
    };

    private static string Changed(IOrderFact fact, string[] changes)
    {
        var root = JsonNode.Parse(LedgerApi.Text(fact))!;
        for (var i = 0; i < changes.Length; i += 2)
        {
            var steps = changes[i].Split('.');
            var target = root;
            foreach (var step in steps[..^1]) target = Step(target, step);
            var last = steps[^1];
            if (last.EndsWith(']')) target[last[..^3]]![int.Parse(last[^2..^1], CultureInfo.InvariantCulture)] = $"@here{i}@";
            else target[last] = $"@here{i}@";
        }

        var text = root.ToJsonString();
        for (var i = 0; i < changes.Length; i += 2) text = text.Replace($"\"@here{i}@\"", Value(changes[i + 1]), StringComparison.Ordinal);
        return text;
    }

    private static JsonNode Step(JsonNode node, string step) =>
        step.EndsWith(']') ? node[step[..^3]]![int.Parse(step[^2..^1], CultureInfo.InvariantCulture)]! : node[step]!;

    private static string Value(string value) => value switch
    {
        "@tomorrow@" => $"\"{InstantJsonConverter.Format(DateTimeOffset.UtcNow.AddHours(24.1))}\"",
        "@10001@" => $"[{string.Join(',', Enumerable.Range(1, 10_001).Select(n =>
                $$"""{"lineId":"{{n}}","sku":"tea","quantity":1,"unitPrice":1}"""))}]",
        _ => value,
    };
}
