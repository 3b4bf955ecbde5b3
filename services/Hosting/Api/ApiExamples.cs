using System.Text.Json.Nodes;

namespace Ledger.Hosting.Api;

/// <summary>
/// The examples of the OpenAPI document. Those of request bodies are the samples of the contracts; those of answers were recorded from a
/// service (<c>services/Hosting/Api/Examples</c>, named after the operation). A test checks them against the schemas.
/// </summary>
internal static class ApiExamples
{
    /// <summary>A message's sample without the members that the address gives; null where there is no sample.</summary>
    public static JsonNode? OfBody(Type type, IReadOnlyList<string> known)
    {
        var sample = Read($"sample.{type.Name}.json");
        if (sample is JsonObject members)
        {
            foreach (var name in known) members.Remove(name);
        }

        return sample;
    }

    /// <summary>An example answer of an operation; null where none was recorded.</summary>
    public static JsonNode? OfAnswer(string operation) => Read($"answer.{operation}.json");

    private static JsonNode? Read(string name)
    {
        using var stream = typeof(ApiExamples).Assembly.GetManifestResourceStream(name);
        return stream is null ? null : JsonNode.Parse(stream);
    }
}
