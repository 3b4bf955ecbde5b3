using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;
using Ledger.Contracts.V1;

namespace Ledger.TestSupport;

/// <summary>
/// Holds events that left to what <c>contracts/asyncapi.json</c> says of them. A member that it does not list counts as wrong here, though
/// a
/// subscriber must bear it: what is sent has to be described.
/// </summary>
public static class EventSchemas
{
    private static readonly EvaluationOptions Options = new() { OutputFormat = OutputFormat.List };
    private static readonly Lazy<Dictionary<string, JsonSchema>> ByName = new(Read);

    /// <summary>What is wrong with the data of an event; nothing when it is as described.</summary>
    /// <param name="name">The stored name.</param>
    /// <param name="data">The event as the log or a message has it.</param>
    public static IReadOnlyList<string> FaultsOf(string name, JsonElement data)
    {
        if (!ByName.Value.TryGetValue(name, out var schema)) return [$"{name} is not described"];
        var result = schema.Evaluate(data, Options);
        return result.IsValid ? [] : [.. (result.Details ?? []).Where(one => one.Errors is not null)
            .SelectMany(one => one.Errors!.Select(error => $"{name} {one.InstanceLocation}: {error.Value}"))
                .DefaultIfEmpty($"{name} is not valid")];
    }

    private static Dictionary<string, JsonSchema> Read()
    {
        var definitions = JsonNode.Parse(AsyncApi.Read())!["components"]!["schemas"]!;
        foreach (var (_, definition) in definitions.AsObject()) Close(definition!.AsObject());
        return EventNames.All.ToDictionary(pair => pair.Key, pair => Of(pair.Value.Name, definitions), StringComparer.Ordinal);
    }

    private static JsonSchema Of(string name, JsonNode definitions)
    {
        var schema = new JsonObject
        {
            ["$schema"] = "http://json-schema.org/draft-07/schema#",
            ["allOf"] = new JsonArray(new JsonObject { ["$ref"] = $"#/components/schemas/{name}" }),
            ["definitions"] = definitions.DeepClone(),
        };
        return JsonSchema.FromText(schema.ToJsonString().Replace("#/components/schemas/", "#/definitions/", StringComparison.Ordinal));
    }

    private static void Close(JsonObject schema)
    {
        if (schema["properties"] is JsonObject) schema["additionalProperties"] = false;
    }
}
