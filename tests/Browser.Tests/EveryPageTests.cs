using Ledger.TestSupport;
using Microsoft.Playwright;
using NUnit.Framework;

namespace Ledger.Browser.Tests;

/// <summary>
/// Every page, wide in English by day and narrow in German by night: nothing that axe finds, nothing that the browser complains of.
/// </summary>
[Parallelizable(ParallelScope.All)]
public sealed class EveryPageTests
{
    private const string ShotsTo = "LEDGER_CONSOLE_SHOTS";

    private static readonly string[] Reports =
    [
        "trial-balance", "roll-forward?period=2025-06", "journal?period=2025-06", "journal-entries?period=2025-06&line=1", "liability",
        "expiring", "breakage", "rebates-accrued", "partners", "adjustments", "variance", "tier-movements", "return", "periods",
        "accounting",
    ];

    [TestCase(Visit.Desk, "en-GB", false)]
    [TestCase(Visit.Phone, "de-DE", true)]
    public async Task Is_accessible_and_runs_under_the_strict_policy(int width, string language, bool isDark)
    {
        await using var visit = await Visit.BeginAsync(ConsoleUnderTest.Ann, width, language, isDark);
        var violations = new List<string>();
        foreach (var (name, path) in await PagesAsync())
        {
            var answer = await visit.Page.GotoAsync(path);
            Assert.That(answer!.Status, Is.EqualTo(200), path);
            await Assertions.Expect(visit.Page.Locator("h1")).ToHaveCountAsync(1);
            await Assertions.Expect(visit.Page.Locator(".loading")).ToHaveCountAsync(0);
            Assert.That(await visit.Page.GetByRole(AriaRole.Alert).AllInnerTextsAsync(), Is.Empty, path);
            var needed = await visit.Page.EvaluateAsync<int>("document.documentElement.scrollWidth");
            Assert.That(needed, Is.AtMost(width), $"{path} is wider than its window");
            violations.AddRange(await visit.AxeAsync());
            if (Environment.GetEnvironmentVariable(ShotsTo) is { Length: > 0 } folder)
            {
                var file = Path.Combine(folder, $"{name}-{width}.png");
                await visit.Page.ScreenshotAsync(new PageScreenshotOptions { Path = file, FullPage = true });
                var top = Path.Combine(folder, $"{name}-{width}-top.png");
                await visit.Page.ScreenshotAsync(new PageScreenshotOptions { Path = top });
            }
        }

        Assert.That(violations, Is.Empty, string.Join('\n', violations));
    }

    [Test]
    public async Task The_sign_in_is_accessible_too()
    {
        await using var visit = await Visit.BeginAsync(null);
        await visit.Page.GotoAsync("/console/sign-in");
        Assert.That(await visit.AxeAsync(), Is.Empty);
    }

    [Test]
    public async Task The_keyboard_alone_reaches_the_content_and_the_pages()
    {
        await using var visit = await Visit.BeginAsync(ConsoleUnderTest.Ann);
        await visit.GoAsync("");
        await visit.Page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(visit.Page.Locator(".skip")).ToBeFocusedAsync();
        await visit.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(visit.Page.Locator("main")).ToBeFocusedAsync();
        await visit.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Finance", Exact = true }).FocusAsync();
        await visit.Page.Keyboard.PressAsync("Enter");
        await visit.HeadingIsAsync("Finance");
    }

    private static async Task<IReadOnlyList<(string Name, string Path)>> PagesAsync()
    {
        var program = LedgerApi.Program(Seeding.Program);
        var api = ConsoleUnderTest.Service.Api;
        var entry = (string)(await api.GetAsync($"{program}/accounts/{Seeding.North}/entries?limit=1")).Json["entries"]![0]!["id"]!;
        var rejected = (string)(await api.GetAsync($"{program}/rejected")).Json["rejected"]![0]!["id"]!;
        const string Of = $"/console/programs/{Seeding.Program}";
        return
        [
            ("programs", "/console"),
            ("overview", Of),
            ("accounts", $"{Of}/accounts"),
            ("account", $"{Of}/accounts/{Seeding.North}"),
            ("entries", $"{Of}/accounts/{Seeding.North}/entries"),
            ("entry", $"{Of}/entries/{entry}"),
            ("orders", $"{Of}/orders"),
            ("order", $"{Of}/orders/shop/1003"),
            ("order-awaited", $"{Of}/orders/shop/2000"),
            ("adjustments", $"{Of}/adjustments"),
            ("versions", $"{Of}/versions"),
            ("version", $"{Of}/versions/1"),
            ("version-new", $"{Of}/versions/9"),
            ("promotions", $"{Of}/promotions"),
            ("challenge", $"{Of}/challenges/race/2025-Q2"),
            ("draw", $"{Of}/draws/summer"),
            ("rejected", $"{Of}/rejected?open=false"),
            ("rejected-fact", $"{Of}/rejected/{rejected}"),
            ("finance", $"{Of}/finance"),
            .. Reports.Select(report => ($"finance-{report.Split('?')[0]}", $"{Of}/finance/{report}")),
            ("keys", $"{Of}/keys?webhook=crm"),
            ("integrity", $"{Of}/integrity"),
        ];
    }
}
