using Ledger.EventLog;
using Ledger.Hosting;
using Ledger.Keys;
using Ledger.Ledger.Host;
using Ledger.Projections.Host;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using NUnit.Framework;

namespace Ledger.Services.Tests.Access;

/// <summary>Every endpoint says which scope opens it. The service itself refuses to start with one that does not.</summary>
public sealed class DeclaredScopesTests
{
    private static readonly List<Endpoint> Endpoints = Map();

    [Test]
    public void All_but_health_declare_scopes_that_there_are()
    {
        Assert.That(Endpoints, Has.Count.GreaterThan(50));
        Assert.Multiple(() =>
        {
            foreach (var endpoint in Endpoints.Cast<RouteEndpoint>())
            {
                var isHealth = endpoint.RoutePattern.RawText!.StartsWith("/health/", StringComparison.Ordinal);
                Assert.That(endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null, Is.EqualTo(isHealth), endpoint.DisplayName);
                Assert.That(endpoint.Metadata.GetMetadata<RequiredScope>()?.AnyOf ?? [], isHealth ? Is.Empty : Is.Not.Empty.And.SubsetOf(Scopes.All), endpoint.DisplayName);
            }
        });
    }

    [Test]
    public void Every_scope_opens_something()
    {
        var opened = Endpoints.SelectMany(endpoint => endpoint.Metadata.GetMetadata<RequiredScope>()?.AnyOf ?? []);
        Assert.That(Scopes.All.Except(opened), Is.Empty);
    }

    [Test]
    public void Whatever_is_not_read_only_needs_a_scope_of_its_own_kind()
    {
        // POST as a question: nothing is written.
        string[] questions = ["/v1/programs/{program}/simulations", "/v1/integrity/verify"];
        var writing = Endpoints.Cast<RouteEndpoint>()
            .Where(endpoint => !endpoint.RoutePattern.RawText!.StartsWith("/health/", StringComparison.Ordinal) && !questions.Contains(endpoint.RoutePattern.RawText))
            .Where(endpoint => endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Any(method => method != "GET"));
        Assert.Multiple(() =>
        {
            foreach (var endpoint in writing) Assert.That(endpoint.Metadata.GetMetadata<RequiredScope>()!.AnyOf, Has.None.EndsWith(":read"), endpoint.DisplayName);
        });
    }

    [Test]
    public void A_service_does_not_start_with_an_endpoint_that_declares_nothing()
    {
        var app = WebApplication.CreateSlimBuilder().Build();
        app.MapGet("/open", () => "to whom?");
        Assert.That(app.DemandDeclared, Throws.InvalidOperationException.With.Message.Contains("/open"));
    }

    private static List<Endpoint> Map()
    {
        var builder = WebApplication.CreateSlimBuilder();
        // Nobody connects to it: the endpoints are only looked at.
        var dataSource = NpgsqlDataSource.Create("Host=nowhere.invalid");
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(dataSource);
        builder.Services.AddSingleton(new EventStore(dataSource));
        builder.Services.AddSingleton<IEvaluations, EvaluationsInProcess>();
        builder.Services.AddAccess();
        builder.Services.AddLedger();
        builder.Services.AddProjections();
        var app = builder.Build();
        app.MapHealth();
        app.MapLedger();
        app.MapProjections();
        return [.. ((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints)];
    }
}
