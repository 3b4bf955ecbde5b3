using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Ledger.Contracts.V1;
using Ledger.TestSupport;
using NUnit.Framework;

namespace Ledger.EndToEnd.Tests;

/// <summary>The commands for people on call, with the real command line on a running service with data.</summary>
[NonParallelizable]
public sealed partial class OnCallCommandTests
{
    private const string Members = """
        "qualification": { "metric": "spend", "scope": "goods", "window": { "kind": "rolling-months", "months": 12 } },
        "tiers": [ { "id": "bronze", "from": 0 }, { "id": "silver", "from": 150 }, { "id": "gold", "from": 1000 } ],
        "tierReview": { "every": "month", "graceMonths": 1, "maxSteps": 1 },
        "points": { "redeemOn": "future", "activation": { "on": "placed", "delayDays": 0 }, "expiry": { "afterMonths": 12, "at": "exact" } }
        """;

    private readonly Shop shop = new("oncall");
    private TestDatabase database = null!;
    private Instance instance = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        database = await TestDatabase.CreateAsync();
        instance = await Instance.StartAsync(database.ConnectionString);
        var api = instance.Service.Api;
        await api.PublishAsync(shop.Document(Members));
        foreach (var fact in new IFact[]
        {
            shop.Order("1", at: "2011-03-01T10:00:00Z"), shop.Order("2", at: "2011-04-01T10:00:00Z"),
            shop.Order("3", account: "B", at: "2011-04-02T10:00:00Z"), shop.Return("2", "r1", "2011-04-03T10:00:00Z", ("L1", 0.5m)),
            shop.Paid("9", "2011-04-03T10:00:00Z"),
        })
        {
            Assert.That((await api.SendAsync(fact)).Status, Is.LessThan(300));
        }

        var held = await new Till(api).PostAsync(
            new HoldPoints(shop.Program, "H1", "A", Amount: 30, TtlMinutes: 60, At: Shop.At("2011-04-04T10:00:00Z")));
        Assert.That(held.Outcome, Is.EqualTo("recorded"), held.Code);
        Assert.That((await api.SendAsync(shop.Order("bad"), "{}")).Status, Is.EqualTo(422).Or.EqualTo(400));
        await instance.SucceedAsync("wait");
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        await instance.DisposeAsync();
        await database.DisposeAsync();
    }

    [Test]
    public async Task An_account_is_shown_with_tier_expiry_holds_and_movements()
    {
        var lines = LinesOf(await instance.SucceedAsync("account", "show", "A", "--program", shop.Program));

        Assert.That(lines, Does.Contain("Account A").And.Contain("Tier silver since 2011-04-01T10:00:00Z, with 150"));
        Assert.That(lines, Does.Contain("Next tier gold: 850 to go"));
        Assert.That(lines, Does.Contain("account points 120 0 30 0"));
        Assert.That(lines, Has.Some.Match("^2012-03 █+ 100$"));
        Assert.That(lines, Has.Some.Match("^2012-04 █+ 50$"));
        Assert.That(lines, Has.Some.StartsWith("H1 account points 30 2011-04-04T11:00:00Z"));
        Assert.That(lines, Has.Some.Match(@"^1 2011-03-01T10:00:00Z points_accrued account 100 points \d+ order shop/1"));

        var page = JsonNode.Parse(await instance.SucceedAsync("account", "show", "A", "--program", shop.Program, "--json"))!;
        var asked = await instance.Service.Api.GetAsync($"{LedgerApi.Program(shop.Program)}/accounts/A/balance");
        Assert.That(JsonNode.DeepEquals(page["balance"], asked.Json));
        Assert.That(page["holds"]!.AsArray().Select(hold => (string?)hold!["id"]), Is.EqualTo(new[] { "H1" }));
    }

    [Test]
    public async Task An_order_is_shown_with_its_evaluation_its_movements_and_what_is_parked()
    {
        var returned = LinesOf(await instance.SucceedAsync("order", "show", "shop/2", "--program", shop.Program));
        Assert.That(returned, Does.Contain("State recorded, partly returned").And.Contain("Account A"));
        Assert.That(returned, Does.Contain("L1 tea merchandise 1 100 0 0.5 0 0 50"));
        Assert.That(returned, Does.Contain("base yes account 50 1 50"));
        Assert.That(returned, Has.Some.Contains("accrual_reversed account -50 points"));

        var parked = LinesOf(await instance.SucceedAsync("order", "show", "shop/9", "--program", shop.Program));
        Assert.That(parked, Does.Contain("State not recorded: facts wait for it"));
        Assert.That(parked, Has.Some.StartsWith("OrderPaid 2011-04-03T10:00:00Z"));
    }

    [Test]
    public async Task Reports_are_made_of_what_the_service_answers()
    {
        var balances = LinesOf(await instance.SucceedAsync("report", "balances", "--program", shop.Program));
        Assert.That(balances, Does.Contain("points 2 220 0 30 0"));
        Assert.That(LinesOf(await instance.SucceedAsync("report", "tiers", "--program", shop.Program)), Does.Contain("silver 1 0 50"));
        Assert.That(
            LinesOf(await instance.SucceedAsync("report", "books", "--program", shop.Program)),
            Does.Contain("The books of every unit sum to zero."));
        Assert.That(await instance.SucceedAsync("report", "integrity"), Does.Contain("Head"));
        var refused = JsonNode.Parse(await instance.SucceedAsync("report", "rejected", "--program", shop.Program, "--json"))!;
        Assert.That((int)refused["facts"]!, Is.EqualTo(1));
    }

    [TestCase(3, "unknown_program", "account", "show", "A", "--program", "none")]
    [TestCase(3, "unknown_account", "account", "show", "nobody", "--program", "oncall")]
    [TestCase(3, "unknown_program", "tail", "--program", "none")]
    [TestCase(1, "unknown_event_type", "tail", "--program", "oncall", "--types", "none")]
    [TestCase(77, "unauthorized", "report", "integrity", "--key", "lk_none")]
    [TestCase(2, "usage", "order", "show", "1", "--program", "oncall")]
    public async Task A_failure_is_a_problem_with_an_exit_code(int exitCode, string code, params string[] arguments)
    {
        var run = await instance.LedgerAsync([.. arguments, "--json"]);

        Assert.That((run.ExitCode, run.Output), Is.EqualTo((exitCode, "")), run.Error);
        var last = run.Error.TrimEnd('\n').Split('\n')[^1];
        Assert.That(((string?)JsonNode.Parse(last)!["code"], (int)JsonNode.Parse(last)!["exitCode"]!), Is.EqualTo((code, exitCode)));
    }

    [Test]
    public async Task Tail_goes_on_over_a_killed_service_and_ends_with_ctrl_c()
    {
        var program = new Shop("tailed");
        var api = instance.Service.Api;
        await api.PublishAsync(program.Document());
        await using var tail = Running.Start(
            "ledger tail", BuiltFiles.Find("Ledger.Cli", "ledger.dll"),
            "tail", "--program", program.Program, "--after", "0", "--types", "order_recorded,points_accrued",
            "--url", instance.Service.Url.ToString(), "--key", instance.Service.Key);

        await SendAsync("1");
        await tail.HasAsync("order_recorded        A  shop/1");
        await instance.Service.RestartAsync();
        await SendAsync("2");
        await tail.HasAsync("order_recorded        A  shop/2");
        await instance.Service.RestartAsync();
        await SendAsync("3");
        await tail.HasAsync("points_accrued        A  shop/3  100 points");

        Assert.That(await tail.InterruptAsync(), Is.Zero, tail.Error);
        var positions = tail.Output.Select(line => long.Parse(line.Trim().Split(' ')[0], CultureInfo.InvariantCulture)).ToList();
        Assert.That(positions, Has.Count.EqualTo(6).And.Ordered.Ascending.And.Unique, string.Join('\n', tail.Output));
        var cursor = Cursor().Match(tail.Error).Groups[1].Value;
        Assert.That(long.Parse(cursor, CultureInfo.InvariantCulture), Is.GreaterThanOrEqualTo(positions[^1]), tail.Error);

        await SendAsync("4");
        var rest = await instance.SucceedAsync(
            "tail", "--program", program.Program, "--after", cursor, "--no-follow", "--types", "order_recorded");
        Assert.That(rest.Trim(), Does.EndWith("order_recorded        A  shop/4").And.Not.Contain("\n"));

        async Task SendAsync(string order) =>
            Assert.That((await api.SendAsync(program.Order(order, at: $"2011-03-0{order}T10:00:00Z"))).Status, Is.EqualTo(201));
    }

    // The lines of the output, with runs of blanks between columns reduced to one.
    private static List<string> LinesOf(string output) => [.. output.Split('\n').Select(line => Blanks().Replace(line, " ").Trim())];

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();

    [GeneratedRegex(@"^Go on with --after (\d+)$", RegexOptions.Multiline)]
    private static partial Regex Cursor();
}
