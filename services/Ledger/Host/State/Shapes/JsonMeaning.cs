using System.Text.Json;

namespace Ledger.Host.State.Shapes;

/// <summary>Compares JSON by meaning: the order of members and the notation of numbers do not count.</summary>
internal static class JsonMeaning
{
    public static bool MeansTheSame(string a, string b)
    {
        using var first = JsonDocument.Parse(a);
        using var second = JsonDocument.Parse(b);
        return JsonElement.DeepEquals(first.RootElement, second.RootElement);
    }
}
