using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Ledger.Client;
using Ledger.Contracts.V1;
using Ledger.Contracts.V1.Answers;
using Ledger.TestSupport;
using NUnit.Framework;

namespace Ledger.EndToEnd.Tests;

/// <summary>Each call of the published client, against a service: it returns what the service answers, unchanged.</summary>
[NonParallelizable]
public sealed partial class ClientTests
{
    private const string Program = ClientHistory.Program;
    private const string Webhook = "webhooks/shop";
    private const string Receiver = "http://127.0.0.1:9/hooks";
    private static readonly string Root = LedgerPaths.Program(Program);

    private static readonly Dictionary<string, Func<ClientTests, Task<object>>> Calls = new()
    {
        ["v1/key"] = async test => await test.ledger.GetKeyAsync(),
        ["v1/programs"] = async test => await test.ledger.GetProgramsAsync(),
        ["v1/integrity"] = async test => await test.ledger.GetIntegrityAsync(),
        ["v1/integrity/verify"] = async test => await test.ledger.GetVerificationAsync(),
        ["v1/projections/rebuild"] = async test => await test.ledger.GetRebuildAsync(),
        [""] = async test => await test.acme.GetAsync(),
        ["intake"] = async test => await test.acme.GetIntakeAsync(),
        ["versions"] = async test => await test.acme.GetVersionsAsync(),
        ["versions/2"] = async test => await test.acme.GetVersionAsync(2),
        ["clock"] = async test => await test.acme.GetClockAsync(),
        ["letterhead"] = async test => await test.acme.ReadAsync<ProgramLetterhead>("letterhead"),
        ["periods"] = async test => await test.acme.ListPeriodsAsync(),
        ["challenges"] = async test => (await test.acme.AskAsync<ChallengesAnswer>("challenges")).Value,
        ["orders/shop/1"] = async test => await test.acme.GetOrderAsync("shop", "1"),
        ["accounts?limit=1000#accounts"] = async test => await test.acme.ListAccountsAsync().ToListAsync(),
        ["tiers"] = async test => await test.acme.CountTiersAsync(),
        ["orders?limit=1000#orders"] = async test => await test.acme.ListOrdersAsync().ToListAsync(),
        ["accounts/north/orders?source=shop&limit=1000#orders"] =
            async test => await test.acme.ListOrdersAsync("north", "shop").ToListAsync(),
        ["accounts/north/holds?state=expired&limit=1000#holds"] =
            async test => await test.acme.ListHoldsAsync("north", "expired").ToListAsync(),
        ["accounts/north/vouchers?limit=1000#vouchers"] = async test => await test.acme.ListVouchersAsync("north").ToListAsync(),
        ["accounts/north/balance"] = async test => await test.acme.GetBalanceAsync("north"),
        ["accounts/north/standing"] = async test => await test.acme.GetStandingAsync("north"),
        ["accounts/north/rebates"] = async test => await test.acme.GetRebatesAsync("north"),
        ["accounts/north/lots?limit=1000#lots"] = async test => await test.acme.ListLotsAsync("north").ToListAsync(),
        ["accounts/north/entries?limit=1000#entries"] = async test => await test.acme.ListEntriesAsync("north").ToListAsync(),
        ["entries/{entry}/explanation"] = async test => await test.acme.ExplainAsync(test.entry),
        ["holds/hold-1"] = async test => await test.acme.GetHoldAsync("hold-1"),
        ["redemptions/mug-1"] = async test => await test.acme.GetRedemptionAsync("mug-1"),
        ["vouchers/{voucher}"] = async test => await test.acme.GetVoucherAsync(test.voucher),
        ["rejected?limit=1000#rejected"] = async test => await test.acme.ListRejectedAsync().ToListAsync(),
        ["rejected?open=true&limit=1000#rejected"] = async test => await test.acme.ListRejectedAsync(onlyOpen: true).ToListAsync(),
        ["events?after=3&limit=5&waitSeconds=0#events"] = async test => await test.acme.FollowEventsAsync(3).Take(5).ToListAsync(),
        ["reports/trial-balance"] = async test => await test.acme.Reports.GetTrialBalanceAsync(),
        ["reports/roll-forward?period=2021-03&unit=points"] =
            async test => await test.acme.Reports.GetRollForwardAsync("2021-03", "points"),
        ["reports/roll-forward-months?fromMonth=2021-01&toMonth=2021-12&unit=points"] =
            async test => await test.acme.Reports.GetRollForwardMonthsAsync("2021-01", "2021-12", "points"),
        ["reports/liability"] = async test => await test.acme.Reports.GetLiabilityAsync(),
        ["reports/expiring"] = async test => await test.acme.Reports.GetExpiringAsync(),
        ["reports/breakage"] = async test => await test.acme.Reports.GetBreakageAsync(),
        ["reports/tier-movements?fromMonth=2021-01&toMonth=2021-12"] =
            async test => await test.acme.Reports.GetTierMovementsAsync("2021-01", "2021-12"),
        ["reports/variance?fromMonth=2021-01&limit=1000#orders"] =
            async test => await test.acme.Reports.ListVarianceAsync("2021-01").ToListAsync(),
        ["reports/variance-months?toMonth=2021-12"] = async test => await test.acme.Reports.GetVarianceMonthsAsync(toMonth: "2021-12"),
        ["reports/adjustments?limit=1000#adjustments"] = async test => await test.acme.Reports.ListAdjustmentsAsync().ToListAsync(),
        ["reports/rebates-accrued?limit=1000#rebates"] = async test => await test.acme.Reports.ListRebatesAccruedAsync().ToListAsync(),
        ["reports/rebates-accrued-periods"] = async test => await test.acme.Reports.GetRebatePeriodsAccruedAsync(),
        ["reports/partners?fromMonth=2021-01&toMonth=2021-03"] =
            async test => await test.acme.Reports.GetPartnersAsync("2021-01", "2021-03"),
        ["reports/return?fromMonth=2021-01&toMonth=2021-03"] =
            async test => await test.acme.Reports.GetReturnAsync("2021-01", "2021-03"),
    };

    private TestDatabase database = null!;
    private Instance instance = null!;
    private LedgerClient ledger = null!;
    private LedgerProgram acme = null!;
    private string voucher = "";
    private Guid entry;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        database = await TestDatabase.CreateAsync();
        var networks = new Dictionary<string, string> { ["LEDGER_WEBHOOK_NETWORKS"] = "127.0.0.0/8" };
        instance = await Instance.StartAsync(database.ConnectionString, more: networks);
        ledger = LedgerClient.Open(instance.Service.Url, instance.Service.Key);
        acme = ledger.Program(Program);
        voucher = await new ClientHistory(ledger, acme).WriteAsync();
        entry = (await acme.ListEntriesAsync("north").FirstAsync()).Id;
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        ledger?.Dispose();
        if (instance is not null) await instance.DisposeAsync();
        if (database is not null) await database.DisposeAsync();
    }

    private static IEnumerable<string> Paths => Calls.Keys;

    [TestCaseSource(nameof(Paths))]
    public async Task A_call_returns_the_answer_of_the_service(string call)
    {
        var given = JsonSerializer.SerializeToNode(await Calls[call](this), Wire.Options);

        var (path, list) = call.Split('#') is [var before, var after] ? (before, after) : (call, null);
        var address = path.StartsWith("v1/", StringComparison.Ordinal) ? path : path.Length == 0 ? Root : $"{Root}/{path}";
        address = address.Replace("{voucher}", voucher, StringComparison.Ordinal).Replace("{entry}", $"{entry}", StringComparison.Ordinal);
        var said = await instance.Service.Api.GetAsync("/" + address);
        Assert.That(said.Status, Is.EqualTo(200), said.Text);
        var expected = list is null ? said.Json : said.Json[list];
        Assert.That(given!.ToJsonString(), Is.Not.EqualTo("[]").And.Not.EqualTo("{}"), "something is there to compare");
        Assert.That(JsonNode.DeepEquals(given, expected), $"{given.ToJsonString()}\n{expected!.ToJsonString()}");
    }

    [Test]
    public async Task An_answer_comes_with_its_json_and_its_position()
    {
        var answer = await ledger.AskAsync<JsonElement>($"{Root}/accounts/north/balance");

        Assert.That(answer.Position, Is.GreaterThanOrEqualTo(ledger.Position).And.GreaterThan(0));
        Assert.That(answer.Json.GetProperty("accountId").GetString(), Is.EqualTo("north"));
        Assert.That((await ledger.ReadAsync<BalanceAnswer>($"{Root}/accounts/north/balance")).AccountId, Is.EqualTo("north"));
        var wallet = await acme.GetWalletAsync("north");
        Assert.That(wallet!.Available, Is.EqualTo(answer.Json.Deserialize<BalanceAnswer>(Wire.Lenient)!.Wallets[0].Available));
        Assert.That(await acme.GetWalletAsync("north", "nobody"), Is.Null);
    }

    [Test]
    public async Task Files_are_written_as_the_service_makes_them()
    {
        var said = (await instance.Service.Api.GetAsync($"/{Root}/exports/balances.csv")).Text;
        using var kept = new MemoryStream();
        using var opened = new MemoryStream();
        kept.Write("before"u8);
        await acme.DownloadAsync(LedgerPaths.Export("balances"), kept);
        using (var answer = await acme.DownloadAsync(LedgerPaths.Export("balances"))) await answer.Content.CopyToAsync(opened);
        var streamed = "";
        await acme.StreamAsync(LedgerPaths.Export("balances"), async (body, ct) =>
        {
            using var reader = new StreamReader(body);
            streamed = await reader.ReadToEndAsync(ct);
        });

        Assert.That(said, Does.StartWith("accountId,owner,unit").And.Contain("north"));
        Assert.That(Encoding.UTF8.GetString(kept.ToArray()), Is.EqualTo("before" + said));
        Assert.That((Encoding.UTF8.GetString(opened.ToArray()), streamed), Is.EqualTo((said, said)));

        using var report = new MemoryStream();
        await acme.Reports.DownloadAsync("roll-forward?period=2021-03", ReportFile.Csv, report);
        Assert.That(
            Encoding.UTF8.GetString(report.ToArray()),
            Is.EqualTo((await instance.Service.Api.GetAsync($"/{Root}/reports/roll-forward.csv?period=2021-03")).Text));
        await using var paper = await acme.GetStatementPdfAsync("north", new DateOnly(2021, 3, 1), language: "de");
        var head = new byte[5];
        await paper.ReadExactlyAsync(head);
        Assert.That(head, Is.EqualTo("%PDF-"u8.ToArray()));
    }

    [Test]
    public async Task All_pages_of_a_list_are_read()
    {
        var pages = await acme.ReadPagesAsync("accounts").ToListAsync();

        Assert.That(pages.SelectMany(page => page.GetProperty("accounts").EnumerateArray()).Count(), Is.EqualTo(2));
    }

    [Test]
    public async Task An_order_is_simulated()
    {
        var answer = await acme.SimulateAsync(ClientHistory.Order("new", "north", "2021-05-19T10:00:00Z", 100));

        Assert.That((answer.AccountId, answer.Evaluation.Points), Is.EqualTo(("north", 150L)), "a silver account");
        var missing = Assert.ThrowsAsync<LedgerException>(() => acme.GetOrderAsync("shop", "new"));
        Assert.That((missing!.Status, missing.IsTransient), Is.EqualTo((404, false)), "nothing was recorded");
        Assert.That(missing.Request, Does.StartWith($"GET {Root}/orders/shop/new"));
    }

    [Test]
    public async Task The_log_is_verified_and_the_views_are_rebuilt()
    {
        await ledger.StartVerificationAsync();
        var check = await Eventually.GetAsync(() => ledger.GetVerificationAsync(), one => one.State is not "running", "the check");
        Assert.That((check.State, check.Ok), Is.EqualTo(("done", true)));
        var chain = new PublishedChain((await ledger.GetIntegrityAsync()).Head, new string('0', 64));
        await ledger.StartVerificationAsync([chain]);
        check = await Eventually.GetAsync(() => ledger.GetVerificationAsync(), one => one.State is not "running", "the check");
        Assert.That((check.Ok, check.Findings.Count), Is.EqualTo((false, 1)), "a chain value that the log never had");

        var asked = await ledger.StartRebuildAsync();
        Assert.That(asked.State, Is.AnyOf("requested", "running", "done"));
        var rebuilt = await Eventually.GetAsync(
            () => ledger.GetRebuildAsync(), one => one.State is not ("requested" or "running"), "the rebuild");
        Assert.That(rebuilt.State, Is.EqualTo("done"));
    }

    [Test]
    public async Task A_webhook_is_written_read_and_deleted_at_its_address()
    {
        await acme.SendAsync<JsonElement>(HttpMethod.Put, Webhook, $$"""{"url":"{{Receiver}}","types":["draw_held"]}""");
        Assert.That((await acme.ReadAsync<JsonElement>(Webhook)).GetProperty("url").GetString(), Is.EqualTo(Receiver));

        await acme.DeleteAsync(Webhook);

        Assert.That(Assert.ThrowsAsync<LedgerException>(() => acme.ReadAsync<JsonElement>(Webhook))!.Status, Is.EqualTo(404));
        await ledger.SendAsync<JsonElement>(HttpMethod.Put, $"{Root}/{Webhook}", new { url = Receiver, types = new[] { "draw_held" } });
        await ledger.DeleteAsync($"{Root}/{Webhook}");
        Assert.That(Assert.ThrowsAsync<LedgerException>(() => acme.ReadAsync<JsonElement>(Webhook))!.Status, Is.EqualTo(404));
    }

    [Test]
    public void A_close_of_a_period_that_nobody_requested_cannot_be_approved()
    {
        var refusal = Assert.ThrowsAsync<LedgerException>(() => acme.ApprovePeriodCloseAsync("2021-01", "approve-1"));

        Assert.That(refusal!.Code, Is.EqualTo("unknown_period"));
    }

    // Every fact and command of the contracts has an address, and the service has an endpoint there.
    [Test]
    public async Task Facts_and_commands_go_to_endpoints_that_the_service_has()
    {
        var document = (await instance.Service.Api.GetAsync("/openapi/v1.json")).Json["paths"]!.AsObject();
        var endpoints = document
            .SelectMany(path => path.Value!.AsObject().Select(endpoint => $"{endpoint.Key.ToUpperInvariant()} {path.Key}"))
            .Select(endpoint => new Regex($"^{Parameter().Replace(endpoint, "[^/]+")}$")).ToList();
        var types = typeof(IFact).Assembly.GetExportedTypes().Where(type => type is { IsAbstract: false, IsInterface: false }).ToList();
        var facts = types.Where(type => type.IsAssignableTo(typeof(IFact)) && !type.IsAssignableTo(typeof(ILedgerEvent)))
            .Select(type => CommandPaths.Of((IFact)Sample(type))).Select(one => $"{one.Method} /{one.Path}");
        var commands = types.Where(type => type.IsAssignableTo(typeof(ISpendingCommand)))
            .Select(type => $"POST /{CommandPaths.Of((ISpendingCommand)Sample(type))}");
        var all = facts.Concat(commands).ToList();

        Assert.That(all, Has.Count.GreaterThan(25));
        Assert.That(all.Where(one => !endpoints.Any(endpoint => endpoint.IsMatch(one))), Is.Empty);
    }

    // Every method must be called by a test: one that is not called has no test that can fail.
    [Test]
    public void Every_public_method_of_the_client_is_called_by_a_test()
    {
        var code = string.Concat(Directory.EnumerateFiles(Path.Combine(BuiltFiles.Root, "tests"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal)).Select(File.ReadAllText));
        var methods = new[] { typeof(LedgerClient), typeof(LedgerProgram), typeof(LedgerReports) }
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly))
            .Where(method => !method.IsSpecialName).Select(method => method.Name).Distinct();

        Assert.That(methods.Where(name => !Regex.IsMatch(code, $@"\.{name}[<(]")), Is.Empty);
    }

    private static object Sample(Type type) => JsonSerializer.Deserialize(
        File.ReadAllText(Path.Combine(BuiltFiles.Root, "contracts/samples", $"{type.Name}.json")), type, Wire.Options)!;

    [GeneratedRegex(@"\\?\{[^}]+\}")]
    private static partial Regex Parameter();
}
