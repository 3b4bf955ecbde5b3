using Ledger.Contracts.V1;
using Ledger.TestSupport;
using NUnit.Framework;

namespace Ledger.Services.Tests.Ledger;

/// <summary>Many facts in one request: each line stands for itself.</summary>
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
        Assert.That(reply.Json["problems"]!.AsArray().Select(problem => ((int)problem!["line"]!, (string?)problem["code"])), Is.EqualTo(new[]
        {
            (2, "malformed_json"), (4, "currency_mismatch"), (5, "unknown_fact_type"), (7, "conflict"), (10, "invalid_value"),
        }));
        Assert.That((await RejectedAsync()).Select(one => one.Code), Is.EquivalentTo(new[] { "malformed_json", "currency_mismatch", "unknown_fact_type", "invalid_value" }));
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

        var reply = await Api.SendLinesAsync(Shop.Program, [Shop.Order("1", "A") with { Currency = "EUR" }, Shop.Order("1", "B"), Shop.Return("1", "r")]);

        Assert.That(Counts(reply), Is.EqualTo("recorded 2, repeated 0, superseded 0, parked 0, rejected 1, conflicts 0"));
        Assert.That((await AccountAsync("A")).Entries, Is.Zero);
        var other = await PointsAsync("B");
        Assert.That((other.Accrued, other.Reversed), Is.EqualTo((100m, 100m)));
    }

    [Test]
    public async Task A_line_without_end_is_refused_and_the_lines_before_it_were_taken()
    {
        await PublishAsync();

        var reply = await Api.SendLinesAsync(Shop.Program, [LedgerApi.Line(Shop.Order("1")), new string(' ', 17 * 1024 * 1024) + "{}"]);

        Assert.That((reply.Status, reply.Code), Is.EqualTo((413, "too_large")), reply.Text);
        Assert.That((long)reply.Json["recorded"]!, Is.EqualTo(1));
        await ExpectAsync(Shop.Order("1"), "repeated");
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

        // As a sender that died in the middle of a line: the half line is a malformed one.
        var reply = await Api.SendLinesAsync(Shop.Program, [text, text[..40]]);

        Assert.That(Counts(reply), Is.EqualTo("recorded 50, repeated 0, superseded 0, parked 0, rejected 1, conflicts 0"));
    }

    private static string Counts(Reply reply)
    {
        var counts = reply.Json;
        return string.Join(", ", new[] { "recorded", "repeated", "superseded", "parked", "rejected", "conflicts" }.Select(name => $"{name} {(long)counts[name]!}"));
    }
}
