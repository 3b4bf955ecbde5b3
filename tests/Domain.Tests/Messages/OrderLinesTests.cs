using System.Text.Json;
using Ledger.Contracts.V1;
using NUnit.Framework;

namespace Ledger.DomainTests.Messages;

/// <summary>How the lines of an order stand in the log, and in the facts that come in.</summary>
public sealed class OrderLinesTests
{
    private static readonly OrderLine Plain = new("L1", "TEA", 2, 3.50m);

    private static IEnumerable<TestCaseData> Lines =>
    [
        new TestCaseData(Plain, """["L1","TEA",2,3.50]"""),
        new TestCaseData(Plain with { Category = "drinks" }, """["L1","TEA",2,3.50,"drinks"]"""),
        new TestCaseData(Plain with { Discount = 0.25m }, """["L1","TEA",2,3.50,null,0.25]"""),
        new TestCaseData(Plain with { Kind = "fee" }, """["L1","TEA",2,3.50,null,null,"fee"]"""),
        new TestCaseData(Plain with { Category = "drinks", Discount = 1, Kind = "fee" }, """["L1","TEA",2,3.50,"drinks",1,"fee"]"""),
        new TestCaseData(Plain with { Discount = 0.00m }, """["L1","TEA",2,3.50]"""),
    ];

    [TestCaseSource(nameof(Lines))]
    public void A_recorded_line_is_an_array_to_the_last_that_it_has(OrderLine line, string json)
    {
        Assert.Multiple(() =>
        {
            Assert.That(JsonSerializer.Serialize(Recorded(line), Wire.Options), Does.Contain($"\"lines\":[{json}]"));
            Assert.That(JsonSerializer.Serialize(Revised(line), Wire.Options), Does.Contain($"\"lines\":[{json}]"));
            Assert.That(Read(json), Is.EqualTo(line));
        });
    }

    [TestCase("""["L1","TEA",2,3.50,null,null,null]""")]
    [TestCase("""["L1","TEA",2,3.50,null,0]""")]
    [TestCase("""["L1","TEA",2,3.50,null,null,"merchandise"]""")]
    public void What_is_absent_may_be_said(string json) => Assert.That(Read(json), Is.EqualTo(Plain));

    [TestCase("null")]
    [TestCase("{}")]
    [TestCase("[]")]
    [TestCase("""{"lineId":"L1","quantity":2,"sku":"TEA","unitPrice":3.50}""")]
    [TestCase("""["L1","TEA",2]""")]
    [TestCase("""["L1","TEA","2",3.50]""")]
    [TestCase("""["L1",null,2,3.50]""")]
    [TestCase("""["L1","TEA",2,null]""")]
    [TestCase("""["L1","TEA",2,3.50,7]""")]
    [TestCase("""["L1","TEA",2,3.50,"drinks","1"]""")]
    [TestCase("""["L1","TEA",2,3.50,"drinks",1,2]""")]
    [TestCase("""["L1","TEA",2,3.50,"drinks",1,"fee","more"]""")]
    [TestCase("""["L1","TEA",2,3.50,["drinks"]]""")]
    [TestCase("""["L1","TEA",1e20,3.50]""")]
    public void Anything_else_is_no_line(string json) => Assert.That(() => Read(json), Throws.InstanceOf<JsonException>());

    [Test]
    public void Lines_say_as_arrays_what_they_say_as_objects()
    {
        var seed = TestContext.CurrentContext.Random.Next();
        TestContext.Out.WriteLine($"seed {seed}");
        var messages = new RandomMessages(seed) { WithinRange = true };
        for (var n = 0; n < 500; n++)
        {
            var recorded = Recorded([.. messages.Make<IReadOnlyList<OrderLine>>()]);
            var objects = JsonSerializer.Serialize(recorded.Lines, Wire.Options);
            var arrays = JsonSerializer.Serialize(recorded, Wire.Options);
            Assert.That(
                JsonSerializer.Deserialize<OrderRecorded>(arrays, Wire.Options)!.Lines,
                Is.EqualTo(JsonSerializer.Deserialize<IReadOnlyList<OrderLine>>(objects, Wire.Options)), objects);
        }
    }

    [Test]
    public void A_line_that_comes_in_is_an_object()
    {
        var placed = new OrderPlaced("acme", "shop", "1", "north", DateTimeOffset.UnixEpoch, "GBP", [Plain]);

        Assert.That(
            JsonSerializer.Serialize(placed, Wire.Options),
            Does.Contain("""[{"lineId":"L1","quantity":2,"sku":"TEA","unitPrice":3.50}]"""));
    }

    private static OrderRecorded Recorded(params OrderLine[] lines) =>
        new(
            "acme", "shop", "1", "north", 1, DateTimeOffset.UnixEpoch, "GBP", lines, 1, "hash", DateTimeOffset.UnixEpoch,
            DateTimeOffset.UnixEpoch);

    private static OrderRevised Revised(params OrderLine[] lines) =>
        new("acme", "shop", "1", "north", 2, lines, "hash", DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch);

    private static OrderLine Read(string line)
    {
        var json = JsonSerializer
            .Serialize(Recorded(), Wire.Options)
            .Replace("\"lines\":[]", $"\"lines\":[{line}]", StringComparison.Ordinal);
        return JsonSerializer.Deserialize<OrderRecorded>(json, Wire.Options)!.Lines.Single();
    }
}
