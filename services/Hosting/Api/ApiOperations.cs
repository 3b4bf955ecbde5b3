using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Ledger.Contracts.V1;
using Ledger.Contracts.V1.Answers;
using Ledger.Hosting.Access;
using Ledger.Schemas;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Ledger.Hosting.Api;

/// <summary>Writes an operation of the OpenAPI document from the description of its endpoint.</summary>
internal sealed partial class ApiOperations : IOpenApiOperationTransformer
{
    /// <summary>The name of the security scheme.</summary>
    public const string Scheme = "key";

    private const string ProblemJson = "application/problem+json";
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
        operation.Responses = [];
        foreach (var answer in metadata.OfType<DescribedAnswer>().OrderBy(answer => answer.Status))
        {
            var response = AnswerOf(answer, operation.OperationId, metadata, schemas);
            // The same answer may come in several forms.
            if (operation.Responses.TryAdd(Text(answer.Status), response)) continue;
            foreach (var (type, content) in response.Content!) operation.Responses[Text(answer.Status)].Content![type] = content;
        }

        if (metadata.OfType<DescribedTag>().Any()) operation.Responses["304"] = NotModified();
        var isBehindKey = scopes.Count > 0 || metadata.OfType<AnyKey>().Any();
        foreach (var (status, codes) in RefusalsOf(metadata, isBehindKey))
        {
            operation.Responses[Text(status)] = ProblemOf(status, codes, schemas);
        }

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

    private static OpenApiResponse AnswerOf(DescribedAnswer answer, string? operation, IList<object> metadata, ApiSchemas schemas)
    {
        var response = new OpenApiResponse { Description = answer.Meaning };
        if (answer.ContentType is { } type)
        {
            response.Content = new Dictionary<string, OpenApiMediaType>
            {
                [type] = new()
                {
                    Schema = answer.Type is { } body ? schemas.Of(body) : new OpenApiSchema { Type = JsonSchemaType.String },
                    Example = answer.Type is null || operation is null || type != "application/json" ? null
                        : ApiExamples.OfAnswer($"{operation}.{answer.Status}"),
                },
            };
        }

        var headers = new Dictionary<string, IOpenApiHeader>();
        if (metadata.OfType<DescribedPosition>().Any())
        {
            headers[LedgerHeaders.Position] = HeaderOf(JsonSchemaType.Integer, "Position of the log that the answer reflects.");
        }

        if (metadata.OfType<DescribedTag>().Any())
        {
            headers["ETag"] = HeaderOf(JsonSchemaType.String, "For If-None-Match of the next request.");
        }

        if (metadata.OfType<DescribedPages>().Any())
        {
            headers["Link"] = HeaderOf(JsonSchemaType.String, "rel=\"next\": the next page, if there is one.");
        }

        if (answer.Status == StatusCodes.Status200OK && metadata.OfType<DescribedHeader>().Any())
        {
            headers[LedgerHeaders.IdempotencyReplayed] = HeaderOf(JsonSchemaType.String, "true: the first outcome again.");
        }

        if (headers.Count > 0) response.Headers = headers;
        return response;
    }

    private static OpenApiResponse NotModified() => new()
    {
        Description = "The answer that the caller has still holds.",
        Headers = new Dictionary<string, IOpenApiHeader> { ["ETag"] = HeaderOf(JsonSchemaType.String, "The same.") },
    };

    private static OpenApiHeader HeaderOf(JsonSchemaType type, string meaning) =>
        new() { Description = meaning, Schema = new OpenApiSchema { Type = type } };

    private static IEnumerable<(int Status, List<string> Codes)> RefusalsOf(IList<object> metadata, bool isBehindKey) =>
        metadata.OfType<DescribedRefusals>().SelectMany(refusals => refusals.All)
            .Concat(metadata.OfType<DescribedQuery>().SelectMany(query => query.All).Where(parameter => parameter.Code is not null)
                .Select(parameter => (Status: StatusCodes.Status400BadRequest, Code: parameter.Code!)))
            .Concat(GeneralRefusals.Open).Concat(isBehindKey ? GeneralRefusals.BehindKey : [])
            .GroupBy(refusal => refusal.Status)
            .OrderBy(status => status.Key)
            .Select(status => (status.Key, status.Select(refusal => refusal.Code).Distinct().Order(StringComparer.Ordinal).ToList()));

    private static OpenApiResponse ProblemOf(int status, List<string> codes, ApiSchemas schemas)
    {
        var response = new OpenApiResponse
        {
            Description = $"Refused: {string.Join(", ", codes)}.",
            Content = new Dictionary<string, OpenApiMediaType>
            {
                [ProblemJson] = new()
                {
                    Schema = new OpenApiSchema
                    {
                        AllOf =
                        [
                            schemas.Of(typeof(ProblemAnswer)),
                            new OpenApiSchema
                            {
                                Type = JsonSchemaType.Object,
                                Properties = new Dictionary<string, IOpenApiSchema>
                                {
                                    ["code"] = new OpenApiSchema
                                    {
                                        Type = JsonSchemaType.String,
                                        Enum = [.. codes.Select(code => (JsonNode)JsonValue.Create(code))],
                                    },
                                },
                            },
                        ],
                    },
                    Example = new JsonObject
                    {
                        ["type"] = Problem.TypeOf(codes[0]),
                        ["title"] = Problem.TitleOf(codes[0]),
                        ["status"] = status,
                        ["detail"] = "A sentence for people.",
                        ["code"] = codes[0],
                    },
                },
            },
        };
        if (status is StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable)
        {
            response.Headers = new Dictionary<string, IOpenApiHeader>
            {
                ["Retry-After"] = HeaderOf(JsonSchemaType.Integer, "Seconds after which the request can be sent again."),
            };
        }

        return response;
    }

    private static string Text(int status) => status.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\{\*{0,2}(\w+)[^}]*\}")]
    private static partial Regex PathParameter();
}
