using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Ledger.Contracts.V1;
using Ledger.Hosting.Access;
using Ledger.Schemas;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Ledger.Hosting.Api;

/// <summary>
/// Writes an operation of the OpenAPI document from the description of its endpoint: what a request has, and who may send it.
/// <see cref="ApiResponses"/> writes what comes back.
/// </summary>
internal sealed partial class ApiOperations : IOpenApiOperationTransformer
{
    /// <summary>The name of the security scheme.</summary>
    public const string Scheme = "key";

    private readonly XmlDocs docs = new();

    /// <inheritdoc/>
    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(operation);
        ArgumentNullException.ThrowIfNull(context);
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        var schemas = new ApiSchemas(context.Document!, docs);
        var scopes = metadata.OfType<RequiredScope>().SelectMany(required => required.AnyOf).Distinct().ToList();
        var path = PathParameter().Matches(context.Description.RelativePath ?? "").Select(match => match.Groups[1].Value).ToList();

        operation.Parameters = [.. path.Select(name => PathOf(name, schemas)), .. QueryOf(metadata, schemas), .. HeadersOf(metadata)];
        var body = metadata.OfType<DescribedBody>().FirstOrDefault();
        operation.RequestBody = body is null ? null : BodyOf(body, path, operation.OperationId, schemas);
        var isBehindKey = scopes.Count > 0 || metadata.OfType<AnyKey>().Any();
        operation.Responses = ApiResponses.Of(metadata, operation.OperationId, isBehindKey, schemas);

        if (!isBehindKey)
        {
            operation.Description = "Open to everybody.";
            return Task.CompletedTask;
        }

        operation.Description = scopes.Count == 0
            ? "Opens to every key."
            : $"Opens to a key with one of the scopes {string.Join(", ", scopes)}.";
        operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Scheme, context.Document)] = [] }];
        return Task.CompletedTask;
    }

    private static OpenApiParameter PathOf(string name, ApiSchemas schemas) => new OpenApiParameter
    {
        Name = name,
        In = ParameterLocation.Path,
        Required = true,
        Description = Segments.MeaningOf(name),
        Schema = name == "version" ? schemas.Of(typeof(int))
            : name == "from" ? schemas.Of(typeof(DateTimeOffset))
            : new OpenApiSchema { Type = JsonSchemaType.String, MinLength = 1, MaxLength = Identifiers.LengthMax },
    };

    private static IEnumerable<IOpenApiParameter> QueryOf(IList<object> metadata, ApiSchemas schemas) =>
        from query in metadata.OfType<DescribedQuery>()
        from parameter in query.All
        select new OpenApiParameter
        {
            Name = parameter.Name,
            In = ParameterLocation.Query,
            Required = parameter.IsRequired,
            Description = parameter.Meaning,
            Schema = SchemaOf(parameter, schemas),
        };

    private static IOpenApiSchema SchemaOf(QueryParameter parameter, ApiSchemas schemas)
    {
        var schema = schemas.Of(parameter.Type);
        if (schema is not OpenApiSchema own) return schema;
        if (parameter.Values.Count > 0) own.Enum = [.. parameter.Values.Select(value => (JsonNode)JsonValue.Create(value))];
        own.Minimum = parameter.Minimum?.ToString(CultureInfo.InvariantCulture);
        own.Maximum = parameter.Maximum?.ToString(CultureInfo.InvariantCulture);
        return own;
    }

    private static IEnumerable<IOpenApiParameter> HeadersOf(IList<object> metadata)
    {
        foreach (var header in metadata.OfType<DescribedHeader>()) yield return Header(header.Name, header.Meaning, isRequired: true);
        if (metadata.OfType<DescribedTag>().Any())
        {
            yield return Header("If-None-Match", "The ETag of an answer that the caller has; if it still holds, the answer is 304.", false);
        }
    }

    private static OpenApiParameter Header(string name, string meaning, bool isRequired) => new()
    {
        Name = name,
        In = ParameterLocation.Header,
        Required = isRequired,
        Description = meaning,
        Schema = new OpenApiSchema { Type = JsonSchemaType.String },
    };

    private static OpenApiRequestBody BodyOf(DescribedBody body, IReadOnlyList<string> path, string? operation, ApiSchemas schemas)
    {
        var known = body.Optional.Union(path).ToList();
        var described = body with { Optional = known };
        return new OpenApiRequestBody
        {
            Required = body.IsRequired,
            Content = new Dictionary<string, OpenApiMediaType>
            {
                [body.ContentType] = new()
                {
                    Schema = schemas.Body(described, operation),
                    Example = ApiExamples.OfBody(body.Type, [.. known, .. body.Absent]),
                },
            },
        };
    }

    [GeneratedRegex(@"\{\*{0,2}(\w+)[^}]*\}")]
    private static partial Regex PathParameter();
}
