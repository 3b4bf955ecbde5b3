using System.Text.Json;
using Ledger.Console.Charts;
using Ledger.Console.Stories;
using Ledger.Contracts.V1;
using Ledger.Contracts.V1.Answers;
using NUnit.Framework;

namespace Ledger.Console.Tests;

/// <summary>What pages show of an account and a program, computed from the API's answers.</summary>
public sealed class StoryTests
{
    private static readonly DateTimeOffset Start = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Test]
    public void The_ladder_shows_what_is_reached_held_and_missing()
    {
        var document = Json("""{"tiers":[{"id":"bronze","from":0},{"id":"silver","from":2000},{"id":"gold","from":10000}]}""");
        var rungs = TierLadder.Of(document, new StandingAnswer("A", 3, Start, Tier: "silver", Metric: 4000));
        Assert.That(rungs, Is.EqualTo(new[]
        {
            new Rung("bronze", 0, true, false, 0, 100), new Rung("silver", 2000, true, true, 0, 100),
            new Rung("gold", 10000, false, false, 6000, 25),
        }));
    }

    [Test]
    public void In_grace_the_tier_that_is_held_is_not_reached()
    {
        var document = Json("""{"tiers":[{"id":"bronze","from":0},{"id":"silver","from":2000}]}""");
        var silver = TierLadder.Of(document, new StandingAnswer("A", 3, Start, Tier: "silver", Metric: 500))[1];
        Assert.That(silver, Is.EqualTo(new Rung("silver", 2000, false, true, 1500, 25)));
    }

    [Test]
    public void Without_tiers_there_is_no_ladder() => Assert.That(TierLadder.Of(Json("{}"), new StandingAnswer("A", 0, Start)), Is.Empty);

    [Test]
    public void The_balance_over_time_has_one_step_for_each_instant_and_never_runs_backwards()
    {
        Entry[] entries = [Entry(1, 0, 10), Entry(2, 5, 20), Entry(3, 5, 30), Entry(4, 3, 25), Entry(5, 9, 1, owner: "ann")];
        Assert.Multiple(() =>
        {
            Assert.That(BalanceHistory.Available(entries, "account", "points"),
                Is.EqualTo(new[] { new ValueStep(Start, 10), new ValueStep(Start.AddDays(5), 25) }));
            Assert.That(BalanceHistory.Wallets(entries), Is.EqualTo(new[] { ("account", "points"), ("ann", "points") }));
        });
    }

    [Test]
    public void Entries_are_cut_when_the_first_of_them_is_not_the_accounts_first() => Assert.Multiple(() =>
    {
        Assert.That(new AccountEntries([Entry(1, 0, 10), Entry(2, 5, 20)]).IsCut, Is.False);
        Assert.That(new AccountEntries([Entry(2, 5, 20)]).IsCut, Is.True);
        Assert.That(new AccountEntries([]).IsCut, Is.False);
    });

    [TestCase(100, 20, 30, null, 130, 20, false, false)]
    [TestCase(100, 0, -30, null, 70, 0, false, false)]
    [TestCase(100, 0, -101, null, -1, 0, false, true)]
    [TestCase(100, 0, -100, 50, 0, 0, true, false)]
    [TestCase(100, 0, 50, 50, 150, 0, false, false)]
    public void The_preview_of_an_adjustment_tells_its_effect(
        int available, int arrears, int amount, int? limit, int after, int pays, bool needsApproval, bool isRefused)
    {
        var preview = AdjustmentPreview.Of(Wallet(available, arrears), amount, limit);
        Assert.That(preview, Is.EqualTo(new AdjustmentPreview(available, after, pays, needsApproval, isRefused)));
    }

    [Test]
    public void A_wallet_that_does_not_exist_yet_begins_at_nothing() =>
        Assert.That(AdjustmentPreview.Of(null, 5, null), Is.EqualTo(new AdjustmentPreview(0, 5, 0, false, false)));

    [Test]
    public void A_merge_adds_wallets_of_one_owner_and_unit() => Assert.That(
        MergePreview.Of([Wallet(5, 0), Wallet(7, 0, "ann")], [Wallet(10, 0)]),
        Is.EqualTo(new[] { new MergedWallet("account", "points", 10, 15), new MergedWallet("ann", "points", 0, 7) }));

    [Test]
    public void The_months_end_with_that_of_the_clock_in_the_programs_time_zone()
    {
        var tokyo = TimeZoneInfo.FindSystemTimeZoneById("Asia/Tokyo");
        var lastOfMarch = new DateTimeOffset(2025, 3, 31, 20, 0, 0, TimeSpan.Zero);
        Assert.That(MonthFlow.Months(lastOfMarch, tokyo, 3), Is.EqualTo(new[] { "2025-02", "2025-03", "2025-04" }));
    }

    [Test]
    public void A_months_flow_is_that_of_the_total_less_what_was_given_back()
    {
        var total = new RollForwardBook("total", 0, 100, 0, 0, 40, 15, 5, 0, 0, 0, 0, 70);
        var unit = new RollForwardUnit("points", [total with { Book = "pending" }, total]);
        var report = new RollForwardMonthsAnswer("p", "GBP", [new RollForwardMonth("2025-03", [unit])]);
        string[] months = ["2025-02", "2025-03"];
        var (none, march) = (new MonthFlow("2025-02", 0, 0, 0), new MonthFlow("2025-03", 100, 25, 5));
        Assert.Multiple(() =>
        {
            Assert.That(MonthFlow.Of(months, report, "points"), Is.EqualTo(new[] { none, march }));
            Assert.That(MonthFlow.Of(months, report, "fund"), Is.EqualTo(new[] { none, new MonthFlow("2025-03", 0, 0, 0) }));
        });
    }

    [TestCase("$", 1)]
    [TestCase("$.tiers", 3)]
    [TestCase("$.tiers[1].from", 5)]
    [TestCase("$.tiers[1].nothing", 5)]
    [TestCase("$.points.expiry", 7)]
    [TestCase("$.nowhere[3]", 1)]
    public void An_error_of_a_document_is_found_in_its_line(string path, int line)
    {
        const string Document = """
            {
              "program": "p",
              "tiers": [
                { "id": "a", "from": 0 },
                { "id": "b", "from": 7 }
              ],
              "points": { "expiry": 1 }
            }
            """;
        Assert.That(DocumentPlaces.LineOf(Document, path), Is.EqualTo(line));
    }

    [Test]
    public void A_text_that_is_no_JSON_is_wrong_where_it_stops_being_it() =>
        Assert.That(DocumentPlaces.LineOf("{\n  \"a\": 1,\n  oops\n}", "$.a"), Is.InRange(2, 3));

    [Test]
    public void Lines_with_errors_are_shown_with_those_around_them()
    {
        const string Document = "{\n \"a\": 1,\n \"b\": 2,\n \"c\": 3,\n \"d\": 4\n}";
        var lines = DocumentLines.Around(Document, [new DocumentError("$.c", "unknown_field", "no")], 1);
        Assert.Multiple(() =>
        {
            Assert.That(lines.Select(line => line.Number), Is.EqualTo(new[] { 3, 4, 5 }));
            Assert.That(lines[1].Errors.Single().Code, Is.EqualTo("unknown_field"));
        });
    }

    [Test]
    public async Task A_search_finds_the_accounts_that_begin_with_a_text_and_ends_with_them()
    {
        string[] all = ["nor", "norte", "north", "north-east", "north~", "northern", "nost"];
        var asked = new List<string>();
        var found = await AccountSearch.FindAsync("north", "", 4, Read);
        var rest = await AccountSearch.FindAsync("north", found.Next!, 4, Read);
        Assert.Multiple(() =>
        {
            Assert.That(found.Accounts.Select(one => one.AccountId), Is.EqualTo(new[] { "north", "north-east", "northern", "north~" }));
            Assert.That(rest.Accounts, Is.Empty);
            Assert.That(rest.Next, Is.Null);
            Assert.That(asked[0], Is.EqualTo("accounts?limit=4&after=nortg~"));
        });

        Task<AccountsAnswer> Read(string path)
        {
            asked.Add(path);
            var after = Uri.UnescapeDataString(path.Split("after=")[1]);
            var page = all.Order(StringComparer.Ordinal).Where(id => string.CompareOrdinal(id, after) > 0).Take(4)
                .Select(id => Listed(id, null)).ToList();
            return Task.FromResult(new AccountsAnswer(page, page.Count == 4 ? page[^1].AccountId : null));
        }
    }

    [Test]
    public void Promotions_are_the_rules_with_dates_or_conditions()
    {
        var rules = PromotionRules.Of(Json("""
            {"discounts":[{"id":"always"},{"id":"week","validFrom":"2025-05-01T00:00:00Z"}],
             "earning":[{"id":"few","when":{"ordersAtLeast":5}}]}
            """));
        Assert.That(rules, Is.EqualTo(new[]
        {
            new PromotionRule("week", "discount", new DateTimeOffset(2025, 5, 1, 0, 0, 0, TimeSpan.Zero), null, ""),
            new PromotionRule("few", "earning", null, null, """{"ordersAtLeast":5}"""),
        }));
    }

    [Test]
    public void The_limit_of_an_adjustment_is_the_documents()
    {
        var document = Json("""{"adjustments":{"approvalAbove":{"points":500}}}""");
        Assert.Multiple(() =>
        {
            Assert.That(ProgramDocument.ApprovalAbove(document, "points"), Is.EqualTo(500));
            Assert.That(ProgramDocument.ApprovalAbove(document, "cashback"), Is.Null);
            Assert.That(ProgramDocument.ApprovalAbove(Json("{}"), "points"), Is.Null);
        });
    }

    private static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;

    private static WalletBalance Wallet(decimal available, decimal arrears, string owner = "account") =>
        new(owner, "points", 0, available, 0, arrears, 0, 0, 0, 0, 0);

    private static AccountListed Listed(string id, string? tier, string? into = null) => new(id, 1, Start, tier, into);

    private static Entry Entry(long number, int day, decimal available, string owner = "account") => new()
    {
        Sequence = number,
        Type = "points_accrued",
        Owner = owner,
        Unit = "points",
        EffectiveAt = Start.AddDays(day),
        Balance = new BalanceAfter(0, available, 0, 0),
    };
}
