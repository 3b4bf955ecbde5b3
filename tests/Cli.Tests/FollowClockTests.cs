using System.Text.Json;
using NUnit.Framework;

namespace Ledger.Cli.Tests;

/// <summary><c>ledger import --follow-clock</c>: when the clock is advanced between facts, and what the import waits for.</summary>
internal sealed class FollowClockTests
{
    /// <summary>
    /// A program with challenges that close on the fourth of the month after, for January to March 2010, and two draws in March.
    /// </summary>
    internal const string Program = """
        {
          "program": "w", "version": 1, "effectiveFrom": "2010-01-01T00:00:00Z", "currency": "GBP", "timeZone": "UTC",
          "rewards": [ { "id": "mug", "kind": "item", "unit": "points", "cost": 100 } ],
          "challenges": [ { "id": "race", "period": "month", "metric": "spend", "settleAfterDays": 3, "validFrom": "2010-01-01T00:00:00Z",
            "validUntil": "2010-04-01T00:00:00Z", "prizes": [ { "rank": 1, "unit": "points", "amount": 5 } ] } ],
          "draws": [ { "id": "spring", "at": "2010-03-04T00:00:00Z", "prizes": 1, "reward": "mug" },
                     { "id": "again", "at": "2010-03-10T12:00:00Z", "prizes": 1, "reward": "mug" } ]
        }
        """;

    private readonly Queue<long> due = new();
    private FakeLedger ledger = null!;
    private string? clock;
    private string mode = "manual";

    [SetUp]
    public async Task Start()
    {
        ledger = await FakeLedger.StartAsync();
        ledger.Versions = [Program];
        ledger.Answer = asked => asked.Line.EndsWith("/clock", StringComparison.Ordinal) ? (200, Clock(asked)) : FakeLedger.Recorded(asked);
        due.Clear();
        clock = null;
        mode = "manual";
    }

    [TearDown]
    public async Task Stop() => await ledger.DisposeAsync();

    [Test]
    public async Task The_clock_is_at_each_time_before_the_first_fact_dated_at_or_after_it()
    {
        var run = await ImportAsync(
            Paid("1", "2010-01-20T00:00:00Z"),
            Paid("2", "2010-02-03T23:59:59Z"),
            Paid("3", "2010-02-04T00:00:00Z"), // at the close of January
            Paid("4", "2010-01-15T00:00:00Z"), // late: moves nothing
            Paid("5", "2010-02-05T00:00:00Z"),
            Paid("6", "2010-03-30T00:00:00Z"), // after the close of February with the first draw, and after the second
            Paid("7", "2010-05-30T00:00:00Z")); // after the last close; April is held no more

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(Done(), Is.EqualTo(new[]
        {
            "?", "1 2", "2010-02-04T00:00:00Z", "3 4 5", "2010-03-04T00:00:00Z", "2010-03-10T12:00:00Z", "6", "2010-04-04T00:00:00Z", "7",
        }));
    }

    [Test]
    public async Task What_is_due_at_a_time_is_done_before_the_next_fact_is_sent()
    {
        foreach (var left in new long[] { 0, 3, 2, 0 }) due.Enqueue(left);

        await ImportAsync(Paid("1", "2010-01-20T00:00:00Z"), Paid("2", "2010-02-05T00:00:00Z"));

        Assert.That(Done(), Is.EqualTo(new[] { "?", "1", "2010-02-04T00:00:00Z", "?", "?", "2" }));
    }

    [Test]
    public async Task An_import_that_begins_again_goes_on_from_the_clock_once_nothing_is_due_there()
    {
        clock = "2010-02-04T00:00:00Z";
        foreach (var left in new long[] { 7, 0 }) due.Enqueue(left);

        await ImportAsync(Paid("1", "2010-01-20T00:00:00Z"), Paid("2", "2010-02-05T00:00:00Z"), Paid("3", "2010-03-05T00:00:00Z"));

        Assert.That(Done(), Is.EqualTo(new[] { "?", "?", "1 2", "2010-03-04T00:00:00Z", "3" }));
    }

    [Test]
    public async Task A_date_that_is_a_slip_or_none_moves_nothing()
    {
        await ImportAsync(Paid("1", "2999-01-20T00:00:00Z"), Paid("2", "yesterday"), Paid("3", "2010-02-05T00:00:00Z"));

        Assert.That(Done(), Is.EqualTo(new[] { "?", "1 2", "2010-02-04T00:00:00Z", "3" }));
    }

    [Test]
    public async Task The_wall_is_not_followed()
    {
        mode = "wall";

        var run = await ImportAsync(Paid("1", "2010-01-20T00:00:00Z"));

        Assert.That(run.ExitCode, Is.EqualTo(1));
        Assert.That(run.Error, Does.Contain("--follow-clock needs a manual clock"));
        Assert.That(Done(), Is.EqualTo(new[] { "?" }));
    }

    [Test]
    public async Task Invoices_move_the_clock_too()
    {
        var file = CommandRun.FileOf(
            "orders.csv", RetailText.Header + "\n1,A,x,1,2010-01-20T07:45:00,1.00,c,UK\n2,A,x,1,2010-02-05T07:45:00,1.00,c,UK\n");

        await CommandRun.OfAsync(
            "import", file, "--program", "w", "--profile", "online-retail", "--currency", "GBP", "--follow-clock", "--url", ledger.Url);

        Assert.That(Done(), Is.EqualTo(new[] { "?", "1", "2010-02-04T00:00:00Z", "2" }));
    }

    [TestCase("", 4)]
    [TestCase(""", "budget": { "amount": 100, "period": "month" }""", 1)]
    public async Task Facts_of_a_program_with_a_budget_go_one_request_after_the_other(string section, int lanes)
    {
        ledger.Versions = [$$"""
            { "program": "w", "version": 1, "effectiveFrom": "2010-01-01T00:00:00Z", "currency": "GBP", "timeZone": "UTC",
              "pointValue": 0.01 {{section}} }
            """];
        var facts = Enumerable.Range(0, 2_000).Select(number =>
            $$"""{"type":"OrderPlaced","source":"s","orderId":"{{number}}","accountId":"{{number % 40}}"}""");

        var run = await CommandRun.OfAsync(
            "import", CommandRun.FileOf("f.ndjson", string.Join('\n', facts)), "--program", "w", "--profile", "ndjson", "--url",
            ledger.Url);

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        var inFileOrder = ledger
            .Requests.SelectMany(asked => asked.Body.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            .Select(line => int.Parse(JsonElement.Parse(line).GetProperty("orderId").GetString()!))
            .SequenceEqual(Enumerable.Range(0, 2_000));
        Assert.That(inFileOrder, Is.EqualTo(lanes == 1));
    }

    private static string Paid(string order, string at) =>
        $$"""{"type":"OrderPaid","source":"s","orderId":"{{order}}","paidAt":"{{at}}"}""";

    private Task<CommandRun> ImportAsync(params string[] facts) => CommandRun.OfAsync(
        "import", CommandRun.FileOf("f.ndjson", string.Join('\n', facts)), "--program", "w", "--profile", "ndjson", "--follow-clock",
        "--url", ledger.Url);

    private string Clock(FakeLedger.Asked asked)
    {
        if (asked.Body.Length > 0) clock = JsonElement.Parse(asked.Body).GetProperty("advanceTo").GetString();
        var at = clock is null ? "null" : $"\"{clock}\"";
        return $$"""{"program":"w","mode":"{{mode}}","at":{{at}},"due":{{(due.TryDequeue(out var left) ? left : 0)}}}""";
    }

    // The requests: "?" reads the clock, a time advances it, anything else is the orders of one request.
    private List<string> Done() =>
    [
        .. ledger.Requests.Select(asked => asked.Line.StartsWith("GET", StringComparison.Ordinal) ? "?"
            : asked.Line.EndsWith("/clock", StringComparison.Ordinal) ? JsonElement.Parse(asked.Body).GetProperty("advanceTo").GetString()!
            : string.Join(' ', asked.Body.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => JsonElement.Parse(line).GetProperty("orderId").GetString()))),
    ];
}
