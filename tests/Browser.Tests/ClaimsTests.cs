using Ledger.TestSupport;
using Microsoft.Playwright;
using NUnit.Framework;

namespace Ledger.Browser.Tests;

/// <summary>Claims on a trade-marketing fund are approved, or turned down with a reason, on the page of promotions.</summary>
[Parallelizable(ParallelScope.Self)]
public sealed class ClaimsTests
{
    private const string Account = "harbour";

    private static LedgerApi Api => ConsoleUnderTest.Service.Api;

    [Test]
    public async Task One_claim_is_approved_and_another_turned_down_with_a_reason()
    {
        await ClaimAsync("banner");
        await ClaimAsync("leaflet");
        await using var visit = await Visit.BeginAsync(ConsoleUnderTest.Ben);
        await visit.GoAsync("/promotions");

        var (banner, leaflet) = (Row("banner"), Row("leaflet"));
        await visit.Button("Approve the claim banner").ClickAsync();
        await Assertions.Expect(banner).ToContainTextAsync("approved");
        await leaflet.GetByLabel("Reason").FillAsync("no photo");
        await visit.Button("Turn down the claim leaflet").ClickAsync();
        await Assertions.Expect(leaflet).ToContainTextAsync("turned down");
        await Assertions.Expect(leaflet.GetByRole(AriaRole.Button)).ToHaveCountAsync(0);

        var claims = (await Api.GetAsync($"{LedgerApi.Program(Seeding.Program)}/accounts/{Account}/claims")).Json["claims"]!.AsArray();
        var decided = claims.Select(claim => ((string)claim!["claimId"]!, (string)claim["state"]!, (string?)claim["decision"]));
        Assert.That(decided, Is.EquivalentTo(new[] { ("banner", "approved", null), ("leaflet", "rejected", "no photo") }));

        ILocator Row(string claim) => visit.Page.GetByRole(AriaRole.Region, new PageGetByRoleOptions { Name = claim });
    }

    private static Task<Reply> ClaimAsync(string id) => Seeding.CommandAsync(Api, id, $"accounts/{Account}/claims", $$"""
        {"fund":"mdf","amount":2,"activity":"display","reason":"autumn","proofs":[{"name":"photo","sha256":"{{new string('b', 64)}}"}]}
        """);
}
