namespace Ledger.TestSupport;

/// <summary>Finds built files of other projects.</summary>
public static class BuiltFiles
{
    /// <summary>A built file of a project, of the same configuration as the tests that run.</summary>
    public static string Find(string project, string file)
    {
        var own = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var path = Path.Combine(own.Parent!.Parent!.FullName, project, own.Name, file);
        return File.Exists(path) ? path : throw new FileNotFoundException($"{project} is not built: add a project reference to it.", path);
    }

    /// <summary>The repository's folder.</summary>
    public static string Root
    {
        get
        {
            for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            {
                if (File.Exists(Path.Combine(folder.FullName, "Ledger.sln"))) return folder.FullName;
            }

            throw new DirectoryNotFoundException("The tests do not run inside the repository.");
        }
    }
}
