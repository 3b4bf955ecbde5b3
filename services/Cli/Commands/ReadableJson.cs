using System.Text.Encodings.Web;
using System.Text.Json;

namespace Ledger.Cli.Commands;

/// <summary>Shows the service's own JSON to people.</summary>
internal static class ReadableJson
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly JsonSerializerOptions OnOneLine = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string ToReadable(this JsonElement json) => JsonSerializer.Serialize(json, Indented);

    public static string ToLine(this JsonElement json) => JsonSerializer.Serialize(json, OnOneLine);
}
