using System.Text.RegularExpressions;
using NUnit.Framework;

namespace Ledger.Tidy.Tests;

/// <summary>What holds for every source file.</summary>
public sealed partial class SourceTests
{
    private const int LinesMax = 300;

    // All tables of a schema stand in one file.
    private const int SchemaLinesMax = 600;
    private const int ColumnsMax = 140;

    [Test]
    public void No_mark_of_unfinished_work_is_left()
    {
        var marked =
            from folder in new[] { "services", "contracts", "tests", "infra" }
            from file in Repository.Files(folder, "*.cs")
            from line in File.ReadLines(Repository.PathOf(file)).Select((text, index) => (text, number: index + 1))
            where UnfinishedMark().IsMatch(line.text)
            select $"{file}:{line.number}: {line.text.Trim()}";

        Assert.That(marked, Is.Empty);
    }

    [Test]
    public void No_file_of_code_is_longer_than_the_limit()
    {
        var tooLong =
            from file in new[] { "services", "contracts", "tests" }.SelectMany(folder => Repository.Files(folder, "*.cs"))
                .Concat(Repository.Files("services", "*.sql"))
            let lines = File.ReadLines(Repository.PathOf(file)).Count()
            where lines > (file.EndsWith(".sql", StringComparison.Ordinal) ? SchemaLinesMax : LinesMax)
            select $"{file}: {lines} lines";

        Assert.That(tooLong, Is.Empty);
    }

    [Test]
    public void No_line_of_code_is_wider_than_the_limit()
    {
        var tooWide =
            from file in Repository.Files(".", "*.cs")
            from line in File.ReadLines(Repository.PathOf(file)).Select((text, index) => (width: text.Length, number: index + 1))
            where line.width > ColumnsMax
            select $"{file}:{line.number}: {line.width} characters";

        Assert.That(tooWide, Is.Empty, $"wrap lines at {ColumnsMax} characters");
    }

    [Test]
    public void The_namespaces_of_services_follow_their_folders()
    {
        var elsewhere =
            from project in Repository.Files("services", "*.csproj")
            let folder = Path.GetDirectoryName(project)!
            from file in Repository.Files(folder, "*.cs")
            let below = Path.GetRelativePath(folder, Path.GetDirectoryName(file)!)
            let name = Path.GetFileNameWithoutExtension(project)
                + (below == "." ? "" : $".{below.Replace(Path.DirectorySeparatorChar, '.')}")
            from line in File.ReadLines(Repository.PathOf(file))
            where line.StartsWith("namespace ", StringComparison.Ordinal) && line != $"namespace {name};"
            select $"{file}: {line}";

        Assert.That(elsewhere, Is.Empty);
    }

    // The brackets keep this file from matching itself.
    [GeneratedRegex(@"\b(TO[D]O|FIX[M]E|HA[C]K|XX[X])\b")]
    private static partial Regex UnfinishedMark();
}
