using System.Text.Json;

namespace Ledger.Cli.Commands;

/// <summary>A program version in a file: its text, and the two fields that identify it. The service checks the rest.</summary>
internal sealed record ProgramFile(byte[] Text, string Program, long Version)
{
    public static async Task<ProgramFile> ReadAsync(FileInfo file, CancellationToken cancellation)
    {
        var text = await File.ReadAllBytesAsync(file.FullName, cancellation);
        if (text.AsSpan().StartsWith("\uFEFF"u8)) text = text[3..];
        try
        {
            using var document = JsonDocument.Parse(text);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
            {
                throw new CliFailure($"{file.Name} is no program version: a JSON object is expected.");
            }
            if (!root.TryGetProperty("program", out var program)
                || program.ValueKind != JsonValueKind.String
                || program.GetString() is not { Length: > 0 } id)
            {
                throw new CliFailure($"{file.Name}: $.program: the id of the program is missing.");
            }

            if (!root.TryGetProperty("version", out var version)
                || version.ValueKind != JsonValueKind.Number
                || !version.TryGetInt64(out var number))
            {
                throw new CliFailure($"{file.Name}: $.version: the number of the version is missing.");
            }

            return new ProgramFile(text, id, number);
        }
        catch (JsonException malformed)
        {
            throw new CliFailure($"{file.Name} is not JSON at line {1 + malformed.LineNumber}, byte {1 + malformed.BytePositionInLine}.");
        }
        catch (InvalidOperationException)
        {
            throw new CliFailure($"{file.Name}: $.program is not Unicode text.");
        }
    }
}
