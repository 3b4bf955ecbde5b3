using System.Text.RegularExpressions;
using Ledger.Hosting.Access;
using Ledger.Keys;
using Ledger.TestSupport;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NUnit.Framework;

namespace Ledger.Services.Tests.Access;

/// <summary>Every endpoint declares the scope it needs. The service refuses to start with an endpoint that does not.</summary>
public sealed partial class DeclaredScopesTests
{
    private static readonly IReadOnlyList<Endpoint> Endpoints = MappedService.Endpoints;

    [Test]
    public void All_but_health_and_the_description_of_events_declare_scopes_that_there_are()
    {
        Assert.That(Endpoints, Has.Count.GreaterThan(50));
        Assert.Multiple(() =>
        {
            foreach (var endpoint in Endpoints.Cast<RouteEndpoint>())
            {
                // Health and the description of events: they show no data.
                var isOpen = endpoint.RoutePattern.RawText is "/health/live" or "/health/ready" or "/asyncapi/v1.json";
                // Shows the caller's own key, so any key will do.
                var isOfKey = endpoint.RoutePattern.RawText is "/v1/key";
                Assert.That(endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null, Is.EqualTo(isOpen), endpoint.DisplayName);
                Assert.That(endpoint.Metadata.GetMetadata<RequiredScope>()?.AnyOf ?? [], isOpen || isOfKey ? Is.Empty
                    : Is.Not.Empty.And.SubsetOf(Scopes.OfAllKeys), endpoint.DisplayName);
            }
        });
    }

    [Test]
    public void Every_scope_opens_something()
    {
        var opened = Endpoints.SelectMany(endpoint => endpoint.Metadata.GetMetadata<RequiredScope>()?.AnyOf ?? []);
        Assert.That(Scopes.OfAllKeys.Except(opened), Is.Empty);
    }

    [Test]
    public void Whatever_is_not_read_only_needs_a_scope_of_its_own_kind()
    {
        // These POST requests write nothing.
        string[] questions = ["/v1/programs/{program}/simulations", "/v1/integrity/verify"];
        var writing = Endpoints.Cast<RouteEndpoint>()
            .Where(endpoint =>
                !endpoint.RoutePattern.RawText!.StartsWith("/health/", StringComparison.Ordinal)
                && !questions.Contains(endpoint.RoutePattern.RawText))
            .Where(endpoint => endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Any(method => method != "GET"));
        Assert.Multiple(() =>
        {
            foreach (var endpoint in writing)
            {
                Assert.That(endpoint.Metadata.GetMetadata<RequiredScope>()!.AnyOf, Has.None.EndsWith(":read"), endpoint.DisplayName);
            }
        });
    }

    [Test]
    public void The_page_of_HTTP_has_every_endpoint_and_no_other()
    {
        var documented = CallOnPage().Matches(File.ReadAllText(Path.Combine(BuiltFiles.Root, "infra/docs/http.md")))
            .Select(match => (Method: match.Groups[1].Value, Path: match.Groups[2].Value))
            .Select(call => Call(call.Method, OfService().IsMatch(call.Path) ? call.Path : $"/v1/programs/{{program}}{call.Path}"));
        var mapped = Endpoints.Cast<RouteEndpoint>().SelectMany(endpoint => endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods
            .Select(method => Call(method, endpoint.RoutePattern.RawText!)));

        Assert.That(documented.Distinct(), Is.EquivalentTo(mapped.Distinct()));
    }

    [Test]
    public void A_service_does_not_start_with_an_endpoint_that_declares_nothing()
    {
        var app = WebApplication.CreateSlimBuilder().Build();
        app.MapGet("/open", () => "to whom?");
        Assert.That(app.DemandDeclared, Throws.InvalidOperationException.With.Message.Contains("/open"));
    }

    // Path parameters are compared by position, because the page and the code may name them differently.
    private static string Call(string method, string path) => $"{method} {Parameter().Replace(path, "{}").TrimEnd('/')}";

    [GeneratedRegex("`(GET|PUT|POST|DELETE|PATCH) (/[^`]*)`")]
    private static partial Regex CallOnPage();

    [GeneratedRegex("^/(v1/|health/|asyncapi/|metrics$)")]
    private static partial Regex OfService();

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Parameter();
}
