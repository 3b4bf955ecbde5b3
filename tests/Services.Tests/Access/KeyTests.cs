using System.Net.Http.Headers;
using Ledger.Keys;
using Ledger.TestSupport;
using NUnit.Framework;

namespace Ledger.Services.Tests.Access;

/// <summary>
/// The running service requires a key of every caller, and a key permits what its scopes and its program allow and nothing else.
/// </summary>
public sealed class KeyTests
{
    private const string Order = """
        { "accountId": "A", "placedAt": "2011-03-01T10:00:00Z", "currency": "GBP", "lines": [ { "lineId": "1", "sku": "X", "quantity": 1,
          "unitPrice": 100 } ] }
        """;

    private TestDatabase database = null!;
    private ServiceProcess service = null!;
    private Shop one = null!;
    private Shop other = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        database = await TestDatabase.CreateAsync();
        service = await ServiceProcess.StartAsync(database.ConnectionString);
        (one, other) = (new Shop("one"), new Shop("other/programme"));
        foreach (var shop in new[] { one, other })
        {
            await service.Api.PublishAsync(shop.Document());
            var reply = await service.Api.SendAsync(shop.Order("1"));
            Assert.That(reply.Status, Is.EqualTo(201), reply.Text);
            // The tests query the views without minPosition, so this waits until they have caught up.
            await Eventually.TrueAsync(
                async () =>
                    (await service.Api.GetAsync($"{LedgerApi.Program(shop.Program)}/accounts?minPosition={reply.Position}")).Status == 200,
                "the views to follow"
            );
        }
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        await service.DisposeAsync();
        await database.DisposeAsync();
    }

    [Test]
    public async Task A_key_is_told_what_it_may_do_also_a_programs_and_a_partners()
    {
        var clerk = await TestKeys.AddAsync(database.DataSource, "clerk", "one", Scopes.AccountsRead, Scopes.SpendWrite);
        var bank = await TestKeys.ForPartnerAsync(database.DataSource, "bank", "one", "p-bank");
        foreach (var (key, expected) in new[]
        {
            (clerk, """{"name":"clerk","program":"one","scopes":["accounts:read","spend:write"]}"""),
            (bank, """{"name":"bank","partner":"p-bank","program":"one","scopes":["partner:read"]}"""),
        })
        {
            using var client = service.ClientOf(key);
            Assert.That(await client.GetStringAsync(new Uri("/v1/key", UriKind.Relative)), Is.EqualTo(expected));
        }

        using var nobody = service.ClientOf(null);
        using var answer = await nobody.GetAsync(new Uri("/v1/key", UriKind.Relative));
        Assert.That((int)answer.StatusCode, Is.EqualTo(401));
    }

    [Test]
    public async Task Health_is_open_to_all_and_nothing_else_is()
    {
        using var nobody = service.ClientOf(null);
        foreach (var path in new[] { "/health/live", "/health/ready" })
        {
            Assert.That((int)(await nobody.GetAsync(new Uri(path, UriKind.Relative))).StatusCode, Is.EqualTo(200), path);
        }
        foreach (var path in new[]
        {
            "/",
            "/v1/programs",
            "/v1/programs/one",
            "/v1/integrity",
            "/v1/programs/one/orders/shop/1",
            "/v1/programs/none",
            "/nowhere",
        })
        {
            using var answer = await nobody.GetAsync(new Uri(path, UriKind.Relative));
            Assert.That((int)answer.StatusCode, Is.EqualTo(401), path);
            Assert.That(answer.Headers.WwwAuthenticate.Single().Scheme, Is.EqualTo("Bearer"));
            Assert.That(answer.Content.Headers.ContentType!.MediaType, Is.EqualTo("application/problem+json"));
            Assert.That(await answer.Content.ReadAsStringAsync(), Does.Contain("\"code\":\"unauthorized\""));
        }
    }

    [TestCase("Basic b25lOnR3bw==")]
    [TestCase("Bearer")]
    [TestCase("Bearer lk_")]
    [TestCase("Bearer lk_ABCDEFGHJK_0000000000000000000000000000000000000000000000000000000000000000")]
    public async Task What_is_no_key_opens_nothing(string header)
    {
        using var client = service.ClientOf(null);
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", header);
        Assert.That((await new LedgerApi(client).GetAsync("/v1/programs")).Code, Is.EqualTo("unauthorized"));
    }

    [Test]
    public async Task The_id_of_a_key_with_another_secret_opens_nothing()
    {
        var key = await TestKeys.AddAsync(database.DataSource, "guessed");
        var last = key[^1] == '0' ? '1' : '0';
        using var right = service.ClientOf(key);
        using var wrong = service.ClientOf(key[..^1] + last);
        Assert.That((await new LedgerApi(right).GetAsync("/v1/programs")).Status, Is.EqualTo(200));
        Assert.That((await new LedgerApi(wrong).GetAsync("/v1/programs")).Code, Is.EqualTo("unauthorized"));
    }

    [Test]
    public async Task A_revoked_key_stops_within_a_second_or_so()
    {
        using var client = service.ClientOf(await TestKeys.AddAsync(database.DataSource, "short-lived"));
        var api = new LedgerApi(client);
        Assert.That((await api.GetAsync("/v1/programs")).Status, Is.EqualTo(200));

        await new KeyTable(database.DataSource).RevokeAsync("short-lived");

        var watch = System.Diagnostics.Stopwatch.StartNew();
        await Eventually.TrueAsync(
            async () => (await api.GetAsync("/v1/programs")).Code == "unauthorized", "the key to stop", TimeSpan.FromSeconds(30));
        Assert.That(watch.Elapsed, Is.LessThan(TimeSpan.FromSeconds(5)), "half a second, and what a busy machine adds");
    }

    [Test]
    public async Task A_key_opens_what_its_scope_says_and_names_what_is_missing()
    {
        using var orders = service.ClientOf(await TestKeys.AddAsync(database.DataSource, "till", "one", Scopes.OrdersWrite));
        var api = new LedgerApi(orders);
        Assert.That((await api.SendAsync(HttpMethod.Put, "/v1/programs/one/orders/shop/by-scope", Order)).Status, Is.EqualTo(201));
        foreach (var path in new[] { "accounts/A/balance", "exports/balances.csv", "reports/trial-balance", "events" })
        {
            var reply = await api.GetAsync($"/v1/programs/one/{path}");
            Assert.That((reply.Status, reply.Code), Is.EqualTo((403, "scope_missing")), path);
        }

        var clock = await api.SendAsync(HttpMethod.Post, "/v1/programs/one/clock", """{"mode":"wall"}""");
        Assert.That((clock.Status, clock.Code), Is.EqualTo((403, "scope_missing")));
        Assert.That(clock.Detail, Does.Contain("program:admin"));
    }

    [Test]
    public async Task A_programs_key_opens_nothing_of_another_and_does_not_learn_whether_it_exists()
    {
        using var client = service.ClientOf(await TestKeys.AddAsync(database.DataSource, "of-one", "one"));
        var api = new LedgerApi(client);
        Assert.That((await api.GetAsync("/v1/programs/one/accounts")).Status, Is.EqualTo(200));
        var seen = new HashSet<string>();
        foreach (var program in new[] { "other%2Fprogramme", "none", "One", "one%2F", "one%252F", "-" })
        {
            string[] paths = ["", "/accounts", "/accounts/A/balance", "/events", "/rejected", "/versions", "/exports/balances.csv"];
            foreach (var path in paths)
            {
                var reply = await api.GetAsync($"/v1/programs/{program}{path}");
                Assert.That((reply.Status, reply.Code), Is.EqualTo((403, "forbidden")), program + path);
                seen.Add(reply.Detail!);
            }

            Assert.That(
                (await api.SendAsync(HttpMethod.Put, $"/v1/programs/{program}/orders/shop/9", Order)).Code, Is.EqualTo("forbidden"));
        }

        Assert.That(seen, Has.Count.EqualTo(1));
        foreach (var path in new[] { "/v1/programs", "/v1/integrity", "/v1/integrity/verify", "/v1/projections/rebuild" })
        {
            Assert.That((await api.GetAsync(path)).Code, Is.EqualTo("forbidden"), path);
        }
    }

    [Test]
    public async Task A_key_of_a_program_with_a_slash_opens_it()
    {
        using var client = service.ClientOf(await TestKeys.AddAsync(database.DataSource, "of-other", "other/programme"));
        var api = new LedgerApi(client);
        Assert.That((await api.GetAsync("/v1/programs/other%2Fprogramme")).Status, Is.EqualTo(200));
        Assert.That((await api.GetAsync("/v1/programs/other%2Fprogramme/versions")).Status, Is.EqualTo(200));
        Assert.That((await api.GetAsync("/v1/programs/other%2Fprogramme/accounts")).Status, Is.EqualTo(200));
        Assert.That((await api.GetAsync("/v1/programs/other%252Fprogramme/versions")).Code, Is.EqualTo("forbidden"));
    }

    [TestCase("/v1/programs/one/../other%2Fprogramme/accounts")]
    [TestCase("/v1/programs/one/%2e%2e/other%2Fprogramme/accounts")]
    [TestCase("/x/../v1/programs/one/accounts")]
    [TestCase("/v1/programs/one/x/../accounts")]
    public async Task A_path_with_dots_leads_nowhere_else(string target)
    {
        var key = await TestKeys.AddAsync(database.DataSource, $"dots-{Guid.NewGuid():N}", "one");
        var answer = await RawHttp.GetAsync(service.Url, target, key);
        Assert.That(answer, Does.StartWith("HTTP/1.1 404").Or.StartWith("HTTP/1.1 403"));
        Assert.That(answer, Does.Not.Contain("accountId"));
    }

    [Test]
    public async Task A_line_that_names_another_program_does_not_get_there()
    {
        using var client = service.ClientOf(await TestKeys.AddAsync(database.DataSource, "smuggler", "one"));
        var api = new LedgerApi(client);
        var lines = await api.SendLinesAsync("one", [LedgerApi.Line(other.Order("smuggled"))]);
        Assert.That(((int)lines.Json["recorded"]!, (int)lines.Json["rejected"]!), Is.EqualTo((0, 1)), lines.Text);
        var one = await api.SendAsync(HttpMethod.Put, "/v1/programs/one/orders/shop/smuggled", LedgerApi.Text(other.Order("smuggled")));
        Assert.That(one.Code, Is.EqualTo("invalid_value"));
        var there = await service.Api.GetAsync($"/v1/programs/other%2Fprogramme/orders/shop/smuggled?minPosition={one.Position}");
        Assert.That(there.Code, Is.EqualTo("unknown_order"));
    }

    [Test]
    public async Task The_feed_of_a_program_holds_nothing_of_another()
    {
        using var client = service.ClientOf(await TestKeys.AddAsync(database.DataSource, "feed-of-one", "one", Scopes.AccountsRead));
        var feed = await new LedgerApi(client).GetAsync("/v1/programs/one/events");
        var events = feed.Json["events"]!.AsArray();
        Assert.That(events, Is.Not.Empty);
        Assert.That(events.Select(one => (string?)one!["data"]!["program"]), Is.All.EqualTo("one"));
        Assert.That((bool)feed.Json["end"]!, Is.True, "the whole log was looked at");
    }

    [Test]
    public async Task An_address_that_is_not_there_is_told_to_whoever_has_a_key()
    {
        Assert.That((await service.Api.GetAsync("/nowhere")).Status, Is.EqualTo(404));
        Assert.That((await service.Api.SendAsync(HttpMethod.Delete, "/v1/programs", (HttpContent?)null)).Status, Is.EqualTo(405));
    }

    [Test]
    public async Task The_name_of_the_key_is_the_principal_whatever_the_caller_says()
    {
        var shop = new Shop(Shop.NewProgram());
        await service.Api.PublishAsync(shop.Document("""
            "points": { "redeemOn": "future", "activation": { "on": "placed", "delayDays": 0 } },
              "adjustments": { "approvalAbove": { "points": 50 } }
            """));
        await service.Api.SendAsync(shop.Order("1"));
        using var ann = service.ClientOf(
            await TestKeys.AddAsync(database.DataSource, "ann", shop.Program, Scopes.AdjustWrite, Scopes.AdjustApprove));
        using var bob = service.ClientOf(await TestKeys.AddAsync(database.DataSource, "bob", null, Scopes.AdjustApprove));

        Assert.That((
                await CommandAsync(ann, shop, "adjustments", "a1", """{ "accountId": "A", "amount": 60, "reason": "goodwill" }""", "zoe")
            ).Status, Is.EqualTo(202));
        Assert.That((await CommandAsync(ann, shop, "adjustments/a1/approve", "p1", "", "bob")).Code, Is.EqualTo("same_principal"));
        await new KeyTable(database.DataSource).RevokeAsync("ann");
        using var annAgain = service.ClientOf(await TestKeys.AddAsync(database.DataSource, "ann", shop.Program));
        Assert.That(
            (await CommandAsync(annAgain, shop, "adjustments/a1/approve", "p2", "", "bob")).Code, Is.EqualTo("same_principal"),
            "a name is one person for good");
        Assert.That((await CommandAsync(bob, shop, "adjustments/a1/approve", "p3", "", "ann")).Status, Is.EqualTo(201));

        var adjusted = (await new LogReader(database.DataSource).EventsAsync(shop.Program))
            .OfType<global::Ledger.Contracts.V1.PointsAdjusted>()
            .Single();
        Assert.That(adjusted.Cause.Principal, Is.EqualTo("bob"));
        var published = (await new LogReader(database.DataSource).EventsAsync(shop.Program))
            .OfType<global::Ledger.Contracts.V1.ProgramPublished>()
            .Single();
        Assert.That(published.Principal, Is.EqualTo("tester"));
    }

    [Test]
    public async Task No_secret_is_kept_or_logged()
    {
        var key = await TestKeys.AddAsync(database.DataSource, "secretive");
        using var client = service.ClientOf(key);
        await new LedgerApi(client).GetAsync("/v1/programs");
        using var wrong = service.ClientOf(key[..^1]);
        await new LedgerApi(wrong).GetAsync("/v1/programs");
        var secret = key[^64..];
        var rows = await Running.Tables.TextsAsync(database, "select k::text from ledger_api_keys k");
        Assert.That(rows, Has.None.Contains(secret));
        Assert.That(service.Log, Does.Not.Contain(secret[..16]));
    }

    private static async Task<Reply> CommandAsync(HttpClient by, Shop shop, string path, string key, string body, string says)
    {
        using var content = new StringContent(body, new MediaTypeHeaderValue("application/json"));
        content.Headers.Add("Idempotency-Key", key);
        content.Headers.Add("Ledger-Principal", says);
        return await new LedgerApi(by).SendAsync(HttpMethod.Post, $"{LedgerApi.Program(shop.Program)}/{path}", content);
    }
}
