using System.Net;
using Ledger.Keys;
using Microsoft.Playwright;
using NUnit.Framework;

namespace Ledger.Browser.Tests;

/// <summary>Signing in with a key, the cookie that holds the session, and what a key without a scope sees.</summary>
[Parallelizable(ParallelScope.Self)]
public sealed class SignInTests
{
    [Test]
    public async Task A_page_asks_for_a_key_first_and_then_shows_itself()
    {
        await using var visit = await Visit.BeginAsync(null);
        await visit.GoAsync("/accounts");
        await visit.HeadingIsAsync("Sign in");
        await visit.Page.Locator("#key").FillAsync(ConsoleUnderTest.Ann);
        await visit.Page.Keyboard.PressAsync("Enter");
        await visit.HeadingIsAsync("Accounts");

        var cookie = (await visit.Page.Context.CookiesAsync()).Single(one => one.Name == "ledger-console");
        Assert.Multiple(() =>
        {
            Assert.That(cookie.HttpOnly, Is.True);
            // An identity provider redirects back from its own site, so with a provider the cookie must be sent on cross-site links
            // (SameSite=Lax).
            Assert.That(cookie.SameSite, Is.EqualTo(SameSiteAttribute.Lax));
            Assert.That(cookie.Path, Is.EqualTo("/console"));
            Assert.That(cookie.Value, Does.Not.Contain(ConsoleUnderTest.Ann));
        });
    }

    [Test]
    public async Task A_wrong_key_is_told_beside_the_form_and_signing_out_ends_it()
    {
        await using var visit = await Visit.BeginAsync("lk_nobody");
        visit.Expected.Add(422);
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("unauthorized");
        await visit.SignInAsync(ConsoleUnderTest.Ann);
        await visit.HeadingIsAsync("Programs");
        await visit.Button("Sign out").ClickAsync();
        await visit.HeadingIsAsync("Sign in");
        await visit.GoAsync("/accounts");
        await visit.HeadingIsAsync("Sign in");
    }

    [Test]
    public async Task Signing_in_at_the_provider_leads_to_the_page_that_was_asked_for_with_what_the_roles_allow()
    {
        var provider = ConsoleUnderTest.Provider;
        // Each token expires before the next page is requested, so it must be refreshed.
        (provider.Visitor, provider.Lifetime) = (("olga", ["operators"]), TimeSpan.FromSeconds(20));
        await using (var visit = await Visit.BeginAsync(null))
        {
            await visit.GoAsync("/accounts");
            await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Sign in with your organisation" }).ClickAsync();
            await visit.HeadingIsAsync("Accounts");
            await Assertions.Expect(visit.Page.GetByText("olga")).ToBeVisibleAsync();
            var refreshed = provider.Refreshed;
            await visit.GoAsync($"/accounts/{Seeding.North}");
            await visit.HeadingIsAsync(Seeding.North);
            Assert.That(provider.Refreshed, Is.GreaterThan(refreshed));
            var cookies = (await visit.Page.Context.CookiesAsync()).Where(one =>
                one.Name.StartsWith("ledger-console", StringComparison.Ordinal));
            Assert.That(cookies.Select(one => (one.HttpOnly, one.Path)), Is.All.EqualTo((true, "/console")));

            provider.Visitor = null;
            await visit.GoAsync("/accounts");
            await visit.HeadingIsAsync("Sign in");
        }

        await using var refused = await Visit.BeginAsync(null);
        await refused.GoAsync("/accounts");
        await refused.Page.GetByRole(AriaRole.Link, new() { Name = "Sign in with your organisation" }).ClickAsync();
        await Assertions.Expect(refused.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("did not work");
    }

    [Test]
    public async Task A_page_without_the_scope_says_so_plainly()
    {
        var key = await ConsoleUnderTest.KeyAsync("clerk", Seeding.Program, Scopes.AccountsRead);
        await using var visit = await Visit.BeginAsync(key);
        // A key that is bound to one program opens that program's overview directly.
        await visit.HeadingIsAsync("Overview");
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Alert).First).ToContainTextAsync("Your key lacks the scope for this.");
        await visit.GoAsync($"/accounts/{Seeding.North}");
        await visit.HeadingIsAsync(Seeding.North);
        await Assertions.Expect(visit.Page.GetByText("Your key has none of the scopes adjust:write and spend:write")).ToBeVisibleAsync();
        await visit.GoAsync("/integrity");
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Alert).First).ToContainTextAsync("Your key does not open this.");
    }

    [Test]
    public async Task The_language_is_the_browsers_and_can_be_switched()
    {
        await using var visit = await Visit.BeginAsync(ConsoleUnderTest.Ann, language: "de-AT");
        await visit.HeadingIsAsync("Programme");
        await visit.Button("English").ClickAsync();
        await visit.HeadingIsAsync("Programs");
        Assert.That(await visit.Page.Locator("html").GetAttributeAsync("lang"), Is.EqualTo("en"));
    }

    [Test]
    public async Task A_form_that_another_site_sends_does_nothing()
    {
        await using var visit = await Visit.BeginAsync(ConsoleUnderTest.Ann);
        var cookies = string.Join("; ", (await visit.Page.Context.CookiesAsync()).Select(one => $"{one.Name}={one.Value}"));
        foreach (var (path, handler) in new[]
        {
            ($"/console/programs/{Seeding.Program}/accounts/{Seeding.North}", "adjust"), ("/console/sign-out", ""),
            ("/console/language", ""),
        })
        {
            using var client = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false })
            {
                BaseAddress = ConsoleUnderTest.Service.Url,
            };
            using var forged = new HttpRequestMessage(HttpMethod.Post, path)
            {
                Content = new FormUrlEncodedContent(
                [
                    new("_handler", handler), new("key", "forged"), new("amount", "5"), new("reason", "forged"), new("step", "send"),
                ]),
            };
            forged.Headers.Add("Cookie", cookies);
            using var answer = await client.SendAsync(forged);
            Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest), path);
        }
    }

    [Test]
    public async Task Every_answer_has_the_strict_content_policy_and_is_not_kept()
    {
        using var client = ConsoleUnderTest.Service.ClientOf(null);
        using var answer = await client.GetAsync(new Uri("/console/sign-in", UriKind.Relative));
        Assert.Multiple(() =>
        {
            var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
            Assert.That(policy, Does.StartWith("default-src 'none'").And.Not.Contain("unsafe"));
            Assert.That(answer.Headers.CacheControl!.NoStore, Is.True);
            Assert.That(answer.Headers.GetValues("X-Content-Type-Options").Single(), Is.EqualTo("nosniff"));
        });
    }
}
