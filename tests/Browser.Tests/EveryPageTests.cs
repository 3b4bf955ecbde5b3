using Microsoft.Playwright;
using NUnit.Framework;

namespace Ledger.Browser.Tests;

/// <summary>
/// Visits every page, in a wide window in English with the light theme and in a narrow one in German with the dark theme: axe finds nothing
/// and the browser reports no errors. Pages that two years of orders make long are visited again with these orders, in the narrow window.
/// </summary>
[Parallelizable(ParallelScope.All)]
public sealed class EveryPageTests
{
    private static string? Shots => Environment.GetEnvironmentVariable("LEDGER_CONSOLE_SHOTS") is { Length: > 0 } folder ? folder : null;

    [TestCase(Seeding.Program, Visit.Desk, "en-GB", false)]
    [TestCase(Seeding.Program, Visit.Phone, "de-DE", true)]
    [TestCase(TwoYears.Program, Visit.Desk, "en-GB", false)]
    [TestCase(TwoYears.Program, Visit.Phone, "de-DE", true)]
    public async Task Is_accessible_and_runs_under_the_strict_policy(string program, int width, string language, bool isDark)
    {
        if (program == TwoYears.Program && width == Visit.Desk && Shots is null) Assert.Ignore("infra/console-shots makes pictures of it.");
        if (program == TwoYears.Program) await TwoYears.ReadyAsync();
        var pages = program == TwoYears.Program ? await EveryPage.OfTwoYearsAsync() : await EveryPage.OfSeedingAsync();
        await using var visit = await Visit.BeginAsync(ConsoleUnderTest.Ann, width, language, isDark);
        var violations = new List<string>();
        foreach (var (name, path) in pages)
        {
            var answer = await visit.Page.GotoAsync(path);
            Assert.That(answer!.Status, Is.EqualTo(200), path);
            await Assertions.Expect(visit.Page.Locator("h1")).ToHaveCountAsync(1);
            await Assertions.Expect(visit.Page.Locator(".loading")).ToHaveCountAsync(0);
            Assert.That(await visit.Page.GetByRole(AriaRole.Alert).AllInnerTextsAsync(), Is.Empty, path);
            var needed = await visit.Page.EvaluateAsync<int>("document.documentElement.scrollWidth");
            Assert.That(needed, Is.AtMost(width), $"{path} is wider than its window");
            violations.AddRange(await visit.AxeAsync());
            if (Shots is { } folder)
            {
                var file = Path.Combine(folder, $"{program}-{name}-{width}.png");
                await visit.Page.ScreenshotAsync(new PageScreenshotOptions { Path = file, FullPage = true });
                var top = Path.Combine(folder, $"{program}-{name}-{width}-top.png");
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
}
