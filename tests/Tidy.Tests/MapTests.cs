using System.Text.RegularExpressions;
using NUnit.Framework;

namespace Ledger.Tidy.Tests;

/// <summary>services/README.md is the map of the code; a map with wrong places is worse than none.</summary>
public sealed partial class MapTests
{
    private const string Map = "services/README.md";

    [Test]
    public void Every_path_on_the_map_exists()
    {
        if (!File.Exists(Repository.PathOf(Map)) && !Repository.Files("services/Ledger/Domain", "*.cs").Any())
        {
            Assert.Ignore("there is nothing to map yet");
        }

        Assert.That(File.Exists(Repository.PathOf(Map)), $"{Map} is missing");
        var named = BacktickedPath().Matches(Repository.Read(Map)).Select(match => match.Groups[1].Value).Distinct().ToList();
        var missing = named.Where(path => !Exists(path)).ToList();

        Assert.Multiple(() =>
        {
            Assert.That(named, Is.Not.Empty, $"{Map} names no path like `services/...`");
            Assert.That(missing, Is.Empty, $"{Map} names what does not exist");
        });
    }

    // `services/Ledger/Domain/*.cs` stands for at least one file.
    private static bool Exists(string path)
    {
        var full = Repository.PathOf(path);
        return path.Contains('*', StringComparison.Ordinal)
            ? Repository.Files(Path.GetDirectoryName(path)!, Path.GetFileName(path)).Any()
            : File.Exists(full) || Directory.Exists(full);
    }

    [GeneratedRegex(@"`((?:services|contracts|tests|infra)/[^`\s]*)`")]
    private static partial Regex BacktickedPath();
}
