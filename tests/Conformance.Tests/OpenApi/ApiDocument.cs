using System.Text.Json.Nodes;

namespace Ledger.Conformance.Tests.OpenApi;

/// <summary>The OpenAPI document that a service serves.</summary>
internal sealed class ApiDocument
{
    private static readonly string[] Methods = ["get", "put", "post", "delete", "patch"];

    private ApiDocument(JsonNode root)
    {
        Root = root;
        Operations = (
            from path in root["paths"]!.AsObject()
            from method in path.Value!.AsObject()
            where Methods.Contains(method.Key)
            select new Operation(method.Key.ToUpperInvariant(), path.Key, method.Value!.AsObject()))
            .ToDictionary(operation => operation.Id);
    }

    public JsonNode Root { get; }

    /// <summary>By their ids.</summary>
    public IReadOnlyDictionary<string, Operation> Operations { get; }

    public static async Task<ApiDocument> ReadAsync(HttpClient http) =>
        new(JsonNode.Parse(await http.GetStringAsync(new Uri("/openapi/v1.json", UriKind.Relative)))!);

    /// <summary>The schema that a reference names; the schema itself if it is none.</summary>
    public JsonObject Resolve(JsonNode schema)
    {
        var here = schema.AsObject();
        while (here["$ref"] is { } reference)
        {
            JsonNode node = Root;
            foreach (var part in ((string)reference!)[2..].Split('/')) node = node[part]!;
            here = node.AsObject();
        }

        return here;
    }
}

/// <summary>An operation of the document.</summary>
internal sealed record Operation(string Method, string Path, JsonObject Description)
{
    public string Id => (string)Description["operationId"]!;

    public bool IsOpen => Description["security"] is null;

    public IReadOnlyList<JsonObject> Parameters => [.. (Description["parameters"] as JsonArray ?? []).Select(one => one!.AsObject())];

    public IEnumerable<string> In(string place) =>
        Parameters.Where(one => (string)one["in"]! == place).Select(one => (string)one["name"]!);

    /// <summary>Whether a success is a record of JSON.</summary>
    public bool AnswersRecord => Description["responses"]!.AsObject()
        .Any(answer => answer.Key[0] == '2' && answer.Value!["content"]?["application/json"]?["schema"]?["$ref"] is not null);

    /// <summary>The description of a status; null where it has none.</summary>
    public JsonObject? Answer(int status) =>
        Description["responses"]![status.ToString(System.Globalization.CultureInfo.InvariantCulture)]?.AsObject();
}
