using System.Text.RegularExpressions;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace Ledger.Services.Tests.Access;

/// <summary>The OpenAPI document has every endpoint, each with a name, a summary, an answer and a chapter.</summary>
public sealed partial class ApiDescriptionTests
{
    [Test]
    public async Task Every_endpoint_is_in_the_document_and_nothing_else()
    {
        var document = await MappedService.Services.GetRequiredKeyedService<IOpenApiDocumentProvider>("v1").GetOpenApiDocumentAsync();
        var described = document.Paths.SelectMany(path => path.Value.Operations!.Keys.Select(method => Call(method.Method, path.Key)));
        var mapped = MappedService
            .Endpoints.Cast<RouteEndpoint>()
            .SelectMany(endpoint =>
                endpoint
                    .Metadata.GetMetadata<HttpMethodMetadata>()!
                    .HttpMethods.Select(method => Call(method, endpoint.RoutePattern.RawText!))
            );

        Assert.That(described, Is.EquivalentTo(mapped));
    }

    [Test]
    public async Task Every_operation_is_described()
    {
        var document = await MappedService.Services.GetRequiredKeyedService<IOpenApiDocumentProvider>("v1").GetOpenApiDocumentAsync();
        var operations = document.Paths.SelectMany(path => path.Value.Operations!.Values).ToList();
        Assert.Multiple(() =>
        {
            Assert.That(operations.Select(operation => operation.OperationId), Is.Unique.And.All.Not.Null);
            Assert.That(operations.Where(operation => string.IsNullOrEmpty(operation.Summary)), Is.Empty);
            Assert.That(operations.Where(operation => operation.Tags is not { Count: 1 }), Is.Empty);
            Assert.That(operations.Where(operation => operation.Responses!.Keys.All(status => status[0] != '2')), Is.Empty);
            Assert.That(operations.Where(operation => operation.Parameters!.Any(one => string.IsNullOrEmpty(one.Description))), Is.Empty);
            var schemas = document.Components!.Schemas!;
            Assert.That(schemas.Where(schema => string.IsNullOrEmpty(schema.Value.Description)).Select(schema => schema.Key), Is.Empty);
        });
    }

    private static string Call(string method, string path) => $"{method.ToUpperInvariant()} {Parameter().Replace(path, "{}").TrimEnd('/')}";

    // Path parameters are compared by position, because two endpoints of one address may name them differently.
    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Parameter();
}
