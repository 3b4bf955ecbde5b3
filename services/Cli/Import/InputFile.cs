using System.IO.Compression;

namespace Ledger.Cli.Import;

/// <summary>Opens a file for reading and decompresses it if it is gzip, whatever its name.</summary>
internal static class InputFile
{
    public static Stream Open(string path)
    {
        var file = new FileStream(path, new FileStreamOptions { Options = FileOptions.SequentialScan, BufferSize = 1 << 16 });
        var packed = file.ReadByte() == 0x1f && file.ReadByte() == 0x8b;
        file.Position = 0;
        return packed ? new GZipStream(file, CompressionMode.Decompress) : file;
    }
}
