using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Ledger.Contracts.V1;
using Ledger.TestSupport;
using NUnit.Framework;

namespace Ledger.Services.Tests.Ledger;

/// <summary>
/// Inputs at the limits of what can be sent, over the real transports: each is refused on its own, never altered, and does not affect its
/// neighbours.
/// </summary>
public sealed class EdgeTests : ServiceTests
{
    private const string SurrogateTag =
        """{"type":"OrderPlaced","program":"@","source":"shop","orderId":"bad","accountId":"A","placedAt":"""
        + "\"2011-03-01T10:00:00Z\",\"currency\":\"GBP\",\"lines\":["
        + """{"lineId":"L1","sku":"tea","quantity":1,"unitPrice":1}],"tags":{"\ud800":"a"}}""";
    private const string LatinSku =
        """{"type":"OrderPlaced","program":"@","source":"shop","orderId":"bad","accountId":"A","placedAt":"""
        + "\"2011-03-01T10:00:00Z\",\"currency\":\"GBP\",\"lines\":["
        + """{"lineId":"L1","sku":"CAFé","quantity":1,"unitPrice":1}]}""";

    private static Broker Broker => TheService.Broker;

    [TestCase(SurrogateTag, "Line 2: $.tags has a member whose name holds half of a surrogate pair.")]
    [TestCase(LatinSku, "Line 2: $.lines[0].sku holds bytes that are not UTF-8.")]
    public async Task A_line_that_is_no_text_is_refused_alone_at_every_repeat(string bad, string reason)
    {
        await PublishAsync();
        var lines = Latin(LedgerApi.Line(Shop.Order("1")), bad, LedgerApi.Line(Shop.Order("2")));

        var first = await SendAsync(HttpMethod.Post, $"{LedgerApi.Program(Shop.Program)}/orders", lines);
        var again = await SendAsync(HttpMethod.Post, $"{LedgerApi.Program(Shop.Program)}/orders", lines);

        Assert.That((first.Status, (long)first.Json["recorded"]!, (long)first.Json["rejected"]!), Is.EqualTo((200, 2L, 1L)), first.Text);
        Assert.That((again.Status, (long)again.Json["repeated"]!, (long)again.Json["rejected"]!), Is.EqualTo((200, 2L, 1L)), again.Text);
        var problem = first.Json["problems"]!.AsArray().Single()!;
        Assert.That(
            ((long)problem["line"]!, (string?)problem["code"], (string?)problem["message"]), Is.EqualTo((2L, "malformed_text", reason)));
        var kept = (await RejectedAsync()).Single();
        Assert.That(
            (kept.RejectedId, kept.Code, kept.Reason, kept.OrderId),
            Is.EqualTo(((string?)problem["rejectedId"], "malformed_text", reason, "bad")));
    }

    [TestCase(SurrogateTag, "Fact 2 of the message: $.tags has a member whose name holds half of a surrogate pair.")]
    [TestCase(LatinSku, "Fact 2 of the message: $.lines[0].sku holds bytes that are not UTF-8.")]
    public async Task A_fact_of_a_message_that_is_no_text_is_refused_alone_and_listed(string bad, string reason)
    {
        await PublishAsync();
        var facts = Latin(LedgerApi.Line(Shop.Order("1")), bad, LedgerApi.Line(Shop.Order("2")));
        byte[] batch = [.. "{\"facts\":["u8, .. facts.Select(one => one == '\n' ? (byte)',' : one), .. "]}"u8];

        await Broker.PutAsync([.. """{"messageType":["urn:message:Ledger.Contracts.V1:SubmitOrders"],"message":"""u8, .. batch, (byte)'}']);
        await UntilReceivedAsync(3);

        Assert.That((await AccountAsync()).Orders, Is.EqualTo(2));
        var kept = (await RejectedAsync()).Single();
        Assert.That(
            (kept.Code, kept.Reason, kept.Door, kept.FactType, kept.OrderId),
            Is.EqualTo(("malformed_text", reason, "bus", nameof(OrderPlaced), "bad")));
        var intake = (await Api.GetAsync($"{LedgerApi.Program(Shop.Program)}/intake")).Json["bus"]!;
        Assert.That(((long)intake["received"]!, (long)intake["recorded"]!, (long)intake["rejected"]!), Is.EqualTo((3L, 2L, 1L)));
    }

    [Test]
    public async Task Facts_for_programs_that_are_not_there_are_counted_together()
    {
        var (first, second) = (Shop.NewProgram(), Shop.NewProgram());
        var before = await ReceivedAsync("-");
        await Broker.PublishAsync(new Shop(first).Order("1"));
        await Broker.PublishAsync(new Shop(second).Order("1"));
        await UntilReceivedAsync(before + 2, "-");

        Assert.That((await ReceivedAsync(first), await ReceivedAsync(second)), Is.EqualTo((0L, 0L)));
    }

    // PostgreSQL cannot store U+0000: the name must not reach a query, which would fail so that the message is redelivered for ever.
    [Test]
    public async Task A_fact_for_a_program_whose_name_holds_U0000_is_refused_and_those_beside_it_are_recorded()
    {
        await PublishAsync();
        var before = await ReceivedAsync("-");
        await Broker.PublishAsync(new Shop("a\0b").Order("1"));
        await Broker.PublishAsync(Shop.Order("1"));
        await UntilReceivedAsync(before + 1, "-");
        await UntilReceivedAsync(1);

        Assert.That((await AccountAsync()).Orders, Is.EqualTo(1));
        Assert.That((await Log.RejectedAsync("-")).Select(one => (one.Code, one.Door)), Has.Member(("malformed_id", "bus")));
    }

    [Test]
    public async Task A_spend_beyond_what_money_can_be_can_still_be_read()
    {
        await PublishAsync(""" "earning": [] """);
        foreach (var id in new[] { "1", "2" })
        {
            await RecordAsync(Shop.Order(id, lines: Shop.Line("L1", 9_999_999_999_999m, quantity: 79_228_162_514_264)));
        }

        var seen = $"minPosition={await Log.CountAsync()}";
        var standing = await Api.GetAsync($"{LedgerApi.Program(Shop.Program)}/accounts/A/standing?{seen}");
        Assert.That((decimal)standing.Json["metric"]!, Is.EqualTo(792_281_625_142_643_375_935_439_503.35m));
        Assert.That(
            (await Api.GetAsync($"{LedgerApi.Program(Shop.Program)}/exports/standings.csv?{seen}")).Text,
            Does.Contain("792281625142643375935439503.35"));
    }

    [Test]
    public async Task A_fact_that_was_refused_unread_is_driven_again_as_what_its_message_said_it_is()
    {
        await PublishAsync();
        await RecordAsync(Shop.Order("1"));
        await Broker.PutAsync($$"""{"program":"{{Shop.Program}}","source":"shop","orderId":"1","paidAt":"yesterday"}""", nameof(OrderPaid));
        var kept = (await Eventually.GetAsync(RejectedAsync, list => list.Count > 0, "the payment to be listed")).Single();

        var redriven = await Api.SendAsync(HttpMethod.Post, $"{LedgerApi.Program(Shop.Program)}/rejected/{kept.RejectedId}/redrive", "");

        Assert.That((kept.FactType, kept.Source, kept.OrderId), Is.EqualTo((nameof(OrderPaid), "shop", "1")));
        Assert.That((redriven.Status, redriven.Code, redriven.Detail), Is.EqualTo((409, "invalid_value", kept.Reason)), redriven.Text);
    }

    [Test]
    public async Task Bytes_that_are_not_UTF8_are_refused_and_two_contents_stay_two()
    {
        await PublishAsync();
        var path = LedgerApi.PathOf(Shop.Order("bad"));
        var body = LatinSku.Replace("@", Shop.Program, StringComparison.Ordinal);

        var one = await SendAsync(HttpMethod.Put, path, Encoding.Latin1.GetBytes(body));
        var other = await SendAsync(HttpMethod.Put, path, Encoding.Latin1.GetBytes(body.Replace('é', 'è')));

        Assert.That((one.Status, one.Code, other.Status, other.Code), Is.EqualTo((400, "malformed_text", 400, "malformed_text")), one.Text);
        Assert.That(other.Json["rejectedId"]!.ToString(), Is.Not.EqualTo(one.Json["rejectedId"]!.ToString()));
        Assert.That(
            (await RejectedAsync()).Select(kept => kept.Payload),
            Is.EqualTo(new[] { body.Replace("é", "\\xE9", StringComparison.Ordinal), body.Replace("é", "\\xE8", StringComparison.Ordinal) })
        );
        var redriven = await Api.SendAsync(
            HttpMethod.Post, $"{LedgerApi.Program(Shop.Program)}/rejected/{one.Json["rejectedId"]}/redrive", "");
        Assert.That(redriven.Status, Is.EqualTo(409), "what was replaced for showing it is never taken for what was sent");
        Assert.That((await AccountAsync()).Orders, Is.Zero);
    }

    [Test]
    public async Task The_same_body_to_two_orders_is_refused_for_both()
    {
        await PublishAsync();
        const string Body = """{"accountId":"A","colour":"red"}""";

        var (one, other) = (await Api.SendAsync(Shop.Order("1"), Body), await Api.SendAsync(Shop.Order("2"), Body));

        Assert.That((one.Code, other.Code), Is.EqualTo(("unknown_field", "unknown_field")));
        Assert.That(
            (await RejectedAsync()).Select(kept => (kept.FactType, kept.Source, kept.OrderId)),
            Is.EqualTo(new[] { (nameof(OrderPlaced), "shop", "1"), (nameof(OrderPlaced), "shop", "2") }));
    }

    [Test]
    public async Task Digits_of_a_second_beyond_six_are_cut_wherever_a_time_comes_in()
    {
        await PublishAsync("\"pointValue\": 0.01");
        var order = JsonNode.Parse(LedgerApi.Text(Shop.Order("1")))!;
        order["placedAt"] = "2024-03-30T23:59:59.99999999Z";

        Assert.That((await Api.SendAsync(Shop.Order("1"), order.ToJsonString())).Status, Is.EqualTo(201));
        var clock = await Api.SendAsync(
            HttpMethod.Post, $"{LedgerApi.Program(Shop.Program)}/clock", """{"advanceTo":"2024-12-31T23:59:59.999999999Z"}""");

        Assert.That(
            (await EventsAsync()).OfType<OrderRecorded>().Single().PlacedAt,
            Is.EqualTo(new DateTimeOffset(2024, 3, 30, 23, 59, 59, TimeSpan.Zero).AddTicks(9_999_990)));
        Assert.That((string?)clock.Json["at"], Is.EqualTo("2024-12-31T23:59:59.999999Z"), clock.Text);
    }

    [TestCase("accounts?after=%00", "after", "malformed_text")]
    [TestCase("accounts?after=%ff", "after", "malformed_text")]
    [TestCase("accounts?after=%ed%a0%80", "after", "malformed_text")]
    [TestCase("accounts?after=a&after=b", "after", "invalid_value")]
    [TestCase("accounts?limit=0", "limit", "bad_limit")]
    [TestCase("accounts?minPosition=-1", "minPosition", "bad_position")]
    [TestCase("accounts/A/balance?owner=%00", "owner", "malformed_text")]
    [TestCase("accounts/A/balance?unit=a%00", "unit", "malformed_text")]
    [TestCase("accounts/A/balance?effectiveAsOf=yesterday", "effectiveAsOf", "bad_instant")]
    [TestCase("accounts/A/entries?after=x", "after", "bad_cursor")]
    [TestCase("accounts/A/statement?owner=%00", "owner", "malformed_text")]
    [TestCase("accounts/A/statement?from=yesterday", "from", "bad_period")]
    [TestCase("adjustments?after=%00", "after", "malformed_text")]
    [TestCase("rejected?open=%00", "open", "malformed_text")]
    [TestCase("rejected/%ff", "id", "malformed_text")]
    [TestCase("accounts/%ff/balance", "account", "malformed_text")]
    [TestCase("orders/%c3/1", "source", "malformed_text")]
    [TestCase("holds/%fe", "id", "malformed_text")]
    public async Task A_parameter_that_makes_no_sense_is_named(string path, string parameter, string code)
    {
        await PublishAsync();
        await RecordAsync(Shop.Order("1"));

        // The views lag behind the log, so this waits for what was just written.
        var position = $"minPosition={await Log.CountAsync()}";
        if (!path.Contains("minPosition", StringComparison.Ordinal))
        {
            path += (path.Contains('?', StringComparison.Ordinal) ? "&" : "?") + position;
        }
        var reply = await Api.GetAsync($"{LedgerApi.Program(Shop.Program)}/{path}");

        Assert.That((reply.Status, reply.Code, (string?)reply.Json["parameter"]), Is.EqualTo((400, code, parameter)), reply.Text);
        Assert.That(reply.Detail, Does.Contain(parameter));
    }

    [TestCase("GET", "/v2/nothing", 404, "not_found")]
    [TestCase("GET", "/v1/programs/p/orders/a/b/c/d", 404, "not_found")]
    [TestCase("PATCH", "/v1/programs/p/orders/a/b", 405, "method_not_allowed")]
    [TestCase("PUT", "/v1/programs", 405, "method_not_allowed")]
    public async Task An_address_or_method_that_there_is_not_is_told_as_any_refusal(string method, string path, int status, string code)
    {
        var reply = await Api.SendAsync(new HttpMethod(method), path, "");

        Assert.That(
            (reply.Status, reply.Code, (string?)reply.Json["type"], (string?)reply.Json["title"]),
            Is.EqualTo((status, code, $"urn:ledger:problem:{code}", code.Replace('_', ' '))), reply.Text);
        Assert.That(reply.Detail, Does.EndWith("."));
    }

    [Test]
    public async Task A_refusal_is_a_problem_whatever_the_caller_accepts()
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, new Uri("/v2/nothing", UriKind.Relative));
        request.Headers.Accept.ParseAdd("application/xml");
        using var answer = await TheService.Process.Http.SendAsync(request);

        Assert.That(((int)answer.StatusCode, answer.Content.Headers.ContentType?.MediaType), Is.EqualTo((404, "application/problem+json")));
        Assert.That(await answer.Content.ReadAsStringAsync(), Does.Contain("\"code\":\"not_found\""));
    }

    [TestCase("""{"accountId":"A","amount":5,"reason":"a\u0001b"}""", "malformed_text", "reason holds the control character U+0001.")]
    [TestCase("""{"accountId":"A","amount":5,"reason":"\ud800"}""", "malformed_text", "$.reason holds half of a surrogate pair.")]
    [TestCase("""{"accountId":"A","amount":5,"amount":5,"reason":"r"}""", "unknown_field", "$.amount is there twice.")]
    [TestCase("""{"accountId":"A","amount":"5","reason":"r"}""", "invalid_value", "$.amount is a number, not text.")]
    [TestCase("""{"accountId":"A","amount":5}""", "invalid_value", "$.reason is missing.")]
    [TestCase(
        """{"accountId":"A","amount":5,"reason":"r",}""", "malformed_json", "The text is not JSON at line 1, byte 42, near $.reason.")]
    [TestCase("[]", "invalid_value", "$ is an object, not a list.")]
    public async Task A_command_that_cannot_be_read_is_told_in_words_of_the_ledger(string body, string code, string sentence)
    {
        await PublishAsync();
        using var content = new StringContent(body, new MediaTypeHeaderValue("application/json"));
        content.Headers.Add("Idempotency-Key", "k");

        var reply = await Api.SendAsync(HttpMethod.Post, $"{LedgerApi.Program(Shop.Program)}/adjustments", content);

        Assert.That((reply.Status, reply.Code, reply.Detail), Is.EqualTo((400, code, sentence)), reply.Text);
    }

    [TestCase("""{"advanceTo":5}""", "invalid_value", "$.advanceTo is a time, not a number.")]
    [TestCase("""{"to":"2011-03-01T00:00:00Z"}""", "unknown_field", "$.to: there is no such member.")]
    [TestCase("", "malformed_json", "The text is not JSON: it is empty.")]
    public async Task A_change_of_the_clock_that_cannot_be_read_is_told_alike(string body, string code, string sentence)
    {
        await PublishAsync();

        var reply = await Api.SendAsync(HttpMethod.Post, $"{LedgerApi.Program(Shop.Program)}/clock", body);

        Assert.That((reply.Status, reply.Code, reply.Detail), Is.EqualTo((400, code, sentence)), reply.Text);
    }

    [TestCase("\"pointValue\": 1, \"pointValue\": 2", "$.pointValue", "duplicate_field")]
    [TestCase(
        "\"discounts\": [ { \"id\": \"d\", \"kind\": \"fixed\", \"percent\": 1, \"when\": { \"channelIn\": [\"a\\u0000\"] } } ]",
        "$.discounts[0].when.channelIn[0]", "malformed_text")]
    [TestCase(
        "\"discounts\": [ { \"id\": \"d\", \"kind\": \"fixed\", \"percent\": 1, \"when\": { \"channelIn\": [\"\\ud800\"] } } ]",
        "$.discounts[0].when.channelIn[0]", "malformed_text")]
    [TestCase("\"\\ud800\": 1", "$", "malformed_text")]
    public async Task A_program_with_what_is_no_text_or_is_there_twice_is_refused_with_the_path(string members, string path, string code)
    {
        var document = Shop.Document().TrimEnd()[..^1] + $",{members}}}";

        var reply = await Api.SendAsync(HttpMethod.Put, $"{LedgerApi.Program(Shop.Program)}/versions/1", document);

        Assert.That((reply.Status, reply.Code), Is.EqualTo((422, "invalid_program")), reply.Text);
        Assert.That(
            reply.Json["errors"]!.AsArray().Select(error => ((string?)error!["path"], (string?)error["code"])),
            Does.Contain(((string?)path, (string?)code)), reply.Text);
    }

    private static async Task<Reply> SendAsync(HttpMethod method, string path, byte[] body)
    {
        using var content = new ByteArrayContent(body);
        return await Api.SendAsync(method, path, content);
    }

    // The facts as lines in Latin-1; ASCII characters have the same bytes in UTF-8.
    private byte[] Latin(params string[] facts) =>
        Encoding.Latin1.GetBytes(string.Join('\n', facts).Replace("@", Shop.Program, StringComparison.Ordinal));
}
