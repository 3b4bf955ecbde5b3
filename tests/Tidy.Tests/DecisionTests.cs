using System.Globalization;
using System.Text.RegularExpressions;
using NUnit.Framework;

namespace Ledger.Tidy.Tests;

/// <summary>infra/decisions holds one page per choice that is hard to take back.</summary>
public sealed partial class DecisionTests
{
    [Test]
    public void Records_are_numbered_from_one_without_a_gap()
    {
        var names = Repository.Files("infra/decisions", "*.md").Select(file => Path.GetFileName(file)).ToList();
        var numbers = names.Select(name => NumberedName().Match(name)).Where(match => match.Success)
            .Select(match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)).ToList();

        Assert.Multiple(() =>
        {
            Assert.That(names.Where(name => !NumberedName().IsMatch(name)), Is.Empty, "not named NNNN-what-was-decided.md");
            Assert.That(numbers, Is.EqualTo(Enumerable.Range(1, numbers.Count)));
        });
    }

    [Test]
    public void Every_record_that_is_referred_to_exists()
    {
        if (!Repository.Files("infra/decisions", "*.md").Any())
        {
            Assert.Ignore("there are no records yet");
        }

        var referred =
            from folder in new[] { "services", "contracts", "tests", "infra" }
            from pattern in new[] { "*.cs", "*.md", "*.props", "*.csproj", "*.sql" }
            from file in Repository.Files(folder, pattern)
            from Match match in RecordPath().Matches(Repository.Read(file))
            where !File.Exists(Repository.PathOf(match.Value))
            select $"{file}: {match.Value}";

        Assert.That(referred, Is.Empty);
    }

    [GeneratedRegex(@"^(\d{4})-[a-z0-9-]+\.md$")]
    private static partial Regex NumberedName();

    [GeneratedRegex(@"infra/decisions/\d{4}-[a-z0-9-]+\.md")]
    private static partial Regex RecordPath();
}
