using Ledger.Contracts.V1;
using Ledger.TestSupport;
using NUnit.Framework;

namespace Ledger.Services.Tests.Ledger;

/// <summary>Many facts in one request: each line succeeds or fails on its own.</summary>
public sealed class LinesTests : ServiceTests
{
    [Test]
    public async Task Bad_lines_are_named_and_good_ones_are_taken()
    {
        await PublishAsync();
        var lines = new[]
        {
            LedgerApi.Line(Shop.Order("1")),
            "not json",
            "",
            LedgerApi.Line(Shop.Order("2") with { Currency = "EUR" }),
            """{"type":"OrderTeleported"}""",
            LedgerApi.Line(Shop.Order("1")),
            LedgerApi.Line(Shop.Order("1", lines: Shop.Line("L1", 5))),
            "  \r",
            LedgerApi.Line(Shop.Return("7", "r")),
            LedgerApi.Line(Shop.Order("3") with { Program = "another" }),
            LedgerApi.Text(Shop.Order("4")),
        };

        var reply = await Api.SendLinesAsync(Shop.Program, lines);

        Assert.That(reply.Status, Is.EqualTo(200), reply.Text);
        Assert.That(Counts(reply), Is.EqualTo("recorded 2, repeated 1, superseded 0, parked 1, rejected 4, conflicts 1"));
        Assert.That(
            reply.Json["problems"]!.AsArray().Select(problem => ((int)problem!["line"]!, (string?)problem["code"])),
            Is.EqualTo(new[] { (2, "malformed_json"), (4, "no_rate"), (5, "unknown_fact_type"), (7, "conflict"), (10, "invalid_value") }));
        Assert.That(
            (await RejectedAsync()).Select(one => one.Code),
            Is.EquivalentTo(new[] { "malformed_json", "no_rate", "unknown_fact_type", "invalid_value" }));
        Assert.That(reply.Position, Is.GreaterThan(0).And.EqualTo((long)reply.Json["position"]!));
    }

    [Test]
    public async Task Facts_of_one_order_in_one_request_are_taken_in_their_order()
    {
        await PublishAsync();
        var facts = new List<IOrderFact> { Shop.Order("1", lines: Shop.Line("L1", 1, 600)) };
        for (var n = 0; n < 600; n++) facts.Add(Shop.Return("1", $"r{n}"));
        facts.Add(Shop.Return("1", "one too many"));

        var reply = await Api.SendLinesAsync(Shop.Program, facts);

        Assert.That(Counts(reply), Is.EqualTo("recorded 601, repeated 0, superseded 0, parked 0, rejected 1, conflicts 0"));
        Assert.That((await PointsAsync()).Pending, Is.Zero);
    }

    [Test]
    public async Task An_order_refused_for_one_account_is_taken_for_another_in_the_same_request()
    {
        await PublishAsync();

        var reply = await Api.SendLinesAsync(
            Shop.Program, [Shop.Order("1", "A") with { Currency = "EUR" }, Shop.Order("1", "B"), Shop.Return("1", "r")]);

        Assert.That(Counts(reply), Is.EqualTo("recorded 2, repeated 0, superseded 0, parked 0, rejected 1, conflicts 0"));
        Assert.That((await AccountAsync("A")).Entries, Is.Zero);
        var other = await PointsAsync("B");
        Assert.That((other.Accrued, other.Reversed), Is.EqualTo((100m, 100m)));
    }

    [TestCase(16 * 1024 * 1024)]
    [TestCase(40 * 1024 * 1024)]
    public async Task A_line_that_is_too_long_is_refused_alone_at_every_repeat(int length)
    {
        await PublishAsync();
        string[] lines = [LedgerApi.Line(Shop.Order("1")), new string(' ', length) + "{}", LedgerApi.Line(Shop.Order("2"))];

        var first = await Api.SendLinesAsync(Shop.Program, lines);
        var again = await Api.SendLinesAsync(Shop.Program, [lines[1], lines[0], lines[2], lines[1]]);

        Assert.That(Counts(first), Is.EqualTo("recorded 2, repeated 0, superseded 0, parked 0, rejected 1, conflicts 0"));
        Assert.That(Counts(again), Is.EqualTo("recorded 0, repeated 2, superseded 0, parked 0, rejected 2, conflicts 0"));
        var problems = again.Json["problems"]!.AsArray().Select(problem => ((long)problem!["line"]!, (string?)problem["code"]));
        Assert.That(problems, Is.EqualTo(new[] { (1L, "too_large"), (4L, "too_large") }));
        var kept = (await RejectedAsync()).Single();
        Assert.That((kept.Code, kept.Reason), Is.EqualTo(("too_large", "Line 2: a fact is at most 16777216 bytes.")));
        Assert.That(kept.Payload, Does.Match($"^ {{65536}}… {length + 2} bytes, SHA-256 [0-9a-f]{{64}}$"));
    }

    [Test]
    public async Task A_request_without_lines_is_no_error()
    {
        await PublishAsync();

        var reply = await Api.SendLinesAsync(Shop.Program, Enumerable.Empty<string>());

        Assert.That(Counts(reply), Is.EqualTo("recorded 0, repeated 0, superseded 0, parked 0, rejected 0, conflicts 0"));
    }

    [Test]
    public async Task A_request_that_breaks_off_leaves_whole_facts_only()
    {
        await PublishAsync();
        var text = string.Join('\n', Enumerable.Range(0, 50).Select(n => LedgerApi.Line(Shop.Order($"{n}"))));

        // The sender dies in the middle of a line: the half line is refused as malformed.
        var reply = await Api.SendLinesAsync(Shop.Program, [text, text[..40]]);

        Assert.That(Counts(reply), Is.EqualTo("recorded 50, repeated 0, superseded 0, parked 0, rejected 1, conflicts 0"));
    }

    private static string Counts(Reply reply)
    {
        var counts = reply.Json;
        return string.Join(", ", new[] { "recorded", "repeated", "superseded", "parked", "rejected", "conflicts" }.Select(name =>
            $"{name} {(long)counts[name]!}"));
    }
}
