using Deque.AxeCore.Commons;
using Microsoft.Playwright;
using NUnit.Framework;

namespace Ledger.Browser.Tests;

/// <summary>
/// One person at one browser. Errors that the browser reports (a failing script, a violation of the content security policy, a missing
/// address) fail the test when the visit ends.
/// </summary>
internal sealed class Visit : IAsyncDisposable
{
    public const int Desk = 1280;
    public const int Phone = 390;

    /// <summary>How long an action or an expectation waits for the page before it fails, in milliseconds.</summary>
    private const int PatienceMs = 15_000;

    /// <summary>How much of the page's text is told when a test fails, in characters.</summary>
    private const int ToldMax = 2_000;

    private const string RunAxe = """
        tags => axe.run(document, { resultTypes: ['violations'], runOnly: { type: 'tag', values: tags } }).then(result =>
          result.violations.map(one => `${one.id}: ${one.help}: ${one.nodes.slice(0, 3).map(node => node.html).join(' | ')}`))
        """;

    private static readonly string[] Rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
    private static readonly string Axe = new BundledAxeScriptProvider().GetScript();

    private readonly IBrowserContext context;
    private readonly List<string> complaints = [];

    // Without this, expectations would wait for 5 s only, whatever the context says.
    static Visit() => Assertions.SetDefaultExpectTimeout(PatienceMs);

    private Visit(IBrowserContext context, IPage page)
    {
        (this.context, Page) = (context, page);
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning") complaints.Add($"{page.Url}: {message.Text}");
        };
        page.PageError += (_, fault) => complaints.Add($"{page.Url}: {fault}");
    }

    public IPage Page { get; }

    /// <summary>The program whose pages are visited.</summary>
    public string Program { get; init; } = Seeding.Program;

    /// <summary>HTTP error statuses that the test expects: the browser reports them too.</summary>
    public ISet<int> Expected { get; } = new HashSet<int>();

    /// <summary>Begins a visit, signed in with a key if there is one.</summary>
    public static async Task<Visit> BeginAsync(
        string? key, int width = Desk, string language = "en-GB", bool isDark = false, string program = Seeding.Program)
    {
        var context = await ConsoleUnderTest.Browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = ConsoleUnderTest.Service.Url.ToString(),
            ViewportSize = new ViewportSize { Width = width, Height = 900 },
            Locale = language,
            ColorScheme = isDark ? ColorScheme.Dark : ColorScheme.Light,
        });
        context.SetDefaultTimeout(PatienceMs);
        var visit = new Visit(context, await context.NewPageAsync()) { Program = program };
        if (key is not null) await visit.SignInAsync(key);
        return visit;
    }

    public async Task SignInAsync(string key)
    {
        await Page.GotoAsync("/console/sign-in");
        await Page.Locator("#key").FillAsync(key);
        await Page.Locator(".signin button").ClickAsync();
    }

    /// <summary>Goes to a page of the program.</summary>
    public Task<IResponse?> GoAsync(string path) => Page.GotoAsync($"/console/programs/{Program}{path}");

    public ILocator Button(string name) => Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = name, Exact = true });

    public ILocator Link(string name) => Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = name, Exact = true });

    /// <summary>The field with a label.</summary>
    public ILocator Field(string label) => Page.GetByLabel(label, new PageGetByLabelOptions { Exact = true });

    /// <summary>The form under a heading.</summary>
    public ILocator Form(string heading) => Page.Locator("form", new PageLocatorOptions
    {
        Has = Page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Name = heading, Exact = true }),
    });

    public Task HeadingIsAsync(string text) =>
        Assertions.Expect(Page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Level = 1 })).ToContainTextAsync(text);

    /// <summary>
    /// Checks the page against WCAG 2.2 AA, as far as axe can. axe runs in the page itself: the package would open a second browser for
    /// each page to support frames, which pages of the console do not have.
    /// </summary>
    public async Task<IReadOnlyList<string>> AxeAsync()
    {
        await Page.EvaluateAsync(Axe);
        var violations = await Page.EvaluateAsync<string[]>(RunAxe, Rules);
        return [.. violations.Select(one => $"{Page.Url} {one}")];
    }

    public async ValueTask DisposeAsync()
    {
        await TellAsync();
        await context.DisposeAsync();
        var unexpected = complaints.Where(one => !Expected.Any(status => one.Contains($"status of {status}", StringComparison.Ordinal)));
        Assert.That(unexpected, Is.Empty, "what the browser complained of");
    }

    /// <summary>Writes the page's address and text to the test's output, which the runner prints when the test failed.</summary>
    private async Task TellAsync()
    {
        string text;
        try
        {
            text = await Page.EvaluateAsync<string>("() => document.body?.innerText ?? ''");
        }
        catch (PlaywrightException unread)
        {
            text = unread.Message;  // the page is closed, or a navigation replaces it
        }

        await TestContext.Out.WriteLineAsync($"{Page.Url}\n{text[..Math.Min(text.Length, ToldMax)]}\n{string.Join('\n', complaints)}");
    }
}
