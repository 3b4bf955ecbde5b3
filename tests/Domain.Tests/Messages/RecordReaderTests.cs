using System.Collections;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Ledger.Contracts.V1;
using Ledger.Domain.Orders;
using Ledger.Domain.Reading;
using NUnit.Framework;

namespace Ledger.DomainTests.Messages;

/// <summary>Unreadable input is refused with its path, the documented code and a sentence without .NET names.</summary>
public sealed partial class RecordReaderTests
{
    private const string Order = """
        {"program":"p","source":"s","orderId":"o","accountId":"A","placedAt":"2011-03-01T10:00:00Z","currency":"GBP",
        "lines":[{"lineId":"L1","sku":"tea","quantity":1,"unitPrice":1},{"lineId":"L2","sku":"cup","quantity":2,"unitPrice":3,
          "category":null}],"tags":{"channel":"web"}}
        """;

    [TestCase("\"A\"", "7", "invalid_value", "$.accountId is text, not a number.")]
    [TestCase("\"A\"", "null", "invalid_value", "$.accountId is text, not null.")]
    [TestCase("\"A\"", "[]", "invalid_value", "$.accountId is text, not a list.")]
    [TestCase("\"A\"", "{\"a\":[1]}", "invalid_value", "$.accountId is text, not an object.")]
    [TestCase("\"A\"", "\"\\ud800\"", "malformed_text", "$.accountId holds half of a surrogate pair.")]
    [TestCase("\"accountId\":\"A\",", "", "invalid_value", "$.accountId is missing.")]
    [TestCase("\"accountId\"", "\"AccountId\"", "unknown_field", "$.AccountId: there is no such member.")]
    [TestCase("\"accountId\":\"A\",", "\"accountId\":\"A\",\"accountId\":\"A\",", "unknown_field", "$.accountId is there twice.")]
    [TestCase("\"accountId\":\"A\",", "\"accountId\":\"A\",\"\\u0061ccountId\":\"A\",", "unknown_field", "$.accountId is there twice.")]
    [TestCase(
        "\"accountId\":\"A\",", "\"accountId\":\"A\",\"a b'\\u0000\":1,", "unknown_field", "$['a b\\'\\u0000']: there is no such member.")]
    [TestCase(
        "\"accountId\":\"A\",", "\"accountId\":\"A\",\"\\ud800\":1,", "malformed_text",
        "$ has a member whose name holds half of a surrogate pair.")]
    [TestCase("\"channel\"", "\"\\ud800\"", "malformed_text", "$.tags has a member whose name holds half of a surrogate pair.")]
    [TestCase("\"web\"", "\"\\udc00\"", "malformed_text", "$.tags.channel holds half of a surrogate pair.")]
    [TestCase("\"web\"", "null", "invalid_value", "$.tags.channel is text, not null.")]
    [TestCase("\"channel\":\"web\"", "\"channel\":\"web\",\"channel\":\"web\"", "unknown_field", "$.tags.channel is there twice.")]
    [TestCase("{\"channel\":\"web\"}", "[]", "invalid_value", "$.tags is an object whose members are texts, not a list.")]
    [TestCase("\"2011-03-01T10:00:00Z\"", "0", "invalid_value", "$.placedAt is a time, not a number.")]
    [TestCase(
        "\"2011-03-01T10:00:00Z\"", "\"2011-03-01\"", "invalid_value", "$.placedAt is no time with an offset, like 2011-03-08T00:00:00Z.")]
    [TestCase("\"2011-03-01T10:00:00Z\"", "\"\\ud800\"", "malformed_text", "$.placedAt holds half of a surrogate pair.")]
    [TestCase("\"sku\":\"cup\"", "\"sku\":true", "invalid_value", "$.lines[1].sku is text, not true.")]
    [TestCase("\"sku\":\"cup\"", "\"sku\":\"a\\udc00b\"", "malformed_text", "$.lines[1].sku holds half of a surrogate pair.")]
    [TestCase("\"sku\":\"cup\"", "\"sku\":\"cup\",\"sku\":\"cup\"", "unknown_field", "$.lines[1].sku is there twice.")]
    [TestCase("\"sku\":\"cup\"", "\"sku\":\"cup\",\"colour\":1", "unknown_field", "$.lines[1].colour: there is no such member.")]
    [TestCase("\"sku\":\"cup\"", "\"sku\":\"cup\",\"type\":\"x\"", "unknown_field", "$.lines[1].type: there is no such member.")]
    [TestCase("\"sku\":\"cup\",", "", "invalid_value", "$.lines[1].sku is missing.")]
    [TestCase("\"quantity\":2", "\"quantity\":\"2\"", "invalid_value", "$.lines[1].quantity is a number, not text.")]
    [TestCase(
        "\"quantity\":2", "\"quantity\":1e308", "number_out_of_range",
        "$.lines[1].quantity: A number has at most 15 digits before the point and 10 after it; this one is 1e308.")]
    [TestCase(
        "{\"lineId\":\"L1\",\"sku\":\"tea\",\"quantity\":1,\"unitPrice\":1}", "null", "invalid_value",
        "$.lines[0] is an object, not null.")]
    [TestCase(
        "{\"lineId\":\"L1\",\"sku\":\"tea\",\"quantity\":1,\"unitPrice\":1}", "[]", "invalid_value",
        "$.lines[0] is an object, not a list.")]
    [TestCase(
        "\"currency\":\"GBP\"", "\"currency\":\"GBP\",\"revision\":1.5", "invalid_value",
        "$.revision is a whole number of at most 9223372036854775807, written without a point or an exponent.")]
    [TestCase(
        "\"currency\":\"GBP\"", "\"currency\":\"GBP\",\"revision\":\"1\"", "invalid_value", "$.revision is a whole number, not text.")]
    [TestCase("\"currency\":\"GBP\"", "\"currency\":\"GBP\",\"type\":7", "invalid_value", "$.type is text, not a number.")]
    [TestCase(
        "\"currency\":\"GBP\"", "\"currency\":\"GBP\",\"type\":\"\\ud800\"", "malformed_text", "$.type holds half of a surrogate pair.")]
    [TestCase(
        "\"currency\":\"GBP\"", "\"currency\":\"GBP\",\"type\":\"OrderPlaced\",\"type\":\"OrderPlaced\"", "unknown_field",
        "$.type is there twice.")]
    [TestCase("\"quantity\":2", "\"quantity\":02", "malformed_json", "The text is not JSON at line 2, byte 104, near $.lines[1].quantity.")]
    [TestCase(
        "\"category\":null", "\"category\":null,", "malformed_json", "The text is not JSON at line 3, byte 19, near $.lines[1].category.")]
    [TestCase(
        "\"tags\":{\"channel\":\"web\"}}", "\"tags\":{\"channel\":\"web\"}} x", "malformed_json",
        "The text is not JSON at line 3, byte 47, near $.")]
    public void Names_the_member_and_what_is_wrong_with_it(string part, string changed, string code, string sentence)
    {
        Assert.That(Order, Does.Contain(part));

        Assert.That(Refusal(Encoding.UTF8.GetBytes(Order.Replace(part, changed, StringComparison.Ordinal))), Is.EqualTo((code, sentence)));
    }

    [TestCase("tea", "$.lines[0].sku holds bytes that are not UTF-8.")]
    [TestCase("GBP", "$.currency holds bytes that are not UTF-8.")]
    [TestCase("web", "$.tags.channel holds bytes that are not UTF-8.")]
    [TestCase("channel", "$.tags has a member whose name holds bytes that are not UTF-8.")]
    [TestCase("currency", "$ has a member whose name holds bytes that are not UTF-8.")]
    public void Bytes_that_are_not_UTF8_are_never_replaced(string text, string sentence)
    {
        var latin = Encoding.Latin1.GetBytes(Order.Replace(text, text + "é", StringComparison.Ordinal));

        Assert.That(Refusal(latin), Is.EqualTo(("malformed_text", sentence)));
    }

    [TestCase("", "The text is not JSON: it is empty.")]
    [TestCase(" \r\n", "The text is not JSON: it is empty.")]
    [TestCase("<order/>", "The text is not JSON at line 1, byte 1, near $.")]
    [TestCase("{\"a\":", "The text is not JSON at line 1, byte 6, near $.a.")]
    [TestCase("{\"lines\":[{\"a\":1},{\"b\":[1,2", "The text is not JSON at line 1, byte 28, near $.lines[1].b[0].")]
    public void What_is_no_JSON_is_told_by_its_place(string json, string sentence) =>
        Assert.That(Refusal(Encoding.UTF8.GetBytes(json)), Is.EqualTo(("malformed_json", sentence)));

    [Test]
    public void Nesting_without_end_is_told_as_that() =>
        Assert.That(
            Refusal(Encoding.UTF8.GetBytes(new string('[', 100_000))).Sentence,
            Does.StartWith("The text is not JSON of this kind: it is nested more than 16 deep at $[0][0]"));

    [TestCase("[]"), TestCase("null"), TestCase("17"), TestCase("\"order\"")]
    public void A_fact_is_an_object(string json) =>
        Assert.That(Refusal(Encoding.UTF8.GetBytes(json)), Is.EqualTo(("invalid_value", "A fact is a JSON object.")));

    [Test]
    public void A_fact_of_year_1_is_one()
    {
        var read = FactReader.Read(
            Encoding.UTF8.GetBytes(Order.Replace("2011-03-01T10:00:00Z", "0001-01-01T00:00:00Z", StringComparison.Ordinal)), null,
            KnownMembers.None);

        Assert.That(((OrderPlaced)read.Fact!).PlacedAt, Is.EqualTo(DateTimeOffset.MinValue));
        Assert.That(FactChecks.Check(read.Fact, DateTimeOffset.UnixEpoch), Is.Null, "it is not missing");
    }

    [Test]
    public void What_the_transport_knows_may_be_left_out_or_repeated_but_not_contradicted()
    {
        var known = new KnownMembers
        {
            Address = new Dictionary<string, string> { ["program"] = "p", ["key"] = "k", ["accountId"] = "A" },
            Fallback = new Dictionary<string, string> { ["reason"] = "none" },
            Caller = new Dictionary<string, string> { ["principal"] = "me" },
        };
        Assert.Multiple(() =>
        {
            Assert.That(
                Hold("""{"ttlMinutes":5}""").Command, Is.EqualTo(new HoldPoints("p", "k", "A", 5, Reason: "none", Principal: "me")));
            Assert.That(
                Hold("""{"ttlMinutes":5,"accountId":"A","reason":"because"}""").Command,
                Is.EqualTo(new HoldPoints("p", "k", "A", 5, Reason: "because", Principal: "me")));
            Assert.That(Hold("""{"ttlMinutes":5,"accountId":"B"}""").Sentence, Is.EqualTo("$.accountId is not what the address says."));
            Assert.That(Hold("""{"ttlMinutes":5,"principal":"me"}""").Sentence, Is.EqualTo("$.principal: who asks is who calls."));
            Assert.That(Hold("").Sentence, Is.EqualTo("$.ttlMinutes is missing."));
            Assert.That(Hold("""{"ttlMinutes":5,"amount":null}""").Command, Is.Not.Null);
            Assert.That(
                Hold("""{"ttlMinutes":3000000000}""").Sentence, Does.StartWith("$.ttlMinutes is a whole number of at most 2147483647"));
        });

        (ISpendingCommand? Command, string? Sentence) Hold(string json)
        {
            var command = CommandReader.Read(Encoding.UTF8.GetBytes(json), nameof(HoldPoints), known, out var refusal);
            return (command, refusal?.Message);
        }
    }

    /// <summary>
    /// Compares with .NET's serializer, with the options by which messages are written, as an independent reader of the same contract.
    /// </summary>
    [Test]
    public void Takes_what_the_serializer_takes_and_reads_it_alike_and_refuses_the_rest_in_its_own_words()
    {
        var seed = TestContext.CurrentContext.Random.Next();
        TestContext.Out.WriteLine($"seed {seed}");
        var (messages, odd) = (new RandomMessages(seed) { WithinRange = true }, new OddJson(seed));
        var types = FactReader
            .Names.Concat(CommandReader.Names)
            .Select(name => typeof(OrderPlaced).Assembly.GetType($"{typeof(OrderPlaced).Namespace}.{name}")!)
            .ToArray();
        var (taken, refused) = (0, 0);
        for (var n = 0; n < 20_000; n++)
        {
            var type = types[messages.Next(types.Length)];
            var json = odd.Mistaken(JsonSerializer.SerializeToElement(messages.Make(type), type, Wire.Options));
            var read = RecordReader.Read(json, type, KnownMembers.None, null, out var refusal);
            Assert.That(
                Written(read), Is.EqualTo(Written(BySerializer(json, type))), $"{Encoding.UTF8.GetString(json)}\n{refusal?.Message}");
            if (read is not null)
            {
                taken++;
                continue;
            }

            refused++;
            Assert.That(refusal!.Message, Does.Match(Sentences()), Encoding.UTF8.GetString(json));
        }

        TestContext.Out.WriteLine($"{taken} taken, {refused} refused");
        Assert.That(Math.Min(taken, refused), Is.GreaterThan(1_000), "both happen");
    }

    [GeneratedRegex(
        @"^(\$.* is (a |an |text|no time|missing\.|there twice\.)|"
        + @"\$.*: there is no such member\.|\$.* holds (half of a surrogate pair|bytes that are not UTF-8)\.|"
        + @"\$.*: A number has at most |The text is not JSON)",
        RegexOptions.Singleline)]
    private static partial Regex Sentences();

    // The serializer accepts null items in lists and dictionaries, which no message allows.
    private static bool HasNullWithin(object? read) => read?.GetType().GetProperties().Any(property => property.GetValue(read) switch
    {
        string => false,
        IDictionary members => members.Values.Cast<object?>().Any(value => value is null),
        IEnumerable list => list.Cast<object?>().Any(value => value is null),
        _ => false,
    }) ?? false;

    private static object? BySerializer(byte[] json, Type type)
    {
        try
        {
            var read = JsonSerializer.Deserialize(json, type, Wire.Options);
            return HasNullWithin(read) ? null : read;
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    private static (string Code, string Sentence) Refusal(byte[] json)
    {
        var refusal = FactReader.Read(json, null, KnownMembers.None).Refusal!;
        return (refusal.Code!, refusal.Message!);
    }

    private static string Written(object? fact) =>
        fact is null ? "nothing" : fact.GetType().Name + JsonSerializer.Serialize(fact, fact.GetType(), Wire.Options);
}
