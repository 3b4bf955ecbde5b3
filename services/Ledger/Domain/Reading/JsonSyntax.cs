using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Ledger.Rules.Domain.Program.Parsing;

namespace Ledger.Domain.Reading;

/// <summary>
/// Finds where a text stops being JSON (RFC 8259): the line, the byte and the member that was read last. Looks at the syntax only.
/// </summary>
public static class JsonSyntax
{
    /// <summary>The deepest nesting of facts and commands, in levels.</summary>
    public const int DepthMax = 16;

    private static readonly SearchValues<byte> Between = SearchValues.Create(" \t\r\n,:"u8);

    /// <summary>A sentence that says what is wrong; null when the text is one JSON value.</summary>
    /// <param name="json">Bytes that should be JSON. Whether texts within are UTF-8 is not checked here.</param>
    /// <param name="depthMax">How deep objects and lists may be nested.</param>
    public static string? FaultOf(ReadOnlySpan<byte> json, int depthMax = DepthMax)
    {
        if (json.IndexOfAnyExcept(" \t\r\n"u8) < 0) return "The text is not JSON: it is empty.";
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = depthMax });
        var trail = new List<Level>();
        try
        {
            while (reader.Read()) Follow(trail, ref reader);
            return null;
        }
        catch (JsonException broken)
        {
            // At the deepest level allowed, it was a further opening bracket that stopped the reader.
            if (trail.Count == depthMax && Next(json[(int)reader.BytesConsumed..]) is (byte)'{' or (byte)'[')
            {
                var deepest = PathOf(trail, json);
                return string.Create(
                    CultureInfo.InvariantCulture,
                    $"The text is not JSON of this kind: it is nested more than {depthMax} deep at {deepest}.");
            }

            var (line, column) = (1 + broken.LineNumber.GetValueOrDefault(), 1 + broken.BytePositionInLine.GetValueOrDefault());
            var path = PathOf(trail, json);
            return string.Create(CultureInfo.InvariantCulture, $"The text is not JSON at line {line}, byte {column}, near {path}.");
        }
    }

    private static byte Next(ReadOnlySpan<byte> rest)
    {
        var at = rest.IndexOfAnyExcept(Between);
        return at < 0 ? (byte)0 : rest[at];
    }

    private static void Follow(List<Level> trail, ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject or JsonTokenType.StartArray:
                Count(trail);
                trail.Add(new Level(reader.TokenType == JsonTokenType.StartArray, -1, 0));
                break;
            case JsonTokenType.EndObject or JsonTokenType.EndArray:
                trail.RemoveAt(trail.Count - 1);
                break;
            case JsonTokenType.PropertyName:
                trail[^1] = trail[^1] with { At = (int)reader.TokenStartIndex + 1, Length = reader.ValueSpan.Length };
                break;
            default:
                Count(trail);
                break;
        }
    }

    private static void Count(List<Level> trail)
    {
        if (trail.Count > 0 && trail[^1].IsList) trail[^1] = trail[^1] with { At = trail[^1].At + 1 };
    }

    private static string PathOf(List<Level> trail, ReadOnlySpan<byte> json)
    {
        var path = "$";
        foreach (var step in trail.Where(step => step.At >= 0))
        {
            // A name is shown as it was sent, with its escapes, because unescaped it may not be valid text.
            if (step.IsList) path = JsonPath.Item(path, step.At);
            else path += JsonPath.Member(Encoding.UTF8.GetString(json.Slice(step.At, step.Length)));
        }

        return path;
    }

    /// <param name="At">
    /// In a list, the index of the element that was read last; in an object, the byte at which the name of the member read last begins; -1
    /// before the first.
    /// </param>
    private readonly record struct Level(bool IsList, int At, int Length);
}
