using System.Text;
using System.Text.Json;
using Ledger.Contracts.V1;
using Ledger.Ledger.Domain;
using NUnit.Framework;

namespace Ledger.Domain.Tests.Messages;

/// <summary>There is a short way for facts; what it takes, it must read as the general reader does, and what is ordinary it must
/// take.</summary>
public sealed class PlainFactTests
{
    private const int Facts = 2_000;

    private static readonly Type[] Types =
    [
        typeof(OrderPlaced), typeof(OrderPlaced), typeof(OrderPlaced), typeof(OrderAmended), typeof(OrderPaid), typeof(OrderShipped), typeof(OrderDelivered), typeof(OrderReturned), typeof(OrderCancelled),
    ];

    private static IEnumerable<Type> FactTypes => Types.Distinct();

    [TestCaseSource(nameof(FactTypes))]
    public void The_sample_of_a_fact_is_read_the_short_way(Type type)
    {
        var sample = Samples.Read(type.Name);

        Assert.That(Written(PlainFactReader.TryRead(Encoding.UTF8.GetBytes(sample), type.Name, null)), Is.EqualTo(Written(JsonSerializer.Deserialize(sample, type, Wire.Options))));
    }

    [Test]
    public void An_ordinary_fact_is_read_the_short_way() => ForEachFact((type, json, odd) =>
    {
        var text = odd.Reordered(json);
        var named = $$""" {"type" : "{{type.Name}}" , {{text.TrimStart()[1..]}}""";
        var expected = Written(JsonSerializer.Deserialize(text, type, Wire.Options));

        Assert.That(Written(Quick(text, type.Name)), Is.EqualTo(expected), text);
        Assert.That(Written(Quick(named, null)), Is.EqualTo(expected), named);
        Assert.That(Written(Quick(named, type.Name)), Is.EqualTo(expected), named);
    });

    [Test]
    public void A_fact_with_mistakes_is_left_or_read_as_the_general_reader_does()
    {
        var (taken, left) = (0, 0);
        ForEachFact((type, json, odd) =>
        {
            for (var n = 0; n < 10; n++)
            {
                var text = odd.Mistaken(json);
                if (PlainFactReader.TryRead(text, type.Name, null) is not { } quick)
                {
                    left++;
                    continue;
                }

                taken++;
                Assert.That(Written(quick), Is.EqualTo(Written(JsonSerializer.Deserialize(text, type, Wire.Options))), Encoding.UTF8.GetString(text));
            }
        });

        TestContext.Out.WriteLine($"{taken} taken, {left} left");
        Assert.That(Math.Min(taken, left), Is.GreaterThan(Facts), "both happen");
    }

    [Test]
    public void A_fact_that_names_its_type_is_read_as_that()
    {
        const string Paid = """{"type":"OrderPaid","program":"acme","source":"shop","orderId":"1","paidAt":"2011-03-08T00:00:00Z"}""";
        Assert.Multiple(() =>
        {
            Assert.That(Quick(Paid, null), Is.TypeOf<OrderPaid>());
            Assert.That(Quick(Paid, "OrderPaid"), Is.TypeOf<OrderPaid>());
            Assert.That(Quick(Paid, "OrderShipped"), Is.Null);
            Assert.That(Quick(Paid.Replace("OrderPaid", "OrderLost", StringComparison.Ordinal), null), Is.Null);
            Assert.That(Quick(Paid.Replace("\"OrderPaid\"", "null", StringComparison.Ordinal), null), Is.Null);
            Assert.That(Quick(Paid.Replace("}", ",\"type\":\"OrderPaid\"}", StringComparison.Ordinal), null), Is.Null);
            Assert.That(Quick(Paid + " x", null), Is.Null);
            Assert.That(Quick("""{"type":"OrderPaid"}""", null), Is.Null);
        });
    }

    [Test]
    public void What_the_door_knows_may_be_left_out_or_repeated_but_not_contradicted()
    {
        var known = new Dictionary<string, string> { ["program"] = "acme", ["source"] = "shop", ["orderId"] = "1" };
        var whole = new OrderPaid("acme", "shop", "1", DateTimeOffset.UnixEpoch);
        Assert.Multiple(() =>
        {
            Assert.That(Quick("""{"paidAt":"1970-01-01T00:00:00Z"}""", "OrderPaid", known), Is.EqualTo(whole));
            Assert.That(Quick("""{"program":"acme","orderId":"1","paidAt":"1970-01-01T00:00:00Z"}""", "OrderPaid", known), Is.EqualTo(whole));
            Assert.That(Quick("""{"program":"other","paidAt":"1970-01-01T00:00:00Z"}""", "OrderPaid", known), Is.Null);
            Assert.That(Quick("""{"source":null,"paidAt":"1970-01-01T00:00:00Z"}""", "OrderPaid", known), Is.Null);
            Assert.That(Quick("""{"paidAt":"1970-01-01T00:00:00Z"}""", "OrderPaid", new Dictionary<string, string>(known) { ["source"] = "no id" }), Is.Null);
            Assert.That(Quick("""{"paidAt":"1970-01-01T00:00:00Z"}""", "OrderPaid", new Dictionary<string, string>(known) { ["paymentId"] = "1" }), Is.Null);
            Assert.That(Quick("""{"paidAt":"1970-01-01T00:00:00Z"}""", "OrderPaid"), Is.Null);
        });
    }

    [Test]
    public void Texts_that_many_facts_share_are_made_once()
    {
        const string Json = """{"program":"acme","source":"shop","orderId":"1","returnId":"R","returnedAt":"2011-03-08T00:00:00Z","lines":[{"lineId":"L1","quantity":1}]}""";
        var (one, other) = ((OrderReturned)Quick(Json, "OrderReturned")!, (OrderReturned)Quick(Json, "OrderReturned")!);

        Assert.That(other.Lines[0].LineId, Is.SameAs(one.Lines[0].LineId));
    }

    private static void ForEachFact(Action<Type, JsonElement, OddJson> test)
    {
        var seed = TestContext.CurrentContext.Random.Next();
        TestContext.Out.WriteLine($"seed {seed}");
        var (messages, odd) = (new RandomMessages(seed) { WithinRange = true }, new OddJson(seed));
        for (var n = 0; n < Facts; n++)
        {
            var type = Types[messages.Next(Types.Length)];
            test(type, JsonSerializer.SerializeToElement(messages.Make(type), type, Wire.Options), odd);
        }
    }

    private static IOrderFact? Quick(string json, string? type, Dictionary<string, string>? known = null) => PlainFactReader.TryRead(Encoding.UTF8.GetBytes(json), type, known);

    // Written, two facts are equal where their lines and tags are too.
    private static string Written(object? fact) => fact is null ? "nothing" : fact.GetType().Name + JsonSerializer.Serialize(fact, fact.GetType(), Wire.Options);
}
