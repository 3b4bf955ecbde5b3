using System.Globalization;
using System.Text.Json.Nodes;
using Ledger.Contracts.V1;
using Ledger.Contracts.V1.Answers;
using Microsoft.AspNetCore.Http;
using Microsoft.OpenApi;

namespace Ledger.Hosting.Api;

/// <summary>Writes the responses of an operation of the OpenAPI document: its answers by status, and its refusals.</summary>
internal static class ApiResponses
{
    private const string ProblemJson = "application/problem+json";

    /// <summary>The responses of an operation, by status.</summary>
    /// <param name="metadata">The description of its endpoint.</param>
    /// <param name="operation">The operation's id.</param>
    /// <param name="isBehindKey">Whether the endpoint needs a key, so that it also refuses a caller without one.</param>
    /// <param name="schemas">The document's schemas.</param>
    public static OpenApiResponses Of(IList<object> metadata, string? operation, bool isBehindKey, ApiSchemas schemas)
    {
        var responses = new OpenApiResponses();
        foreach (var answer in metadata.OfType<DescribedAnswer>().OrderBy(answer => answer.Status))
        {
            var response = AnswerOf(answer, operation, metadata, schemas);
            // The same answer may come in several forms.
            if (responses.TryAdd(Text(answer.Status), response)) continue;
            foreach (var (type, content) in response.Content!) responses[Text(answer.Status)].Content![type] = content;
        }

        if (metadata.OfType<DescribedTag>().Any()) responses["304"] = NotModified();
        foreach (var (status, codes) in RefusalsOf(metadata, isBehindKey))
        {
            responses[Text(status)] = ProblemOf(status, codes, schemas);
        }

        return responses;
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
}
