using System.Text.RegularExpressions;

namespace Ledger.Fuzz.Checks;

/// <summary>The refusal codes that the documentation promises: the first column of the table of refusals, wherever that page is.</summary>
public static partial class RefusalCodes
{
    /// <summary>Reads them from the repository.</summary>
    /// <param name="root">The repository's folder.</param>
    public static IReadOnlySet<string> Read(string root)
    {
        var page = Path.Combine(root, "infra", "docs", "refusals.md");
        var text = File.ReadAllText(File.Exists(page) ? page : Path.Combine(root, "README.md"));
        var codes = new HashSet<string>(StringComparer.Ordinal);
        foreach (var line in text.Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal)))
        {
            foreach (Match code in Code().Matches(line.Split('|')[1])) codes.Add(code.Groups[1].Value);
        }

        return codes.Contains("malformed_json") ? codes
            : throw new InvalidDataException($"{page} and README.md hold no table of refusals.");
    }

    [GeneratedRegex("`([a-z_]+)`")]
    private static partial Regex Code();
}
