using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;
using Ledger.Contracts.V1;

namespace Ledger.TestSupport;

/// <summary>
/// Checks published messages against the AsyncAPI document. A member that the document does not list is a fault here, although readers must
/// tolerate it, because everything that is sent has to be described.
/// </summary>
public static class MessageSchemas
{
    private static readonly EvaluationOptions Whether = new() { OutputFormat = OutputFormat.Flag, RequireFormatValidation = true };
    private static readonly EvaluationOptions Why = new() { OutputFormat = OutputFormat.List, RequireFormatValidation = true };
    private static readonly JsonNode Document = Read();
    private static readonly ConcurrentDictionary<string, JsonSchema?> ByMessage = new(StringComparer.Ordinal);

    /// <summary>The exchanges of the events that are published over RabbitMQ, each with its message's name.</summary>
    public static IReadOnlyDictionary<string, string> Exchanges { get; } = Find("/channels/rabbitmq/messages")!.AsObject().ToDictionary(
        one => ((string)Find("/channels/rabbitmq/address")!).Replace("{message}", one.Key, StringComparison.Ordinal), one => one.Key,
        StringComparer.Ordinal);

    /// <summary>Whether a message is an event that is published over RabbitMQ.</summary>
    public static bool IsPublished(string message) => Find($"/channels/rabbitmq/messages/{message}") is not null;

    /// <summary>The content type of a message; null when it is not described.</summary>
    public static string? ContentTypeOf(string message) => (string?)Find($"/components/messages/{message}/contentType");

    /// <summary>The faults of a message's payload; empty when it is as described.</summary>
    /// <param name="message">As the document names it: an event's stored name for a CloudEvent, the name of its type for what leaves over
    /// RabbitMQ.</param>
    /// <param name="payload">The CloudEvent; over RabbitMQ the member <c>message</c> of the envelope, which the log has too.</param>
    public static IReadOnlyList<string> FaultsOf(string message, JsonElement payload)
    {
        if (ByMessage.GetOrAdd(message, SchemaOf) is not { } schema) return [$"{message} is not described"];
        if (schema.Evaluate(payload, Whether).IsValid) return [];
        return [.. (schema.Evaluate(payload, Why).Details ?? []).Where(one => one.Errors is not null)
            .SelectMany(one => one.Errors!.Select(error => $"{message} {one.InstanceLocation}: {error.Value}"))
                .DefaultIfEmpty($"{message} is not valid")];
    }

    /// <summary>The faults of an event as the log has it, which is also the payload over RabbitMQ.</summary>
    /// <param name="name">The stored name.</param>
    public static IReadOnlyList<string> FaultsOfStored(string name, JsonElement data) =>
        FaultsOf(EventNames.TypeOf(name)?.Name ?? name, data);

    /// <summary>The faults of a CloudEvent, judged by the type that it states.</summary>
    public static IReadOnlyList<string> FaultsOfCloudEvent(JsonElement cloudEvent) =>
        cloudEvent.ValueKind == JsonValueKind.Object && cloudEvent.TryGetProperty("type", out var type) && type.GetString() is { } name
        && EventNames.TypeOf(name) is not null
            ? FaultsOf(name, cloudEvent) : ["The CloudEvent has no type that is described"];

    // The schemas of the document are definitions of each message's.
    private static JsonSchema? SchemaOf(string message)
    {
        if (Find($"/components/messages/{message}/payload") is not { } payload) return null;
        var schema = new JsonObject
        {
            ["$schema"] = "http://json-schema.org/draft-07/schema#",
            ["allOf"] = new JsonArray(payload.DeepClone()),
            ["definitions"] = Find("/components/schemas")!.DeepClone(),
        };
        return JsonSchema.FromText(schema.ToJsonString().Replace("#/components/schemas/", "#/definitions/", StringComparison.Ordinal));
    }

    private static JsonNode Read()
    {
        var document = JsonNode.Parse(AsyncApi.Read())!;
        foreach (var (_, schema) in document["components"]!["schemas"]!.AsObject())
        {
            if (schema!["properties"] is JsonObject) schema["additionalProperties"] = false;
        }

        return document;
    }

    private static JsonNode? Find(string pointer)
    {
        var node = Document;
        foreach (var step in pointer.Split('/')[1..]) node = node?[step];
        return node;
    }
}
