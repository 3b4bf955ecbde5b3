using System.Text.Json.Nodes;
using Ledger.Contracts.V1;
using Ledger.TestSupport;
using NUnit.Framework;

namespace Ledger.Services.Tests.Ledger;

/// <summary>
/// Every kind of wallet and every way to spend from it, over HTTP and the bus: balances, statements and exports agree with the commands.
/// </summary>
public sealed class WalletTests : ServiceTests
{
    private const string Document = """
        "pointValue": 0.03, "points": { "redeemOn": "future", "activation": { "on": "placed", "delayDays": 0 },
          "expiry": { "afterMonths": 12, "at": "exact" } },
        "tiers": [ { "id": "bronze", "from": 0 }, { "id": "silver", "from": 500 } ], "qualification": { "metric": "spend",
          "scope": "goods", "window": { "kind": "lifetime" } },
        "earning": [ { "id": "base", "points": 1, "per": 1, "scope": "goods" }, { "id": "own", "points": 1, "per": 1, "scope": "goods",
          "owner": "contact" } ],
        "adjustments": { "approvalAbove": { "points": 50, "money": 50 } }, "transfers": "within-account",
          "wallets": { "contactMaxSharePercent": 20 },
        "rewards": [ { "id": "vase", "cost": 10, "tierIn": ["silver"] } ]
        """;

    private Till Till { get; } = new(Api, TheService.Broker);

    private string P => Shop.Program;

    private string At => LedgerApi.Program(P);

    [SetUp]
    public async Task OpenAsync()
    {
        await PublishAsync(Document);
        await RecordAsync(Shop.Order("1") with { ContactId = "c1" }, Shop.Order("2", "B"));
    }

    [Test]
    public async Task A_contacts_wallet_has_its_share_and_the_company_sees_and_spends_it()
    {
        // 200 points in all, of which 20 % may be the contact's; without a contact all is the account's.
        Assert.That(await WalletsAsync(), Is.EqualTo(new[] { "account points 160", "c1 points 40" }));
        Assert.That(await WalletsAsync("B"), Is.EqualTo(new[] { "account points 200" }));

        Assert.That((await Till.AskAsync(new RedeemPoints(P, "r", "A", "voucher", 15, Owner: "c1"))).Outcome, Is.EqualTo("recorded"));
        Assert.That((await Till.AskAsync(new TransferPoints(P, "t", "A", "A", 5, "c1"))).Outcome, Is.EqualTo("recorded"));
        Assert.That(
            (await Till.PostAsync(new RedeemPoints(P, "r2", "A", "voucher", 21, Owner: "c1"))).Code, Is.EqualTo("insufficient_balance"),
            "never from the company's");
        Assert.That((await Till.PostAsync(new TransferPoints(P, "t2", "A", "B", 5))).Code, Is.EqualTo("transfers_not_allowed"));

        Assert.That(await WalletsAsync(), Is.EqualTo(new[] { "account points 165", "c1 points 20" }));
        var statement = await GetAsync("accounts/A/statement?owner=c1");
        Assert.That(
            statement["entries"]!.AsArray().Select(entry => (string?)entry!["type"]),
            Is.EqualTo(new[] { "points_accrued", "points_activated", "points_redeemed", "points_transferred" }));
        Assert.That((decimal)statement["wallets"]!.AsArray().Single()!["closing"]!["available"]!, Is.EqualTo(20m));
        Assert.That((await TextAsync("exports/balances.csv")).Split('\n')[1..^1], Is.EqualTo(new[]
        {
            "A,account,points,0,165,0,0,160,0,0,0,5", "A,c1,points,0,20,0,0,40,0,15,0,-5", "B,account,points,0,200,0,0,200,0,0,0,0",
        }));
    }

    [Test]
    public async Task Cashback_is_paid_out_in_cash_to_the_penny_and_comes_back()
    {
        await Till.PostAsync(new AdjustPoints(P, "gift", "A", 12.34m, "goodwill", Unit: "cashback"));

        var paid = await Till.AskAsync(new RedeemPoints(P, "out", "A", "cash", 5.00m, Unit: "cashback"));
        var more = await Till.PostAsync(new RedeemPoints(P, "out2", "A", "cash", Value: 2.34m, Unit: "cashback"));
        Assert.That(
            (paid.Reply?.State, paid.Reply?.Amount, more.Reply?.Balance?.Available),
            Is.EqualTo(("redeemed", (decimal?)5.00m, (decimal?)5.00m)), paid.Code);
        Assert.That(
            (await Till.AskAsync(new RedeemPoints(P, "no", "A", "cash", 5.01m, Unit: "cashback"))).Code,
            Is.EqualTo("insufficient_balance"));
        Assert.That(
            (await Till.PostAsync(new RedeemPoints(P, "no", "A", "cash", 0.001m, Unit: "cashback"))).Code, Is.EqualTo("amount_too_fine"));
        Assert.That((await Till.PostAsync(new RedeemPoints(P, "no", "A", "cash", 1))).Code, Is.EqualTo("not_redeemable"), "points are not");
        Assert.That((await Till.AskAsync(new ReverseRedemption(P, "back", "out", 1.50m))).Outcome, Is.EqualTo("recorded"));

        Assert.That(await WalletsAsync(), Is.EqualTo(new[] { "account cashback 6.50", "account points 160", "c1 points 40" }));
    }

    [Test]
    public async Task A_fund_is_kept_apart_and_spent_by_no_redemption()
    {
        await Till.PostAsync(new AdjustPoints(P, "f", "A", 30m, "campaign", Unit: "fund"));

        Assert.That((await Till.AskAsync(new RedeemPoints(P, "r", "A", "voucher", 1, Unit: "fund"))).Code, Is.EqualTo("not_redeemable"));
        Assert.That((await Till.AskAsync(new HoldPoints(P, "h", "A", 60, 1, Unit: "fund"))).Code, Is.EqualTo("not_redeemable"));
        Assert.That(await WalletsAsync(), Is.EqualTo(new[] { "account fund 30.00", "account points 160", "c1 points 40" }));
    }

    [Test]
    public async Task A_hold_for_an_amount_of_money_sets_so_many_points_aside_as_are_worth_it()
    {
        var held = await Till.AskAsync(new HoldPoints(P, "h", "A", 60, Value: 1.00m));
        Assert.That(
            (held.Reply?.Amount, held.Reply?.Balance?.Held), Is.EqualTo(((decimal?)34m, (decimal?)34m)),
            "34 × 0.03 is the first at or above 1.00");
        Assert.That((string?)(await GetAsync("holds/h"))["state"], Is.EqualTo("held"));
    }

    [Test]
    public async Task A_reward_is_for_its_tiers_and_a_voucher_for_its_time()
    {
        Assert.That((await Till.AskAsync(new RedeemPoints(P, "v", "B", "reward", Reward: "vase"))).Code, Is.EqualTo("tier_not_entitled"));
        await RecordAsync(Shop.Order("3", "B", "2011-03-02T00:00:00Z", Shop.Line("L1", 400)));
        Assert.That((await Till.AskAsync(new RedeemPoints(P, "v", "B", "reward", Reward: "vase"))).Outcome, Is.EqualTo("recorded"));

        var code = (await Till.AskAsync(new RedeemPoints(P, "w", "B", "voucher", 100, ValidMonths: 1))).Reply!.Voucher!;
        Assert.That((string?)(await GetAsync($"vouchers/{code}"))["state"], Is.EqualTo("issued"));
        await Api.AdvanceAsync(P, Shop.At("2011-04-02T00:00:00Z"));
        Assert.That((await Till.AskAsync(new RedeemVoucher(P, "u", code))).Code, Is.EqualTo("voucher_expired"));
        Assert.That((await Till.AskAsync(new CancelVoucher(P, "x", code))).Outcome, Is.EqualTo("recorded"));
    }

    [Test]
    public async Task What_is_owed_is_on_the_balance_and_on_the_statement_until_it_is_paid()
    {
        await Till.PostAsync(new RedeemPoints(P, "r", "B", "voucher", 150));
        await RecordAsync(Shop.Return("2", "back"));

        var owing = (await GetAsync("accounts/B/balance"))["wallets"]!.AsArray().Single()!;
        Assert.That(((decimal)owing["arrears"]!, (decimal)owing["available"]!), Is.EqualTo((150m, -150m)));
        Assert.That(
            (await TextAsync("accounts/B/statement.csv")).Split('\n')[^2],
            Does.StartWith(",,,account,points,closing,,0,-150,0,150,0,-150,0,150,"));
        await RecordAsync(Shop.Order("3", "B", "2011-03-03T00:00:00Z"));
        var paid = await GetAsync("accounts/B/statement?from=2011-03-03");
        var wallet = paid["wallets"]!.AsArray().Single()!;
        Assert.That(
            ((decimal)wallet["opening"]!["arrears"]!, (decimal)wallet["closing"]!["arrears"]!, (decimal)wallet["closing"]!["available"]!),
            Is.EqualTo((150m, 0m, 50m)));
        Assert.That(paid["entries"]!.AsArray().Select(entry => (string?)entry!["type"]), Does.Contain("arrears_cleared"));
    }

    [Test]
    public async Task The_list_of_waiting_adjustments_comes_in_pages()
    {
        foreach (var n in Enumerable.Range(1, 5)) await Till.AskAsync(new AdjustPoints(P, $"a{n}", "A", 60, "goodwill", Principal: "ann"));
        await Till.AskAsync(new ApproveAdjustment(P, "p", "a2", Principal: "bob"));
        await Till.AskAsync(new RejectAdjustment(P, "n", "a4", Principal: "bob"));

        var first = (await Api.GetAsync($"{At}/adjustments?limit=2")).Json;
        var second = (await Api.GetAsync($"{At}/adjustments?limit=2&after={first["next"]}")).Json;
        Assert.That(
            first["adjustments"]!.AsArray().Concat(second["adjustments"]!.AsArray()).Select(one => (string?)one!["id"]),
            Is.EqualTo(new[] { "a1", "a3", "a5" }));
        Assert.That((second["next"], (await Api.GetAsync($"{At}/adjustments?limit=0")).Code), Is.EqualTo(((JsonNode?)null, "bad_limit")));
    }

    [Test]
    public async Task Every_entry_can_be_explained_and_says_who_asked()
    {
        await Till.PostAsync(new AdjustPoints(P, "gift", "A", 12.34m, "goodwill", Unit: "cashback"));
        await Till.AskAsync(new HoldPoints(P, "h", "A", 60, 30, Principal: "till-7"));
        await Till.AskAsync(new CaptureHold(P, "c", "h", 20, Principal: "till-7"));
        await Till.AskAsync(new ReverseRedemption(P, "v", "c", 5));
        await Till.AskAsync(new TransferPoints(P, "t", "A", "A", 5, "account", "c1", Principal: "till-7"));
        await Till.AskAsync(new MergeAccounts(P, "m", "B", "A", "taken over", Principal: "ann"));

        var entries = (await GetAsync("accounts/A/entries?limit=1000"))["entries"]!.AsArray();
        foreach (var entry in entries)
        {
            var explained = await GetAsync($"entries/{entry!["id"]}/explanation");
            Assert.That(JsonNode.DeepEquals(explained["entry"], entry), Is.True, explained.ToJsonString());
        }

        var byCommand = entries
            .Where(entry => (string?)entry!["cause"]!["kind"] == "command")
            .Select(entry => $"{entry!["type"]} {entry["cause"]!["principal"]}");
        Assert.That(byCommand, Is.EqualTo(new[]
            {
                "points_adjusted tester",
                "points_held till-7",
                "hold_captured till-7",
                "hold_released till-7",
                "redemption_reversed bus",
                "points_transferred till-7",
                "points_transferred till-7",
                "points_merged ann",
            }));
        Assert.That(
            (await GetAsync("reports/trial-balance"))["sums"]!.AsArray().Select(sum => (decimal)sum!["amount"]!), Is.All.EqualTo(0m));
        Assert.That((await TheService.Bank.CheckAsync(P)).Findings, Is.Empty);
    }

    private async Task<IEnumerable<string>> WalletsAsync(string account = "A") =>
        (await GetAsync($"accounts/{account}/balance"))["wallets"]!
            .AsArray()
            .Select(wallet => $"{wallet!["owner"]} {wallet["unit"]} {wallet["available"]}");

    // Reads at the log's present end: waits for the views.
    private async Task<JsonNode> GetAsync(string path) => JsonNode.Parse(await TextAsync(path))!;

    private async Task<string> TextAsync(string path)
    {
        var position = (await Api.GetAsync($"{At}/adjustments")).Position;
        var reply = await Api.GetAsync($"{At}/{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}minPosition={position}");
        Assert.That(reply.Status, Is.EqualTo(200), reply.Text);
        return reply.Text;
    }
}
