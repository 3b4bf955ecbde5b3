using System.Text.RegularExpressions;
using Microsoft.OpenApi;

namespace Ledger.Hosting.Api;

/// <summary>
/// Makes one path of endpoints whose addresses differ only in parameter names, which OpenAPI does not allow as two paths. The names differ
/// where a body has a member with the parameter's usual name.
/// </summary>
internal static partial class ApiPaths
{
    /// <summary>Moves the operations of equal addresses to the first of the paths, with its parameter names.</summary>
    public static void Unite(OpenApiDocument document)
    {
        foreach (var same in document.Paths.GroupBy(path => Parameter().Replace(path.Key, "{}")).Where(same => same.Count() > 1).ToList())
        {
            var (kept, names) = (same.First(), Names(same.First().Key));
            foreach (var other in same.Skip(1))
            {
                var renamed = Names(other.Key).Zip(names).ToDictionary(pair => pair.First, pair => pair.Second);
                foreach (var (method, operation) in other.Value.Operations!)
                {
                    Rename(operation, renamed);
                    kept.Value.Operations![method] = operation;
                }

                document.Paths.Remove(other.Key);
            }
        }
    }

    private static void Rename(OpenApiOperation operation, Dictionary<string, string> renamed)
    {
        foreach (var parameter in operation.Parameters!.OfType<OpenApiParameter>().Where(one => one.In == ParameterLocation.Path))
        {
            parameter.Name = renamed[parameter.Name!];
        }
    }

    private static IEnumerable<string> Names(string path) => Parameter().Matches(path).Select(match => match.Value[1..^1]);

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Parameter();
}
