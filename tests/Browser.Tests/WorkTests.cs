using System.Globalization;
using System.Text.RegularExpressions;
using Ledger.TestSupport;
using Microsoft.Playwright;
using NUnit.Framework;

namespace Ledger.Browser.Tests;

/// <summary>
/// What people do with the console, from the first click to the effect in the ledger: in a small program that uses every section, and with
/// two years of real orders.
/// </summary>
[TestFixture(Seeding.Program)]
[TestFixture(TwoYears.Program)]
[Parallelizable(ParallelScope.Self)]
public sealed partial class WorkTests(string program)
{
    private Walked walked = null!;

    private static LedgerApi Api => ConsoleUnderTest.Service.Api;

    private string Of => LedgerApi.Program(program);

    [OneTimeSetUp]
    public async Task FindAsync() => walked = await Walked.OfAsync(program);

    [Test]
    public async Task One_finds_an_account_understands_its_tier_and_follows_a_number_to_its_reason()
    {
        await using var visit = await BeginAsync(ConsoleUnderTest.Ann);
        await visit.HeadingIsAsync("Programs");
        await visit.Link(program).ClickAsync();
        await visit.HeadingIsAsync("Overview");
        var counted = (await Api.GetAsync($"{Of}/tiers")).Json;
        await Assertions.Expect(visit.Page.Locator(".figures div", new PageLocatorOptions { HasText = "Members" }))
            .ToContainTextAsync(((decimal)counted["accounts"]!).ToString("N0", CultureInfo.InvariantCulture));

        await visit.Link("Accounts").FocusAsync();
        await visit.Page.Keyboard.PressAsync("Enter");
        await visit.HeadingIsAsync("Accounts");
        await visit.Field("Id, or how it begins").FillAsync(walked.Begin);
        await visit.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(visit.Page.Locator("tbody tr")).ToHaveCountAsync(walked.Found);
        await visit.Link(walked.Story).ClickAsync();
        await visit.HeadingIsAsync(walked.Story);

        var standing = (await Api.GetAsync($"{Of}/accounts/{walked.Story}/standing")).Json;
        var ladder = visit.Page.GetByRole(AriaRole.List, new PageGetByRoleOptions { Name = "Tiers, the lowest first" });
        await Assertions.Expect(ladder.Locator("[aria-current=true]")).ToContainTextAsync((string)standing["tier"]!);
        var amount = ((decimal)standing["metric"]!).ToString("#,##0.##", CultureInfo.InvariantCulture);
        await Assertions.Expect(visit.Page.GetByText("the qualifying amount is")).ToContainTextAsync(amount);

        // From an order's first credit to the rules that gave it: the rules' results sum to the credit.
        await visit.Link("All entries").ClickAsync();
        await visit.HeadingIsAsync("Entries");
        await visit.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { NameRegex = WhyOfOrder() }).First.ClickAsync();
        await visit.HeadingIsAsync("Points credited");
        var amounts = visit.Page.Locator(".figures div", new PageLocatorOptions { HasText = "Amount" });
        var credited = await amounts.Locator("dd").InnerTextAsync();
        var rules = visit.Page.GetByRole(AriaRole.Table, new PageGetByRoleOptions { Name = "How the rules came to it" });
        var results = await rules.Locator("tbody tr td:last-child").AllInnerTextsAsync();
        Assert.That(results.Sum(Number), Is.EqualTo(Number(credited.Split(' ')[0])).And.Positive);
        await Assertions.Expect(visit.Page.GetByText("did not apply").First).ToBeVisibleAsync();
        await visit.Page.GetByRole(AriaRole.Region, new PageGetByRoleOptions { Name = "Cause" }).GetByRole(AriaRole.Link).ClickAsync();
        await visit.HeadingIsAsync("Order");
        await Assertions.Expect(visit.Link(walked.Story)).ToBeVisibleAsync();
    }

    [Test]
    public async Task An_adjustment_above_the_limit_is_previewed_asked_for_once_and_approved_by_a_second_person()
    {
        var account = walked.Adjusted;
        await using var ann = await BeginAsync(ConsoleUnderTest.Ann);
        await ann.GoAsync($"/accounts/{account}");
        var form = ann.Form("Adjust the balance");
        await form.GetByLabel("Amount, with − to take").FillAsync("600");
        await form.GetByLabel("Reason").FillAsync("trade fair");
        await form.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Preview" }).ClickAsync();
        await Assertions.Expect(ann.Page.Locator(".preview")).ToContainTextAsync("a second person must approve it");
        // The form keeps what was typed.
        await Assertions.Expect(form.GetByLabel("Reason")).ToHaveValueAsync("trade fair");
        await ann.Button("Adjust").DblClickAsync();
        await Assertions.Expect(ann.Page.Locator(".done")).ToContainTextAsync("waits for the approval");

        var waiting = (await Api.GetAsync($"{Of}/adjustments")).Json["adjustments"]!.AsArray();
        Assert.That(waiting.Count(one => (string?)one!["accountId"] == account), Is.EqualTo(1), "a double click asks once");

        // Whoever asked for the adjustment must not approve it.
        ann.Expected.Add(422);
        await ann.Link("Approvals").ClickAsync();
        await ann.Button($"Approve +600 for {account}").ClickAsync();
        await Assertions.Expect(ann.Page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();

        var before = await AvailableAsync(account);
        await using var ben = await BeginAsync(ConsoleUnderTest.Ben);
        await ben.GoAsync("/adjustments");
        await ben.Button($"Approve +600 for {account}").ClickAsync();
        await Assertions.Expect(ben.Page.Locator(".done")).ToContainTextAsync("Approved");
        await Eventually.TrueAsync(async () => await AvailableAsync(account) == before + 600, "the adjustment to take effect");
    }

    [Test]
    public async Task A_hold_is_made_and_released_and_what_cannot_be_read_is_told_beside_the_form()
    {
        await using var visit = await BeginAsync(ConsoleUnderTest.Ann);
        visit.Expected.Add(422);
        await visit.GoAsync($"/accounts/{walked.Held}");
        var form = visit.Form("Hold value");
        await form.GetByLabel("Amount").FillAsync("1,000");
        await form.GetByLabel("What for").FillAsync("counter");
        await visit.Button("Hold").ClickAsync();
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("1,000");
        await Assertions.Expect(form.GetByLabel("What for")).ToHaveValueAsync("counter");
        await form.GetByLabel("Amount").FillAsync("10");
        await visit.Button("Hold").ClickAsync();
        await Assertions.Expect(visit.Page.Locator(".done")).ToContainTextAsync("held");
        await visit.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { NameRegex = new("^Release the hold") }).ClickAsync();
        await Assertions.Expect(visit.Page.Locator(".done")).ToContainTextAsync("released");
        // The hold is now listed among the past ones.
        await Assertions.Expect(visit.Page.GetByText("Nothing is held.")).ToBeVisibleAsync();
        var holds = visit.Page.GetByRole(AriaRole.Region, new PageGetByRoleOptions { Name = "Holds" });
        await Assertions.Expect(holds.GetByRole(AriaRole.Listitem)).ToContainTextAsync(["10 points · released"]);
    }

    [Test]
    public async Task Two_accounts_are_merged_after_a_preview()
    {
        await using var visit = await BeginAsync(ConsoleUnderTest.Ann);
        await visit.GoAsync($"/accounts/{walked.Merged}");
        var form = visit.Form("Merge into another account");
        await form.GetByLabel("The account that stays").FillAsync(walked.Survivor);
        await form.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Preview" }).ClickAsync();
        await Assertions.Expect(visit.Page.Locator(".preview")).ToContainTextAsync($"{walked.Merged} becomes a part of {walked.Survivor}");
        await form.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Merge" }).ClickAsync();
        await Assertions.Expect(visit.Page.Locator(".done").First).ToContainTextAsync("merged");
        await Assertions.Expect(visit.Page.Locator(".done a")).ToHaveTextAsync(walked.Survivor);
    }

    [Test]
    public async Task A_version_with_an_error_is_shown_in_place_and_published_once_it_is_right()
    {
        await using var visit = await BeginAsync(ConsoleUnderTest.Ann);
        visit.Expected.Add(422);
        await visit.GoAsync("/versions");
        await visit.Link("Draft a new version").ClickAsync();
        await visit.HeadingIsAsync("Version 2");
        var document = visit.Field("The document, as JSON");
        var right = (await document.InputValueAsync()).Replace(walked.EffectiveFrom, "2030-01-01T00:00:00Z", StringComparison.Ordinal);
        await document.FillAsync(right.Replace($"\"id\": \"{walked.LowestTier}\"", "\"id\": 7", StringComparison.Ordinal));
        await visit.Button("Save the draft").ClickAsync();
        await Assertions.Expect(visit.Page.Locator(".problem li").First).ToContainTextAsync("$.tiers[0].id");
        await Assertions.Expect(visit.Page.Locator(".source .wrong").First).ToContainTextAsync("\"id\": 7");
        Assert.That(await document.InputValueAsync(), Does.Contain("\"id\": 7"), "what was typed stays");
        await document.FillAsync(right);
        await visit.Button("Save the draft").ClickAsync();
        await Assertions.Expect(visit.Page.Locator(".done")).ToContainTextAsync("saved");
        await visit.Button("Publish").ClickAsync();
        await Assertions.Expect(visit.Page.Locator(".done")).ToContainTextAsync("published");
        var version = await Api.GetAsync($"{Of}/versions/2");
        Assert.That((string?)version.Json["status"], Is.EqualTo("published"));
    }

    [Test]
    public async Task A_refused_fact_is_driven_again_when_its_reason_is_gone()
    {
        await using var visit = await BeginAsync(ConsoleUnderTest.Ann);
        visit.Expected.Add(422);
        await visit.GoAsync("");
        await visit.Link("Refused facts").ClickAsync();
        await visit.Link("OrderPlaced refused as no_rate").ClickAsync();
        await Assertions.Expect(visit.Page.Locator("pre")).ToContainTextAsync("\"EUR\"");
        await visit.Button("Drive again").ClickAsync();
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("no_rate");
        var rate = await Api.SendAsync(
            HttpMethod.Put, $"{Of}/rates/EUR/{Uri.EscapeDataString("2009-01-01T00:00:00Z")}", """{"rate":0.85}""");
        Assert.That(rate.Status, Is.EqualTo(201), rate.Text);
        await visit.Button("Drive again").ClickAsync();
        await Assertions.Expect(visit.Page.Locator(".done").First).ToContainTextAsync("driven again");
        Assert.That((await Api.GetAsync($"{Of}/orders/shop/3000")).Status, Is.EqualTo(200));

        // It is the last order that was recorded, so it is the first of the list, also of its source alone.
        await visit.Link("Orders").ClickAsync();
        await Assertions.Expect(visit.Page.Locator("tbody tr").First).ToContainTextAsync("shop/3000");
        var latest = visit.Page.GetByRole(AriaRole.Search, new PageGetByRoleOptions { Name = "The latest orders" });
        await latest.GetByLabel("Account").FillAsync(walked.Story);
        await visit.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(visit.Page.Locator("tbody tr").First).ToContainTextAsync(walked.Story);
        await Assertions.Expect(visit.Page.Locator("tbody tr", new PageLocatorOptions { HasText = "shop/3000" })).ToHaveCountAsync(0);
    }

    [Test]
    public async Task A_report_is_downloaded()
    {
        await using var visit = await BeginAsync(ConsoleUnderTest.Ann);
        await visit.GoAsync($"/finance/roll-forward?period={walked.Month}");
        var download = await visit.Page.RunAndWaitForDownloadAsync(() => visit.Link("Download roll-forward.csv").ClickAsync());
        await using var file = await download.CreateReadStreamAsync();
        using var reader = new StreamReader(file);
        var direct = await Api.GetAsync($"{Of}/reports/roll-forward.csv?period={walked.Month}");
        Assert.That(await reader.ReadToEndAsync(), Is.EqualTo(direct.Text));
    }

    private Task<Visit> BeginAsync(string key) => Visit.BeginAsync(key, program: program);

    private async Task<decimal> AvailableAsync(string account)
    {
        var balance = (await Api.GetAsync($"{Of}/accounts/{account}/balance")).Json;
        return balance["wallets"]!.AsArray()
            .Where(wallet => (string?)wallet!["unit"] == "points" && (string?)wallet["owner"] == "account")
            .Sum(wallet => (decimal)wallet!["available"]!);
    }

    private static decimal Number(string shown) => decimal.Parse(shown, NumberStyles.Number, CultureInfo.InvariantCulture);

    [GeneratedRegex("^order: why entry [0-9]+ is$")]
    private static partial Regex WhyOfOrder();
}
