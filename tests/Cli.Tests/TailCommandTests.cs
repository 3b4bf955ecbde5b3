using System.Globalization;
using System.Text.Json.Nodes;
using NUnit.Framework;

namespace Ledger.Cli.Tests;

/// <summary>The events of a program as they are recorded: requests, output and the position to go on from.</summary>
internal sealed class TailCommandTests : CommandFixture
{
    private const string Events = "GET /v1/programs/w/events";

    [Test]
    public async Task Tail_shows_a_line_for_each_event_and_continues_after_an_interruption()
    {
        var asked = 0;
        Ledger.Position = 40;
        Ledger.Answer = request => request.Line switch
        {
            "GET /v1/programs/w" => (200, "{}"),
            // The service starts again meanwhile.
            _ when asked++ == 1 => (503, """{"code":"unavailable","detail":"Starting."}"""),
            $"{Events}?after=40&limit=500&waitSeconds=0&types=points_%2A" => (200, Page(41, false, Event(41, "points_accrued"))),
            $"{Events}?after=41&limit=500&waitSeconds=0&types=points_%2A" => (200, Page(45, true, Event(43, "points_expired"))),
            _ => null,
        };

        var run = await RunAsync("tail", "--program", "w", "--types", "points_*", "--no-follow");

        Assert.That(run, Is.EqualTo(new CommandRun(
            0,
            "        41  2011-03-01T00:00:00Z  points_accrued        north  shop/1001  120 points\n"
            + "        43  2011-03-01T00:00:00Z  points_expired        north  shop/1001  120 points\n",
            "Go on with --after 45\n")));
    }

    [Test]
    public async Task Tail_prints_events_unchanged_with_the_json_option()
    {
        Ledger.Answer = request => (200, IsOfEvents(request) ? Page(7, true, Event(7, "points_accrued")) : "{}");

        var run = await RunAsync("tail", "--program", "w", "--after", "0", "--no-follow", "--json");

        Assert.That(Ledger.Requests.Last().Line, Is.EqualTo("GET /v1/programs/w/events?after=0&limit=500&waitSeconds=0"));
        Assert.That(JsonNode.DeepEquals(JsonNode.Parse(run.Output), JsonNode.Parse(Event(7, "points_accrued"))));
    }

    [Test]
    public async Task Tail_prints_its_position_also_when_the_patience_is_over()
    {
        Ledger.Answer = request => !IsOfEvents(request) ? (200, "{}")
            : request.Line.Contains("after=3", StringComparison.Ordinal) ? (200, Page(5, false, Event(4, "points_accrued"))) : (503, "{}");

        var run = await RunAsync("tail", "--program", "w", "--after", "3", "--patience", "0");

        Assert.That(run.ExitCode, Is.EqualTo(75));
        Assert.That(run.Error, Does.StartWith("Go on with --after 5\n"));
    }

    private static bool IsOfEvents(FakeLedger.Asked request) => request.Line.StartsWith(Events, StringComparison.Ordinal);

    private static string Event(int position, string type) => string.Create(
        CultureInfo.InvariantCulture,
        $$$"""
        {"data":{"accountId":"north","amount":120,"unit":"points","owner":"account","cause":{"kind":"order","source":"shop",
         "orderId":"1001"}},
         "position":"{{{position}}}","subject":"account/north","time":"2011-03-01T00:00:00Z","type":"{{{type}}}"}
        """);

    private static string Page(int next, bool isEnd, params string[] events) =>
        $$"""{"events":[{{string.Join(',', events)}}],"next":"{{next}}","end":{{(isEnd ? "true" : "false")}}}""";
}
