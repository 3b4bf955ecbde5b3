using System.Text;
using System.Text.Json;
using Ledger.Contracts.V1;
using Ledger.Domain.Orders;
using Ledger.Domain.Reading;
using NUnit.Framework;

namespace Ledger.DomainTests.Messages;

/// <summary>
/// The same text has the same outcome over every transport: as a request body, as a line, as a message of its own and as a fact of a batch.
/// What one refuses, all refuse, with the same code and, byte for byte, the same sentence.
/// </summary>
public sealed class OneReaderTests
{
    private const int Facts = 3_000;

    [Test]
    public void A_mutated_fact_has_the_same_end_over_every_transport()
    {
        var seed = TestContext.CurrentContext.Random.Next();
        TestContext.Out.WriteLine($"seed {seed}");
        var (messages, odd) = (new RandomMessages(seed) { WithinRange = true }, new OddJson(seed));
        var codes = new Dictionary<string, int>();
        foreach (var (type, json) in Mutated(messages, odd))
        {
            var request = Told(FactReader.Read(json, type.Name, KnownMembers.None));
            var message = OverBus(Envelope(type.Name, json));
            var shown = Encoding.Latin1.GetString(json);
            codes[request.Code] = codes.GetValueOrDefault(request.Code) + 1;
            if (request.Code == Refusals.MalformedJson)
            {
                // A truncated text inside an envelope continues with the envelope's closing brackets, so the position of the fault may
                // differ.
                Assert.That(
                    message.Single().Code,
                    Is.EqualTo(Refusals.MalformedJson).Or.EqualTo(Refusals.UnknownFactType).Or.EqualTo(Refusals.UnknownField), shown);
                continue;
            }

            var batch = OverBus(Envelope(nameof(SubmitOrders), Batch(type.Name, json)));
            Assert.That(message, Is.EqualTo(new[] { request }), shown);
            Assert.That(batch, Has.Count.EqualTo(3), shown);
            Assert.That(batch[0].Code + batch[2].Code, Is.EqualTo("takentaken"), "the facts beside it");
            if (json.AsSpan().IndexOf("ype\""u8) < 0)
            {
                Assert.That(batch[1], Is.EqualTo(Told(FactReader.Read(Typed(type.Name, json), null, KnownMembers.None))), shown);
            }
        }

        TestContext.Out.WriteLine(string.Join(", ", codes.Select(code => $"{code.Key} {code.Value}")));
        Assert.That(codes.Keys, Is.SupersetOf(new[]
            {
                "taken",
                Refusals.MalformedJson,
                Refusals.MalformedText,
                Refusals.UnknownField,
                Refusals.InvalidValue,
                Refusals.NumberOutOfRange,
            }), "all kinds happen");
    }

    [Test]
    public void A_fault_within_a_message_has_its_place_in_the_message()
    {
        const string Broken = """{"program":"p","lines":[{"lineId":01}]}""";

        var request = FactReader.Read(Encoding.UTF8.GetBytes(Broken), nameof(OrderPlaced), KnownMembers.None).Refusal!;

        Assert.That(
            OverBus(Envelope(nameof(OrderPlaced), Encoding.UTF8.GetBytes(Broken))).Single(), Is.EqualTo((request.Code, request.Message)));
    }

    [TestCase("""{"facts":{}}""", "invalid_value", "$.facts is a list, not an object.")]
    [TestCase("""{}""", "invalid_value", "$.facts is missing.")]
    [TestCase("""[]""", "invalid_value", "$ is an object, not a list.")]
    [TestCase("""{"facts":[],"facts":[]}""", "unknown_field", "$.facts is there twice.")]
    [TestCase("""{"facts":[],"more":1}""", "unknown_field", "$.more: there is no such member.")]
    public void A_batch_that_is_none_is_refused_whole(string message, string code, string sentence) =>
        Assert.That(OverBus(Envelope(nameof(SubmitOrders), Encoding.UTF8.GetBytes(message))).Single(), Is.EqualTo((code, sentence)));

    [Test]
    public void What_names_its_program_is_listed_under_it_however_broken_it_is()
    {
        Assert.Multiple(() =>
        {
            Assert.That(
                MessageHead.ProgramOf("""{"messageType":["x"],"message":{"source":"s","program":"p","lines":[01"""u8), Is.EqualTo("p"));
            Assert.That(MessageHead.ProgramOf("""{"message":{"facts":[{"source":"s","program":"p"}]}}"""u8), Is.EqualTo("p"));
            Assert.That(
                MessageHead.ProgramOf("""{"headers":{"program":"x"},"message":{"tags":{"program":"y"},"program":"p"}}"""u8),
                Is.EqualTo("p"));
            Assert.That(MessageHead.ProgramOf("""{"program":"p"}"""u8), Is.EqualTo("p"));
            Assert.That(MessageHead.ProgramOf("""{"message":{"program":7}}"""u8), Is.Empty);
            Assert.That(MessageHead.ProgramOf("garbage"u8), Is.Empty);
        });
    }

    [TestCase("CAF\u00e9", "CAF\\xE9")]
    [TestCase("a\0b\u00ff", "a\\x00b\\xFF")]
    public void What_no_text_can_hold_is_kept_so_that_it_is_never_taken_for_text(string latin, string kept)
    {
        var bytes = Encoding.Latin1.GetBytes($"\"{latin}\"");

        Assert.That(KeptText.Of(bytes), Is.EqualTo($"\"{kept}\""));
        Assert.That(JsonSyntax.FaultOf(Encoding.UTF8.GetBytes(KeptText.Of(bytes))), Is.Not.Null);
    }

    [TestCase("{\"type\":\"OrderPaid\",", "}")]
    [TestCase("{\"type\":\"Order\\u0050aid\",", "}")]
    [TestCase("{", ",\"type\":\"OrderPaid\"}")]
    [TestCase("{", ",\"ty\\u0070e\":\"OrderPaid\"}")]
    public void A_fact_is_of_the_type_that_it_names_wherever_it_names_it(string begin, string end)
    {
        var json = Encoding.UTF8.GetBytes(
            $$"""{{begin}}"program":"p","source":"s","orderId":"o","paidAt":"2011-03-08T00:00:00Z"{{end}}""");

        Assert.That(FactReader.Read(json, null, KnownMembers.None).Fact, Is.TypeOf<OrderPaid>());
        Assert.That(FactReader.Read(json, nameof(OrderPaid), KnownMembers.None).Fact, Is.TypeOf<OrderPaid>());
        Assert.That(
            FactReader.Read(json, nameof(OrderShipped), KnownMembers.None).Refusal?.Message, Is.EqualTo("$.type is OrderShipped here."));
    }

    private static IEnumerable<(Type Type, byte[] Json)> Mutated(RandomMessages messages, OddJson odd)
    {
        Type[] types =
        [
            typeof(OrderPlaced),
            typeof(OrderAmended),
            typeof(OrderPaid),
            typeof(OrderShipped),
            typeof(OrderDelivered),
            typeof(OrderReturned),
            typeof(OrderCancelled),
        ];
        for (var n = 0; n < Facts; n++)
        {
            var type = types[messages.Next(types.Length)];
            var fact = JsonSerializer.SerializeToElement(messages.Make(type), type, Wire.Options);
            for (var m = 0; m < 10; m++) yield return (type, odd.Mistaken(fact));
        }
    }

    private static (string Code, string Message) Told(ReadFact read) => read.Fact is { } fact
            ? ("taken", JsonSerializer.Serialize(fact, fact.GetType(), Wire.Options))
            : (read.Refusal!.Code!, read.Refusal.Message!);

    // Reads a message as the bus consumer does, without a bus.
    private static List<(string Code, string Message)> OverBus(byte[] body)
    {
        if (MessageEnvelope.Read(body, out var refusal) is not { } envelope) return [(refusal!.Code!, refusal.Message!)];
        if (envelope.TypeAmong(FactReader.Names) is { } type)
        {
            return [Told(FactReader.Read(body.AsSpan(envelope.Message), type, KnownMembers.None))];
        }
        var message = body.AsSpan(envelope.Message).ToArray();
        return FactBatch.Find(message, out refusal) is { } facts
            ? [.. facts.Select(fact => Told(FactReader.Read(message.AsSpan(fact), null, KnownMembers.None)))]
            : [(refusal!.Code!, refusal.Message!)];
    }

    private static byte[] Envelope(string type, byte[] message) =>
        [
            .. Encoding.UTF8.GetBytes($$"""{"messageId":"1","messageType":["urn:message:Ledger.Contracts.V1:{{type}}"],"message":"""),
            .. message,
            .. ""","headers":{}}"""u8,
        ];

    private static byte[] Batch(string type, byte[] fact)
    {
        var good =
            """{"type":"OrderCancelled","program":"p","source":"s","orderId":"o","cancelledAt":"2011-03-08T00:00:00Z"}"""u8.ToArray();
        return [.. "{\"facts\":["u8, .. good, (byte)',', .. Typed(type, fact), (byte)',', .. good, .. "]}"u8];
    }

    // With its type as the first member, if it is an object at all.
    private static byte[] Typed(string type, byte[] fact)
    {
        var open = fact.AsSpan().IndexOf((byte)'{');
        if (open < 0 || fact.AsSpan(0, open).IndexOfAnyExcept(" \t\r\n"u8) >= 0) return fact;
        var isEmpty = fact.AsSpan(open + 1).TrimStart(" \t\r\n"u8)[0] == '}';
        return [.. fact[..(open + 1)], .. Encoding.UTF8.GetBytes($"\"type\":\"{type}\"{(isEmpty ? "" : ",")}"), .. fact[(open + 1)..]];
    }
}
