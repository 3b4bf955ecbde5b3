namespace Ledger.Cli;

/// <summary>Writes files atomically: a file is either complete or unchanged.</summary>
internal static class Files
{
    /// <summary>Writes to a temporary file in the same folder and renames it at the end.</summary>
    public static async Task WriteWholeAsync(string path, Func<FileStream, Task> write)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        Directory.CreateDirectory(folder);
        var unfinished = Path.Combine(folder, $".{Path.GetFileName(path)}.{Guid.NewGuid():N}");
        try
        {
            await using (var file = new FileStream(unfinished, FileMode.CreateNew, FileAccess.ReadWrite))
            {
                await write(file);
                await file.FlushAsync();
                file.Flush(flushToDisk: true);
            }

            File.Move(unfinished, path, overwrite: true);
        }
        finally
        {
            File.Delete(unfinished);
        }
    }
}
