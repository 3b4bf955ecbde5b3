using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Ledger.Bench.Load;

/// <summary>The program that all runs use: the sample program, in force from 2009 on, with a reward to spend points on.</summary>
internal static class BenchProgram
{
    public const string Id = "bench";
    public const string Currency = "GBP";
    public const string Reward = "mug";
    public const int RewardCost = 25;

    /// <summary>The version as JSON.</summary>
    public static string Json
    {
        get
        {
            using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("program.json")!;
            var document = JsonNode.Parse(stream)!;
            document["program"] = Id;
            document["effectiveFrom"] = "2009-01-01T00:00:00Z";
            document["rewards"] = new JsonArray(new JsonObject { ["id"] = Reward, ["cost"] = RewardCost });
            return document.ToJsonString();
        }
    }

    public static JsonElement Document => JsonElement.Parse(Json);
}
