namespace Ledger.Cli.Service;

/// <summary>Files that infra/run writes to <c>.data</c>, in a folder or a folder above it.</summary>
internal static class LeftFiles
{
    public const string Url = ".data/url";
    public const string Key = ".data/operator.key";
    public const string Postgres = ".data/postgres";

    /// <summary>The text of the nearest such file; null when there is none.</summary>
    public static string? Read(string file, string folder)
    {
        for (var here = new DirectoryInfo(folder); here is not null; here = here.Parent)
        {
            var path = Path.Combine(here.FullName, file);
            if (File.Exists(path)) return File.ReadAllText(path).Trim();
        }

        return null;
    }
}
