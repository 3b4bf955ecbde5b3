using System.Text;
using System.Text.Json;
using Ledger.Contracts.V1;
using Ledger.Domain.Orders;
using Ledger.Domain.Reading;
using NUnit.Framework;

namespace Ledger.DomainTests.Messages;

/// <summary>Facts that are not about orders (mechanics.md §1): how they are read, what is wrong with one alone, and what makes two of them
/// one.</summary>
public sealed class ProgramFactReadingTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly ActivityCompleted Course = new("acme", "a1", "A", "training", Now);

    private static readonly MembershipPurchased Bought = new("acme", "m1", "A", "plus", Now, 90, "GBP");

    private static IEnumerable<TestCaseData> Mistakes()
    {
        yield return new TestCaseData(Course, null);
        yield return new TestCaseData(Course with { CompletedAt = Now.AddHours(24) }, null);
        yield return new TestCaseData(Course with { CompletedAt = Now.AddHours(24).AddTicks(1) }, "dated_in_future");
        yield return new TestCaseData(Course with { Program = "" }, "malformed_id");
        yield return new TestCaseData(Course with { ActivityId = "." }, "malformed_id");
        yield return new TestCaseData(Course with { AccountId = "a b" }, "malformed_id");
        yield return new TestCaseData(Course with { ContactId = "" }, "malformed_id");
        yield return new TestCaseData(Course with { PartnerId = "\n" }, "malformed_id");
        yield return new TestCaseData(Course with { Activity = "" }, "malformed_text");
        yield return new TestCaseData(Course with { Reference = "\u0000" }, "malformed_text");
        yield return new TestCaseData(Course with { Tags = new Dictionary<string, string> { [""] = "v" } }, "malformed_text");
        yield return new TestCaseData(Course with { Score = -3.7m }, null);
        yield return new TestCaseData(Course with { Activity = "nps" }, "invalid_score");
        yield return new TestCaseData(Course with { Activity = "nps", Score = 10.5m }, "invalid_score");
        yield return new TestCaseData(Course with { Activity = "nps", Score = 11 }, "invalid_score");
        yield return new TestCaseData(Course with { Activity = "nps", Score = 10.0m }, null);
        yield return new TestCaseData(new ActivityRevoked("acme", "a1", Now, "late"), null);
        yield return new TestCaseData(new ActivityRevoked("acme", "a1", Now, " "), "reason_required");
        yield return new TestCaseData(new ActivityRevoked("acme", "a1", Now, "a\u0001"), "malformed_text");
        yield return new TestCaseData(Bought, null);
        yield return new TestCaseData(Bought with { Price = 0 }, null);
        yield return new TestCaseData(Bought with { Price = -0.01m }, "negative_price");
        yield return new TestCaseData(Bought with { Membership = "" }, "malformed_id");
        yield return new TestCaseData(Bought with { OrderRef = "" }, "malformed_text");
        yield return new TestCaseData(new MembershipRefunded("acme", "m1", Now.AddDays(2), "regretted"), "dated_in_future");
        yield return new TestCaseData(new MembershipRefunded("acme", "m1", Now, ""), "reason_required");
        yield return new TestCaseData(new RateSet("acme", "EUR", Now, 0.9m), null);
        yield return new TestCaseData(new RateSet("acme", "eur", Now, 0.9m), "unknown_currency");
        yield return new TestCaseData(new RateSet("acme", "QQQ", Now, 0.9m), "unknown_currency");
        yield return new TestCaseData(new RateSet("acme", "EUR", Now, 0), "rate_not_positive");
        yield return new TestCaseData(new RateSet("acme", "EUR", Now, -1), "rate_not_positive");
    }

    [TestCaseSource(nameof(Mistakes))]
    public void Is_checked_alone(IProgramFact fact, string? code)
    {
        Assert.That(FactChecks.Check(fact, Now)?.Code, Is.EqualTo(code));
        Assert.That(FactChecks.Check((IFact)fact, Now)?.Code, Is.EqualTo(code));
    }

    [TestCase(typeof(ActivityCompleted))]
    [TestCase(typeof(ActivityRevoked))]
    [TestCase(typeof(MembershipPurchased))]
    [TestCase(typeof(MembershipRefunded))]
    [TestCase(typeof(RateSet))]
    public void Every_member_but_the_key_is_content(Type type)
    {
        string[] keys = ["program", "activityId", "purchaseId", .. type == typeof(RateSet) ? ["currency", "from"] : Array.Empty<string>()];
        var sample = (IProgramFact)JsonSerializer.Deserialize(Full(type), type, Wire.Options)!;
        foreach (var property in JsonSerializer.SerializeToElement(sample, type, Wire.Options).EnumerateObject())
        {
            var other = System.Text.Json.Nodes.JsonNode.Parse(Full(type))!.AsObject();
            other[property.Name] = property.Value.ValueKind switch
            {
                JsonValueKind.Number => property.Value.GetDecimal() + 1,
                JsonValueKind.Object => new System.Text.Json.Nodes.JsonObject { ["other"] = "tag" },
                _ => property.Name.EndsWith("At", StringComparison.Ordinal) || property.Name == "from" ? "2012-01-01T00:00:00Z" : "other",
            };
            var changed = (IProgramFact)other.Deserialize(type, Wire.Options)!;
            Assert.That(ContentHash.Of(changed) == ContentHash.Of(sample), Is.EqualTo(keys.Contains(property.Name)), property.Name);
        }
    }

    [Test]
    public void Numbers_count_by_value_and_absent_is_not_nothing()
    {
        Assert.That(ContentHash.Of(Bought with { Price = 90.00m }), Is.EqualTo(ContentHash.Of(Bought)));
        Assert.That(ContentHash.Of(Bought with { Price = 0 }), Is.Not.EqualTo(ContentHash.Of(Bought with { Price = null })));
    }

    [Test]
    public void An_address_says_a_time_in_any_way_of_writing_it()
    {
        var known = new KnownMembers
        {
            Address = new Dictionary<string, string>
            {
                ["program"] = "acme",
                ["currency"] = "EUR",
                ["from"] = "2026-01-01T01:00:00+01:00",
            }
        };
        Assert.That(Read("""{"rate":0.9}""", known).Fact, Is.EqualTo(new RateSet("acme", "EUR", Now, 0.9m)));
        Assert.That(Read("""{"rate":0.9,"from":"2026-01-01T00:00:00Z"}""", known).Fact, Is.EqualTo(new RateSet("acme", "EUR", Now, 0.9m)));
        Assert.That(
            Read("""{"rate":0.9,"from":"2026-01-01T00:00:01Z"}""", known).Refusal?.Message,
            Is.EqualTo("$.from is not what the address says."));
        var dateless = known with { Address = new Dictionary<string, string>(known.Address) { ["from"] = "now" } };
        Assert.That(Read("""{"rate":0.9}""", dateless).Refusal?.Message, Does.StartWith("$.from is no time"));

        static ReadFact Read(string json, KnownMembers known) => FactReader.Read(Encoding.UTF8.GetBytes(json), nameof(RateSet), known);
    }

    [TestCase("{}", """{"a":"1","b":"2"}""")]
    [TestCase("""{ "a": "x" }""", """{"b":"2", "a": "x" }""")]
    [TestCase("""{"c":{"b":1}}""", """{"a":"1","b":"2","c":{"b":1}}""")]
    [TestCase("[1]", "[1]")]
    [TestCase("{", "{")]
    public void What_is_kept_says_what_its_address_said(string sent, string kept) => Assert.That(
            Encoding.UTF8.GetString(
                KeptText.WithMembers(Encoding.UTF8.GetBytes(sent), new Dictionary<string, string> { ["a"] = "1", ["b"] = "2" })),
            Is.EqualTo(kept)
        );

    private static string Full(Type type) => type.Name switch
    {
        nameof(ActivityCompleted) => """
            {"program":"acme","activityId":"a1","accountId":"A","activity":"training","completedAt":"2011-01-01T00:00:00Z","contactId":"c",
              "partnerId":"p",
             "score":3,"reference":"r","tags":{"t":"v"}}
            """,
        nameof(ActivityRevoked) => """{"program":"acme","activityId":"a1","revokedAt":"2011-01-01T00:00:00Z","reason":"r"}""",
        nameof(MembershipPurchased) => """
            {"program":"acme","purchaseId":"m1","accountId":"A","membership":"plus","purchasedAt":"2011-01-01T00:00:00Z","price":9,
              "currency":"GBP","orderRef":"o"}
            """,
        nameof(MembershipRefunded) => """{"program":"acme","purchaseId":"m1","refundedAt":"2011-01-01T00:00:00Z","reason":"r"}""",
        _ => """{"program":"acme","currency":"EUR","from":"2011-01-01T00:00:00Z","rate":0.9}""",
    };
}
