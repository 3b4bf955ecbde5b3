namespace Ledger.Tidy.Tests;

/// <summary>The files of this checkout, without what builds and runs leave in it.</summary>
internal static class Repository
{
    private static readonly string[] Left = ["bin", "obj", "artifacts", ".git", ".data", "TestResults"];

    public static string Root { get; } = FindRoot();

    public static IEnumerable<string> Files(string folder, string pattern)
    {
        var start = PathOf(folder);
        return Directory.Exists(start)
            ? Directory.EnumerateFiles(start, pattern, SearchOption.AllDirectories)
                .Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/'))
                .Where(file => !file.Split('/').Intersect(Left).Any())
                .Order(StringComparer.Ordinal)
            : [];
    }

    public static string PathOf(string relative) => Path.Combine(Root, relative);

    /// <summary>
    /// Resolves a relative <paramref name="path"/> that occurs in <paramref name="file"/>; the result is relative to the root.
    /// </summary>
    public static string Resolve(string file, string path) =>
        Path.GetRelativePath(Root, Path.GetFullPath(Path.Combine(Path.GetDirectoryName(PathOf(file))!, path))).Replace('\\', '/');

    public static string Read(string relative) => File.ReadAllText(PathOf(relative));

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Ledger.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("These tests look at a checkout and run inside one: no Ledger.sln above them.");
    }
}
