using System.Security.Claims;
using Ledger.Hosting;
using Ledger.Hosting.Access;
using Ledger.Keys;
using Ledger.TestSupport;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using NUnit.Framework;

namespace Ledger.Services.Tests.Access;

/// <summary>
/// A partner's key permits what is about its partner in its program and nothing else, on endpoints that declare <c>RequirePartner</c>.
/// </summary>
public sealed class PartnerKeyTests
{
    private TestDatabase database = null!;
    private WebApplication app = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        database = await TestDatabase.CreateAsync();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(database.DataSource);
        builder.Services.AddProblems();
        builder.Services.AddAccess();
        app = builder.Build();
        app.UseProblems();
        app.UseAccess();
        app.MapGet("/v1/programs/{program}/partners/{partner}", (HttpContext context) =>
            $"{Segments.PartnerOf(context)} for {context.User.FindFirstValue(CallerIdentity.PartnerClaim) ?? "the operator"}")
            .RequirePartner(Scopes.FinanceRead);
        app.MapGet("/v1/programs/{program}/reports/partners", () => "all").RequireScope(Scopes.FinanceRead);
        // Declared wrongly: its path names no partner.
        app.MapGet("/v1/programs/{program}/statement", () => "whose?").RequirePartner(Scopes.FinanceRead);
        await app.StartAsync();
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        await app.DisposeAsync();
        await database.DisposeAsync();
    }

    [Test]
    public async Task It_opens_its_own_statements_only_and_the_refusals_are_all_alike()
    {
        using var client = ClientOf(await TestKeys.ForPartnerAsync(database.DataSource, "bank", "one", "p/bank%"));
        var api = new LedgerApi(client);
        Assert.That((await api.GetAsync("/v1/programs/one/partners/p%2Fbank%25")).Text, Is.EqualTo("p/bank% for p/bank%"));

        var refusals = new HashSet<string>();
        foreach (var path in new[] { "partners/p-fuel", "partners/p%2Fbank%2525", "partners/P%2Fbank%25", "reports/partners", "statement" })
        {
            var reply = await api.GetAsync($"/v1/programs/one/{path}");
            Assert.That((reply.Status, reply.Code), Is.EqualTo((403, "forbidden")), path);
            refusals.Add(reply.Detail!);
        }

        Assert.That(refusals, Has.Count.EqualTo(1), "it does not learn which partners there are");
        Assert.That((await api.GetAsync("/v1/programs/two/partners/p%2Fbank%25")).Code, Is.EqualTo("forbidden"));
    }

    [Test]
    public async Task The_operators_key_opens_every_partner_and_another_scope_none()
    {
        using var finance = ClientOf(await TestKeys.AddAsync(database.DataSource, "finance", "one", Scopes.FinanceRead));
        Assert.That(
            (await new LedgerApi(finance).GetAsync("/v1/programs/one/partners/p-fuel")).Text, Is.EqualTo("p-fuel for the operator"));

        using var till = ClientOf(await TestKeys.AddAsync(database.DataSource, "till", "one", Scopes.OrdersWrite));
        Assert.That((await new LedgerApi(till).GetAsync("/v1/programs/one/partners/p-fuel")).Code, Is.EqualTo("scope_missing"));
    }

    [Test]
    public async Task The_database_itself_keeps_a_partners_key_bound()
    {
        foreach (var (program, partner, scopes) in new[]
        {
            ("null", "'p'", "'{partner:read}'"), ("'one'", "'p'", "'{partner:read,finance:read}'"), ("'one'", "null", "'{partner:read}'"),
        })
        {
            await using var command = database.DataSource.CreateCommand(
                "insert into ledger_api_keys (id, name, hash, program, partner, scopes) "
                + $"values ('X', 'by-hand', decode(repeat('00', 32), 'hex'), {program}, {partner}, {scopes})");
            Assert.That(async () => await command.ExecuteNonQueryAsync(),
                Throws.TypeOf<PostgresException>().With.Property("ConstraintName").EqualTo("ledger_api_keys_partner"));
        }
    }

    private HttpClient ClientOf(string key)
    {
        var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        client.DefaultRequestHeaders.Authorization = TestKeys.Header(key);
        return client;
    }
}
