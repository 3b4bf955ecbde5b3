using Ledger.TestSupport;
using Microsoft.Playwright;
using NUnit.Framework;

namespace Ledger.Browser.Tests;

/// <summary>What people do with the console, from the first click to the effect in the ledger.</summary>
[Parallelizable(ParallelScope.Self)]
public sealed class WorkTests
{
    private static LedgerApi Api => ConsoleUnderTest.Service.Api;

    [Test]
    public async Task One_finds_an_account_understands_its_tier_and_follows_a_number_to_its_reason()
    {
        await using var visit = await Visit.BeginAsync(ConsoleUnderTest.Ann);
        await visit.GoAsync("/accounts");
        await visit.Page.Locator("#q").FillAsync("north");
        await visit.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(visit.Page.Locator("tbody tr")).ToHaveCountAsync(2);
        await visit.Link(Seeding.North).ClickAsync();
        await visit.HeadingIsAsync(Seeding.North);

        var standing = (await Api.GetAsync($"{LedgerApi.Program(Seeding.Program)}/accounts/{Seeding.North}/standing")).Json;
        await Assertions.Expect(visit.Page.Locator(".ladder li.held .name")).ToHaveTextAsync((string)standing["tier"]!);
        await Assertions.Expect(visit.Page.Locator(".ladder li").Last).ToContainTextAsync("missing");

        // The first of an order's credits: base, rate and result of its rule are there.
        await visit.Link("All entries").ClickAsync();
        await visit.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "order: why entry 1 is", Exact = true }).ClickAsync();
        await visit.HeadingIsAsync("Entry 1");
        await Assertions.Expect(visit.Page.GetByText("did not apply").First).ToBeVisibleAsync();
        await Assertions.Expect(visit.Page.Locator("tr", new PageLocatorOptions { HasText = "base" }).First).ToBeVisibleAsync();
        await visit.Link("shop/1001").ClickAsync();
        await visit.HeadingIsAsync("shop/1001");
    }

    [Test]
    public async Task An_adjustment_above_the_limit_is_previewed_asked_for_once_and_approved_by_a_second_person()
    {
        await using var ann = await Visit.BeginAsync(ConsoleUnderTest.Ann);
        await ann.GoAsync("/accounts/west");
        await ann.Page.Locator("#adjust-amount").FillAsync("600");
        await ann.Page.Locator("#adjust-reason").FillAsync("trade fair");
        await ann.Page.Locator("form", new PageLocatorOptions { Has = ann.Page.Locator("#adjust-amount") })
            .GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Preview" }).ClickAsync();
        await Assertions.Expect(ann.Page.Locator(".preview")).ToContainTextAsync("a second person must approve it");
        // Nothing typed is lost.
        await Assertions.Expect(ann.Page.Locator("#adjust-reason")).ToHaveValueAsync("trade fair");
        await ann.Button("Adjust").DblClickAsync();
        await Assertions.Expect(ann.Page.Locator(".done")).ToContainTextAsync("waits for the approval");

        var waiting = (await Api.GetAsync($"{LedgerApi.Program(Seeding.Program)}/adjustments")).Json["adjustments"]!.AsArray();
        Assert.That(waiting.Count(one => (string?)one!["accountId"] == "west"), Is.EqualTo(1), "a double click asks once");

        // Not by who asked for it.
        ann.Expected.Add(422);
        await ann.GoAsync("/adjustments");
        await ann.Button("Approve +600 for west").ClickAsync();
        await Assertions.Expect(ann.Page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();

        var before = await AvailableAsync("west");
        await using var ben = await Visit.BeginAsync(ConsoleUnderTest.Ben);
        await ben.GoAsync("/adjustments");
        await ben.Button("Approve +600 for west").ClickAsync();
        await Assertions.Expect(ben.Page.Locator(".done")).ToContainTextAsync("Approved");
        await Eventually.TrueAsync(async () => await AvailableAsync("west") == before + 600, "the adjustment to take effect");
    }

    [Test]
    public async Task A_hold_is_made_and_released_and_what_cannot_be_read_is_told_beside_the_form()
    {
        await using var visit = await Visit.BeginAsync(ConsoleUnderTest.Ann);
        visit.Expected.Add(422);
        await visit.GoAsync("/accounts/harbour");
        await visit.Page.Locator("#hold-amount").FillAsync("1,000");
        await visit.Page.Locator("#hold-reason").FillAsync("counter");
        await visit.Button("Hold").ClickAsync();
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("1,000");
        await Assertions.Expect(visit.Page.Locator("#hold-reason")).ToHaveValueAsync("counter");
        await visit.Page.Locator("#hold-amount").FillAsync("10");
        await visit.Button("Hold").ClickAsync();
        await Assertions.Expect(visit.Page.Locator(".done")).ToContainTextAsync("held");
        await visit.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { NameRegex = new("^Release the hold") }).ClickAsync();
        await Assertions.Expect(visit.Page.Locator(".done")).ToContainTextAsync("released");
    }

    [Test]
    public async Task Two_accounts_are_merged_after_a_preview()
    {
        await using var visit = await Visit.BeginAsync(ConsoleUnderTest.Ann);
        await visit.GoAsync("/accounts/station");
        await visit.Page.Locator("#merge-into").FillAsync("mill");
        var form = visit.Page.Locator("form", new PageLocatorOptions { Has = visit.Page.Locator("#merge-into") });
        await form.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Preview" }).ClickAsync();
        await Assertions.Expect(visit.Page.Locator(".preview")).ToContainTextAsync("station becomes a part of mill");
        await form.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Merge" }).ClickAsync();
        await Assertions.Expect(visit.Page.Locator(".done").First).ToContainTextAsync("merged");
        await Assertions.Expect(visit.Page.Locator(".done a")).ToHaveTextAsync("mill");
    }

    [Test]
    public async Task A_version_with_an_error_is_shown_in_place_and_published_once_it_is_right()
    {
        await using var visit = await Visit.BeginAsync(ConsoleUnderTest.Ann);
        visit.Expected.Add(422);
        await visit.GoAsync("/versions");
        await visit.Link("Draft a new version").ClickAsync();
        await visit.HeadingIsAsync("Version 2");
        var document = visit.Page.Locator("#document");
        var right = (await document.InputValueAsync()).Replace("2020-01-01T00:00:00Z", "2030-01-01T00:00:00Z", StringComparison.Ordinal);
        await document.FillAsync(right.Replace("\"bronze\"", "7", StringComparison.Ordinal));
        await visit.Button("Save the draft").ClickAsync();
        await Assertions.Expect(visit.Page.Locator(".problem li").First).ToContainTextAsync("$.tiers[0].id");
        await Assertions.Expect(visit.Page.Locator(".source .wrong").First).ToContainTextAsync("\"id\": 7");
        Assert.That(await document.InputValueAsync(), Does.Contain("\"id\": 7"), "what was typed stays");
        await document.FillAsync(right);
        await visit.Button("Save the draft").ClickAsync();
        await Assertions.Expect(visit.Page.Locator(".done")).ToContainTextAsync("saved");
        await visit.Button("Publish").ClickAsync();
        await Assertions.Expect(visit.Page.Locator(".done")).ToContainTextAsync("published");
        var version = await Api.GetAsync($"{LedgerApi.Program(Seeding.Program)}/versions/2");
        Assert.That((string?)version.Json["status"], Is.EqualTo("published"));
    }

    [Test]
    public async Task A_refused_fact_is_driven_again_when_its_reason_is_gone()
    {
        await using var visit = await Visit.BeginAsync(ConsoleUnderTest.Ann);
        visit.Expected.Add(422);
        await visit.GoAsync("/rejected");
        await visit.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "OrderPlaced refused as no_rate", Exact = true }).ClickAsync();
        await Assertions.Expect(visit.Page.Locator("pre")).ToContainTextAsync("\"EUR\"");
        await visit.Button("Drive again").ClickAsync();
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("no_rate");
        var rates = $"{LedgerApi.Program(Seeding.Program)}/rates/EUR/{Uri.EscapeDataString("2024-01-01T00:00:00Z")}";
        var rate = await Api.SendAsync(HttpMethod.Put, rates, """{"rate":0.85}""");
        Assert.That(rate.Status, Is.EqualTo(201), rate.Text);
        await visit.Button("Drive again").ClickAsync();
        await Assertions.Expect(visit.Page.Locator(".done").First).ToContainTextAsync("driven again");
        Assert.That((await Api.GetAsync($"{LedgerApi.Program(Seeding.Program)}/orders/shop/3000")).Status, Is.EqualTo(200));
    }

    [Test]
    public async Task A_report_is_downloaded()
    {
        await using var visit = await Visit.BeginAsync(ConsoleUnderTest.Ann);
        await visit.GoAsync("/finance/roll-forward?period=2025-03");
        var download = await visit.Page.RunAndWaitForDownloadAsync(() => visit.Link("Download roll-forward.csv").ClickAsync());
        await using var file = await download.CreateReadStreamAsync();
        using var reader = new StreamReader(file);
        var direct = await Api.GetAsync($"{LedgerApi.Program(Seeding.Program)}/reports/roll-forward.csv?period=2025-03");
        Assert.That(await reader.ReadToEndAsync(), Is.EqualTo(direct.Text));
    }

    private static async Task<decimal> AvailableAsync(string account)
    {
        var balance = (await Api.GetAsync($"{LedgerApi.Program(Seeding.Program)}/accounts/{account}/balance")).Json;
        return balance["wallets"]!.AsArray()
            .Where(wallet => (string?)wallet!["unit"] == "points" && (string?)wallet["owner"] == "account")
            .Sum(wallet => (decimal)wallet!["available"]!);
    }
}
