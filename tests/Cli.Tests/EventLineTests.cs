using System.Text.Json;
using Ledger.Cli.OnCall;
using Ledger.Contracts.V1;
using NUnit.Framework;

namespace Ledger.Cli.Tests;

/// <summary>The one-line display of events for people.</summary>
internal sealed class EventLineTests
{
    [TestCase("order_recorded", """{"accountId":"north","source":"shop","orderId":"1001"}""", "north  shop/1001")]
    [TestCase("order_rejected", """{"source":"shop","orderId":"1009","code":"unknown_line","door":"http"}""", "shop/1009  unknown_line")]
    [TestCase(
        "tier_upgraded",
        """{"accountId":"north","fromTier":"bronze","tier":"silver","cause":{"kind":"order","source":"shop","orderId":"7"}}""",
        "north  shop/7  bronze → silver")]
    [TestCase(
        "points_redeemed",
        """{"accountId":"north","amount":1200.50,"unit":"cashback","owner":"buyer-7","order":"shop/8"}""",
        "north  shop/8  1,200.5 cashback of buyer-7")]
    [TestCase("clock_advanced", """{"clock":"manual"}""", "program/acme")]
    public void It_says_what_it_is_about(string type, string data, string expected)
    {
        var text = $$"""{"data":{{data}},"position":"12","subject":"program/acme","time":"2011-03-01T00:00:00Z","type":"{{type}}"}""";

        var line = EventLine.Of(JsonElement.Parse(text));

        Assert.That(line, Is.EqualTo($"        12  2011-03-01T00:00:00Z  {type.PadRight(20)}  {expected}"));
    }

    [Test]
    public void It_is_one_line_for_every_event_that_there_is([ValueSource(nameof(Samples))] string sample)
    {
        var data = Repository.Read($"contracts/samples/{sample}.json");
        var text = $$"""{"data":{{data}},"position":"12","subject":"s","time":"2011-03-01T00:00:00Z","type":"{{sample}}"}""";

        Assert.That(EventLine.Of(JsonElement.Parse(text)), Does.StartWith("        12  2011-03-01T00:00:00Z  ").And.Not.Contain("\n"));
    }

    private static IEnumerable<string> Samples() => EventNames.All.Values.Select(type => type.Name).Order(StringComparer.Ordinal);
}
