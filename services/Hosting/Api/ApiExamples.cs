using System.Text.Json.Nodes;

namespace Ledger.Hosting.Api;

/// <summary>
/// The examples of the OpenAPI document: of what comes in the samples of the contracts, of answers what a service once answered
/// (<c>services/Hosting/Api/Examples</c>, named for the operation). A test holds them to the schemas.
/// </summary>
internal static class ApiExamples
{
    /// <summary>A message's sample without the members that an address says; null where there is none.</summary>
    public static JsonNode? OfBody(Type type, IReadOnlyList<string> known)
    {
        var sample = Read($"sample.{type.Name}.json");
        if (sample is JsonObject members)
        {
            foreach (var name in known) members.Remove(name);
        }

        return sample;
    }

    /// <summary>An answer of an operation; null where none was kept.</summary>
    public static JsonNode? OfAnswer(string operation) => Read($"answer.{operation}.json");

    private static JsonNode? Read(string name)
    {
        using var stream = typeof(ApiExamples).Assembly.GetManifestResourceStream(name);
        return stream is null ? null : JsonNode.Parse(stream);
    }
}
