using Ledger.Keys;

namespace Ledger.Cli.Keys;

/// <summary>A key in a file that only its owner can read.</summary>
internal static class KeyFile
{
    /// <summary>The key in a file, if the table still has it in use.</summary>
    public static async Task<ApiKey?> ReadAsync(string path, KeyTable table, CancellationToken cancellation)
    {
        if (!File.Exists(path) || KeyText.Parse((await File.ReadAllTextAsync(path, cancellation)).Trim()) is not { } text) return null;
        return (await table.ValidAsync(cancellation)).FirstOrDefault(key => key.Id == text.Id && key.IsProvenBy(text));
    }

    /// <summary>Writes the file atomically, and never readable by others.</summary>
    public static void Write(string path, KeyText text)
    {
        var unfinished = $"{path}.{Guid.NewGuid():N}";
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            using (var writer = new StreamWriter(unfinished, options))
            {
                writer.Write($"{text.Reveal()}\n");
                writer.Flush();
            }

            File.Move(unfinished, path, overwrite: true);
        }
        finally
        {
            File.Delete(unfinished);
        }
    }
}
