using System.Text.RegularExpressions;
using System.Xml.Linq;
using NUnit.Framework;

namespace Ledger.Tidy.Tests;

/// <summary>What holds for the project files.</summary>
public sealed partial class ProjectTests
{
    [Test]
    public void A_domain_refers_to_nothing_that_does_IO()
    {
        var domains = Repository.Files("services", "*.Domain.csproj").ToList();
        Assert.That(domains, Is.Not.Empty);

        var offences =
            from project in domains
            from reference in XDocument.Parse(Repository.Read(project)).Descendants()
            let name = (string?)reference.Attribute("Include") ?? ""
            where reference.Name.LocalName is "PackageReference" or "FrameworkReference" or "Reference"
                || (reference.Name.LocalName == "ProjectReference" && !IsPure(name))
            select $"{project}: {reference.Name.LocalName} {name}";

        Assert.That(offences, Is.Empty);
    }

    [Test]
    public void Projects_refer_to_each_other_as_the_map_shows()
    {
        var shown = ShownReferences().Matches(Repository.Read("services/README.md")).ToDictionary(
            line => line.Groups[1].Value,
            line => line.Groups[2].Value.Split(", ", StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal).ToList());
        var found = Repository.Files("services", "*.csproj").Concat(Repository.Files("contracts", "*.csproj"))
            .ToDictionary(FolderOf, References);

        Assert.Multiple(() =>
        {
            Assert.That(shown.Keys, Is.EquivalentTo(found.Keys), "projects on the map and in the tree");
            foreach (var (project, references) in found) Assert.That(shown.GetValueOrDefault(project), Is.EqualTo(references), project);
        });
    }

    [Test]
    public void The_product_refers_to_no_test_and_the_model_to_nothing_of_the_product()
    {
        var toTests =
            from project in Repository.Files(".", "*.csproj")
            where !project.StartsWith("tests/", StringComparison.Ordinal)
            from reference in References(project)
            where reference.StartsWith("tests/", StringComparison.Ordinal)
            select $"{project}: {reference}";

        Assert.Multiple(() =>
        {
            Assert.That(toTests, Is.Empty);
            Assert.That(References("tests/Model/Ledger.Model.csproj"), Is.Empty);
        });
    }

    [Test]
    public void The_solution_has_two_configurations_and_no_platforms()
    {
        var platforms = Platform().Matches(Repository.Read("Ledger.sln")).Select(match => match.Groups[1].Value).Distinct();
        Assert.That(platforms, Is.EquivalentTo(new[] { "Any CPU" }), "added by a tool: remove the lines with other platforms");
    }

    [Test]
    public void Every_project_is_in_the_solution()
    {
        var solution = Repository.Read("Ledger.sln").Replace('\\', '/');
        var projects = Repository.Files(".", "*.csproj");

        Assert.That(projects.Where(project => !solution.Contains($"\"{project}\"", StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public void Every_project_has_its_package_versions_locked()
    {
        var locks = Repository.Files(".", "*.csproj").Select(project => Repository.Resolve(project, "packages.lock.json"));

        Assert.That(locks.Where(file => !File.Exists(Repository.PathOf(file))), Is.Empty);
    }

    // Folders of the projects that a project refers to.
    private static List<string> References(string project) =>
        [.. Included(project, "ProjectReference").Select(path => FolderOf(Repository.Resolve(project, path)))
            .Order(StringComparer.Ordinal)];

    private static IEnumerable<string> Included(string file, string element) =>
        XDocument.Parse(Repository.Read(file)).Descendants(element).Select(found => (string?)found.Attribute("Include")).OfType<string>();

    private static string FolderOf(string project) => Path.GetDirectoryName(project)!.Replace('\\', '/');

    [GeneratedRegex(@"^[├│└ ]*((?:services|contracts)[\w/]*) +→ *(.*?)\r?$", RegexOptions.Multiline)]
    private static partial Regex ShownReferences();

    [GeneratedRegex(@"(?:Debug|Release)\|([^\s.]+(?: CPU)?)")]
    private static partial Regex Platform();

    private static bool IsPure(string project) =>
        project.EndsWith(".Domain.csproj", StringComparison.Ordinal)
        || project.EndsWith("Ledger.Contracts.csproj", StringComparison.Ordinal);
}
