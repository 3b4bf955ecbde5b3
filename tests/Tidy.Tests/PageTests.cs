using System.Text.RegularExpressions;
using NUnit.Framework;

namespace Ledger.Tidy.Tests;

/// <summary>What holds for the pages that people read.</summary>
public sealed partial class PageTests
{
    private const int ReadmeLinesMax = 150;
    private const string Docs = "infra/docs";

    [Test]
    public void The_readme_is_short() => Assert.That(File.ReadLines(Repository.PathOf("README.md")).Count(), Is.AtMost(ReadmeLinesMax));

    [Test]
    public void Every_link_leads_to_a_file_and_every_anchor_to_a_heading()
    {
        var broken =
            from page in Repository.Files(".", "*.md")
            from Match link in RelativeLink().Matches(Repository.Read(page))
            let target = Repository.Resolve(page, link.Groups["path"].Value)
            where !Exists(target, link.Groups["anchor"].Value)
            select $"{page}: {link.Value}";

        Assert.That(broken, Is.Empty);
    }

    [Test]
    public void Every_page_of_the_documentation_is_reached_from_the_readme()
    {
        var readme = Repository.Read("README.md");
        Assert.That(Repository.Files(Docs, "*.md").Where(page => !readme.Contains($"({page})", StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public void The_page_of_refusals_has_every_code_that_the_services_answer_with_and_no_other()
    {
        var documented = Found(Code(), Repository.Read($"{Docs}/refusals.md"));
        var code = Repository.Files("services", "*.cs").Select(file => (file, text: Repository.Read(file))).ToList();
        var answered = code.Where(source => FileOfCodes().IsMatch(source.file)).SelectMany(source => Found(CodeConstant(), source.text))
            .Concat(code.SelectMany(source => Found(ProblemCode(), source.text)))
            .Concat(code.Where(source => FileOfStatusCodes().IsMatch(source.file)).SelectMany(source => Found(CodeOfStatus(), source.text)))
            .ToHashSet(StringComparer.Ordinal);
        var literals = code.SelectMany(source => Found(Literal(), source.text)).ToHashSet(StringComparer.Ordinal);

        Assert.That(answered, Has.Count.GreaterThan(60), "the patterns of this test no longer find the codes");
        Assert.Multiple(() =>
        {
            Assert.That(answered.Except(documented), Is.Empty, "codes that the page does not have");
            Assert.That(documented.Except(literals), Is.Empty, "codes that no service has");
        });
    }

    [Test]
    public void Every_name_in_the_glossary_is_one_of_the_code()
    {
        var named = File.ReadLines(Repository.PathOf($"{Docs}/glossary.md")).Where(line => line.StartsWith('|'))
            .SelectMany(line => Found(Quoted(), line.TrimEnd('|', ' ').Split('|')[^1])).ToList();
        var words = Repository.Files("services", "*.cs").Concat(Repository.Files("contracts", "*.cs"))
            .Concat(Repository.Files("services", "*.sql"))
            .SelectMany(file => Found(Identifier(), Repository.Read(file))).ToHashSet(StringComparer.Ordinal);

        Assert.That(named, Has.Count.GreaterThan(60), "the pattern of this test no longer finds the names");
        Assert.That(named.Except(words), Is.Empty);
    }

    private static bool Exists(string target, string anchor)
    {
        var path = Repository.PathOf(target);
        if (anchor.Length == 0) return File.Exists(path) || Directory.Exists(path);
        return File.Exists(path) && Found(Heading(), File.ReadAllText(path)).Any(heading => AnchorOf(heading) == anchor);
    }

    private static HashSet<string> Found(Regex pattern, string text) =>
        pattern.Matches(text).Select(match => match.Groups[1].Value).ToHashSet(StringComparer.Ordinal);

    // As GitHub makes them: lower case, blanks become hyphens, punctuation goes.
    private static string AnchorOf(string heading) => Punctuation().Replace(heading.ToLowerInvariant(), "").Replace(' ', '-');

    [GeneratedRegex(@"\]\((?<path>[^)#:\s]+)(?:#(?<anchor>[^)]+))?\)")]
    private static partial Regex RelativeLink();

    [GeneratedRegex(@"^#+ (.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex Punctuation();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"\b([A-Za-z_]\w*)")]
    private static partial Regex Identifier();

    [GeneratedRegex(@"`([a-z]+(?:_[a-z]+)+|unauthorized|forbidden|conflict|overflow|busy|unavailable|mismatch)`")]
    private static partial Regex Code();

    [GeneratedRegex(@"/(Refusals|ProgramVersions|ProgramClock)\.cs$")]
    private static partial Regex FileOfCodes();

    [GeneratedRegex("^services/Hosting/")]
    private static partial Regex FileOfStatusCodes();

    [GeneratedRegex("""public const string \w+ = "([a-z]+(?:_[a-z]+)+|conflict|overflow)";""")]
    private static partial Regex CodeConstant();

    [GeneratedRegex("""(?:Problem\.Of\([^;"]*|Problem\.OfParameter\()"([a-z]+(?:_[a-z]+)*)",""")]
    private static partial Regex ProblemCode();

    [GeneratedRegex("""(?:=> \(|\? \(StatusCodes\.\w+, |: \(StatusCodes\.\w+, )"([a-z]+(?:_[a-z]+)*)",""")]
    private static partial Regex CodeOfStatus();

    [GeneratedRegex("""
        "([a-z]+(?:_[a-z]+)*)"
        """)]
    private static partial Regex Literal();
}
