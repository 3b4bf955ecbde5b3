using System.Xml.Linq;
using NUnit.Framework;

namespace Ledger.Tidy.Tests;

/// <summary>What holds for the project files.</summary>
public sealed class ProjectTests
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
    public void Every_project_is_in_the_solution()
    {
        var solution = Repository.Read("Ledger.sln").Replace('\\', '/');
        var projects = Repository.Files(".", "*.csproj");

        Assert.That(projects.Where(project => !solution.Contains($"\"{project}\"", StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public void Every_project_has_its_package_versions_locked()
    {
        var projects = Repository.Files(".", "*.csproj");

        Assert.That(projects.Where(project => !File.Exists(Path.Combine(Path.GetDirectoryName(Repository.PathOf(project))!, "packages.lock.json"))), Is.Empty);
    }

    private static bool IsPure(string project) =>
        project.EndsWith(".Domain.csproj", StringComparison.Ordinal) || project.EndsWith("Ledger.Contracts.csproj", StringComparison.Ordinal);
}
