using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Ledger.Contracts.V1;
using Ledger.TestSupport;
using NUnit.Framework;

namespace Ledger.Services.Tests.Access;

/// <summary>A running service accepts tokens of the configured identity provider and of no other; keys still work.</summary>
public sealed class TokenTests
{
    private const string Audience = "ledger";
    private const string Roles =
        "operators=all; shop-finance=finance:read,accounts:read@one; clerks=adjust:write,adjust:approve; "
        + "other%3Bclerks=accounts:read@other";

    private OidcProvider provider = null!;
    private TestDatabase database = null!;
    private ServiceProcess service = null!;
    private Shop shop = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        provider = await OidcProvider.StartAsync();
        database = await TestDatabase.CreateAsync();
        service = await ServiceProcess.StartAsync(database.ConnectionString, more: Settings(provider.Issuer));
        shop = new Shop("one");
        await service.Api.PublishAsync(shop.Document("""
            "points": { "redeemOn": "future", "activation": { "on": "placed", "delayDays": 0 } },
              "adjustments": { "approvalAbove": { "points": 50 } }
            """));
        var order = await service.Api.SendAsync(shop.Order("1"));
        Assert.That((await service.Api.GetAsync($"/v1/programs/one/accounts?minPosition={order.Position}")).Status, Is.EqualTo(200));
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        await service.DisposeAsync();
        await database.DisposeAsync();
        await provider.DisposeAsync();
    }

    [Test]
    public async Task A_role_opens_what_is_mapped_to_it_and_nothing_else()
    {
        var finance = Good("ann", "shop-finance");
        Assert.That((await GetAsync(finance, "/v1/programs/one/accounts")).Status, Is.EqualTo(200));
        Assert.That((await GetAsync(finance, "/v1/programs/one/reports/trial-balance")).Status, Is.EqualTo(200));
        Assert.That((await GetAsync(finance, "/v1/programs/one/webhooks")).Code, Is.EqualTo("scope_missing"));
        Assert.That((await GetAsync(finance, "/v1/programs/other/accounts")).Code, Is.EqualTo("forbidden"));
        Assert.That((await GetAsync(finance, "/v1/integrity")).Code, Is.EqualTo("forbidden"));
        Assert.That((await GetAsync(Good("op", "operators"), "/v1/integrity")).Status, Is.EqualTo(200));
    }

    [Test]
    public async Task Several_roles_open_what_each_of_them_does()
    {
        var both = Good("ann", "shop-finance", "other;clerks", "unheard-of");
        Assert.That((await GetAsync(both, "/v1/programs/one/reports/trial-balance")).Status, Is.EqualTo(200));
        Assert.That((await GetAsync(both, "/v1/programs/other/accounts")).Code, Is.EqualTo("unknown_program"), "opened; there is none");
        Assert.That((await GetAsync(both, "/v1/programs/other/reports/trial-balance")).Code, Is.EqualTo("scope_missing"));
        Assert.That((await GetAsync(both, "/v1/programs/third/accounts")).Code, Is.EqualTo("forbidden"));
    }

    [Test]
    public async Task A_role_that_is_not_mapped_opens_nothing()
    {
        foreach (var token in new[] { Good("ann", "unheard-of"), Good("ann"), Good("ann", "OPERATORS") })
        {
            var reply = await GetAsync(token, "/v1/programs/one/accounts");
            Assert.That((reply.Status, reply.Code), Is.EqualTo((403, "forbidden")));
        }
    }

    [Test]
    public async Task Roles_may_be_within_another_claim()
    {
        await using var other = await ServiceProcess.StartAsync(
            database.ConnectionString,
            more: new Dictionary<string, string>(Settings(provider.Issuer)) { ["LEDGER_OIDC_ROLES_CLAIM"] = "realm_access.roles" });
        var claims = provider.Claims("ann", Audience, "operators");
        Assert.That((await GetAsync(provider.Sign(claims), "/v1/programs", other)).Code, Is.EqualTo("forbidden"));
        claims["realm_access"] = new JsonObject { ["roles"] = new JsonArray("operators") };
        Assert.That((await GetAsync(provider.Sign(claims), "/v1/programs", other)).Status, Is.EqualTo(200));
        claims["realm_access"] = "operators";
        Assert.That((await GetAsync(provider.Sign(claims), "/v1/programs", other)).Code, Is.EqualTo("forbidden"));
    }

    [Test]
    public async Task A_token_that_is_wrong_in_any_way_opens_nothing()
    {
        Assert.That(
            (await GetAsync(provider.Sign(Spoiled(_ => { })), "/v1/programs")).Status, Is.EqualTo(200), "without being spoiled it does");
        var wrong = new Dictionary<string, string>
        {
            ["expired"] = provider.Sign(Spoiled(claims => claims["exp"] = OidcProvider.Seconds(TimeSpan.FromMinutes(-2)))),
            ["without an end"] = provider.Sign(Spoiled(claims => claims.Remove("exp"))),
            ["not valid yet"] = provider.Sign(Spoiled(claims => claims["nbf"] = OidcProvider.Seconds(TimeSpan.FromMinutes(3)))),
            ["of another audience"] = provider.Sign(Spoiled(claims => claims["aud"] = "ledger-console")),
            ["without an audience"] = provider.Sign(Spoiled(claims => claims.Remove("aud"))),
            ["of another issuer"] = provider.Sign(Spoiled(claims => claims["iss"] = provider.Issuer + "/other")),
            ["without an issuer"] = provider.Sign(Spoiled(claims => claims.Remove("iss"))),
            ["without a subject"] = provider.Sign(Spoiled(claims => claims.Remove("sub"))),
            ["with a subject that is no principal"] = provider.Sign(Spoiled(claims => claims["sub"] = "Ann of the shop")),
            ["with too long a subject"] = provider.Sign(Spoiled(claims => claims["sub"] = new string('a', 129))),
            ["with the name of whoever shows nothing"] = provider.Sign(Spoiled(claims => claims["sub"] = "bus")),
            ["signed by nobody"] = provider.SignWithNone(Spoiled(_ => { })),
            ["signed with the public key as a secret"] = provider.SignWithPublicKeyAsSecret(Spoiled(_ => { })),
            ["signed by another key"] = provider.SignWithAnotherKey(Spoiled(_ => { })),
            ["with a signature of other claims"] = Mixed(),
            ["without a signature"] = provider.Sign(Spoiled(_ => { }))[..^20],
            ["no token"] = "a.b.c",
            ["nothing like one"] = "nonsense",
        };
        foreach (var (what, token) in wrong)
        {
            var reply = await GetAsync(token, "/v1/programs");
            Assert.That((reply.Status, reply.Code), Is.EqualTo((401, "unauthorized")), what);
            Assert.That(reply.Text, Does.Not.Contain("IDX"), what);
        }

        string Mixed()
        {
            var (mine, others) = (provider.Sign(Spoiled(_ => { })), provider.Sign(provider.Claims("other", Audience, "shop-finance")));
            return string.Join('.', mine.Split('.')[..2].Append(others.Split('.')[2]));
        }
    }

    [Test]
    public async Task Four_eyes_are_those_of_the_subjects()
    {
        var (ann, bob) = (Good("auth0|ann", "clerks"), Good("auth0|bob", "clerks"));
        var asked = await CommandAsync(ann, "adjustments", "t1", """{ "accountId": "A", "amount": 60, "reason": "goodwill" }""");
        Assert.That(asked.Status, Is.EqualTo(202), asked.Text);
        Assert.That(
            (await CommandAsync(Good("auth0|ann", "clerks", "operators"), "adjustments/t1/approve", "t2", "")).Code,
            Is.EqualTo("same_principal"));
        Assert.That((await CommandAsync(bob, "adjustments/t1/approve", "t3", "")).Status, Is.EqualTo(201));

        var adjusted = (await new LogReader(database.DataSource).EventsAsync("one")).OfType<PointsAdjusted>().Single();
        Assert.That(adjusted.Cause.Principal, Is.EqualTo("auth0|bob"));
    }

    [Test]
    public async Task Each_subject_has_the_limit_of_requests_for_itself()
    {
        await using var limited = await ServiceProcess.StartAsync(
            database.ConnectionString, more: new Dictionary<string, string>(Settings(provider.Issuer)) { ["LEDGER_RATE"] = "5" });
        var (busy, calm) = (Good("busy", "operators"), Good("calm", "operators"));
        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => GetAsync(busy, "/v1/programs", limited)));
        Assert.That(answers.Select(answer => answer.Status), Has.Some.EqualTo(200).And.Some.EqualTo(429));
        Assert.That(answers.Where(answer => answer.Status == 429).Select(answer => answer.Code), Has.All.EqualTo("rate_limited"));
        Assert.That((await GetAsync(calm, "/v1/programs", limited)).Status, Is.EqualTo(200));
        // Another token of the same person does not lift the limit.
        Assert.That(
            (await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => GetAsync(Good("busy", "operators"), "/v1/programs", limited)))).Select(
                answer => answer.Status),
            Has.Some.EqualTo(429));
    }

    [Test]
    public async Task Keys_go_on_as_before()
    {
        Assert.That((await service.Api.GetAsync("/v1/programs")).Status, Is.EqualTo(200));
        Assert.That(
            (await GetAsync("lk_ABCDEFGHJK_0000000000000000000000000000000000000000000000000000000000000000", "/v1/programs")).Code,
            Is.EqualTo("unauthorized"));
    }

    [Test]
    public async Task Without_settings_no_token_is_taken()
    {
        await using var plain = await ServiceProcess.StartAsync(database.ConnectionString);
        Assert.That((await GetAsync(Good("ann", "operators"), "/v1/programs", plain)).Code, Is.EqualTo("unauthorized"));
    }

    [Test]
    public async Task A_provider_that_is_away_is_an_outage_and_no_refusal()
    {
        await using var gone = await OidcProvider.StartAsync();
        await using var waiting = await ServiceProcess.StartAsync(database.ConnectionString, more: Settings(gone.Issuer));
        var token = gone.Sign(gone.Claims("ann", Audience, "operators"));
        await gone.DisposeAsync();
        var reply = await GetAsync(token, "/v1/programs", waiting);
        Assert.That((reply.Status, reply.Code), Is.EqualTo((503, "unavailable")), reply.Text);
        Assert.That((await waiting.Api.GetAsync("/v1/programs")).Status, Is.EqualTo(200), "a key needs no provider");
    }

    [Test]
    public async Task A_stream_of_events_ends_with_the_token()
    {
        // Clocks may differ by a minute, so tokens are accepted a minute longer: this one is near that end.
        var claims = provider.Claims("ann", Audience, "operators");
        claims["nbf"] = OidcProvider.Seconds(TimeSpan.FromMinutes(-5));
        claims["exp"] = OidcProvider.Seconds(TimeSpan.FromSeconds(-52));
        using var client = service.ClientOf(provider.Sign(claims));
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/v1/programs/one/events", UriKind.Relative));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var text = await answer.Content.ReadAsStringAsync(patience.Token);
        Assert.That(text, Does.Contain("program_published"));
    }

    [Test]
    public async Task No_token_is_logged()
    {
        var token = Good("secretive", "operators");
        await GetAsync(token, "/v1/programs");
        await GetAsync(token[..^8], "/v1/programs");
        Assert.That(service.Log, Does.Not.Contain(token.Split('.')[1][..24]).And.Not.Contain(token.Split('.')[2][..24]));
    }

    [Test]
    public async Task A_new_key_of_the_provider_is_found()
    {
        await using var rotating = await OidcProvider.StartAsync();
        await using var other = await ServiceProcess.StartAsync(database.ConnectionString, more: Settings(rotating.Issuer));
        var before = rotating.Sign(rotating.Claims("ann", Audience, "operators"));
        Assert.That((await GetAsync(before, "/v1/programs", other)).Status, Is.EqualTo(200));
        rotating.Rotate();
        var after = rotating.Sign(rotating.Claims("ann", Audience, "operators"));
        await Eventually.TrueAsync(async () => (await GetAsync(after, "/v1/programs", other)).Status == 200, "the new key to be found");
        Assert.That((await GetAsync(before, "/v1/programs", other)).Code, Is.EqualTo("unauthorized"));
    }

    private static Dictionary<string, string> Settings(string issuer) => new()
    {
        ["LEDGER_OIDC_ISSUER"] = issuer,
        ["LEDGER_OIDC_AUDIENCE"] = Audience,
        ["LEDGER_OIDC_ROLES"] = Roles,
    };

    private string Good(string subject, params string[] roles) => provider.Sign(provider.Claims(subject, Audience, roles));

    private JsonObject Spoiled(Action<JsonObject> spoil)
    {
        var claims = provider.Claims("ann", Audience, "operators");
        spoil(claims);
        return claims;
    }

    private async Task<Reply> GetAsync(string token, string path, ServiceProcess? of = null)
    {
        using var client = (of ?? service).ClientOf(token);
        return await new LedgerApi(client).GetAsync(path);
    }

    private async Task<Reply> CommandAsync(string token, string path, string key, string body)
    {
        using var client = service.ClientOf(token);
        using var content = new StringContent(body, new MediaTypeHeaderValue("application/json"));
        content.Headers.Add("Idempotency-Key", key);
        return await new LedgerApi(client).SendAsync(HttpMethod.Post, $"/v1/programs/one/{path}", content);
    }
}
