namespace Ledger.Cli.Tests;

/// <summary>The files of this checkout.</summary>
internal static class Repository
{
    /// <summary>A file's text.</summary>
    public static string Read(string relative)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Ledger.sln"))) return File.ReadAllText(Path.Combine(folder.FullName, relative));
        }

        throw new DirectoryNotFoundException("The tests do not run inside the repository.");
    }
}
