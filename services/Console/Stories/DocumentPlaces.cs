using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Ledger.Console.Stories;

/// <summary>Finds the line of a program document's text to which an error refers.</summary>
public static class DocumentPlaces
{
    /// <summary>The line of a JSON path, from 1, or of the nearest existing parent. For text that is not JSON: the line of the syntax
    /// error.</summary>
    /// <param name="text">The document as it was typed.</param>
    /// <param name="path">As errors name it: <c>$.tiers[1].from</c>.</param>
    public static int LineOf(string text, string path)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(path);
        var bytes = Encoding.UTF8.GetBytes(text);
        var places = new Dictionary<string, long>(StringComparer.Ordinal) { ["$"] = 0 };
        var end = Collect(bytes, places);
        if (end >= 0) return LineAt(bytes, end);
        for (var known = path; known.Length > 0; known = Parent(known))
        {
            if (places.TryGetValue(known, out var at)) return LineAt(bytes, at);
        }

        return 1;
    }

    // The byte at which reading failed; -1 when the text is JSON.
    private static long Collect(byte[] bytes, Dictionary<string, long> places)
    {
        var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { MaxDepth = 64 });
        var open = new Stack<(string Path, int Next)>();
        var name = (string?)null;
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray)
                {
                    open.Pop();
                    continue;
                }

                if (reader.TokenType == JsonTokenType.PropertyName)
                {
                    name = reader.GetString();
                    places.TryAdd($"{open.Peek().Path}.{name}", reader.TokenStartIndex);
                    continue;
                }

                var path = PathOf(open, name);
                name = null;
                places.TryAdd(path, reader.TokenStartIndex);
                if (reader.TokenType is JsonTokenType.StartObject) open.Push((path, -1));
                if (reader.TokenType is JsonTokenType.StartArray) open.Push((path, 0));
            }
        }
        catch (JsonException)
        {
            return reader.BytesConsumed;
        }

        return -1;
    }

    private static string PathOf(Stack<(string Path, int Next)> open, string? name)
    {
        if (!open.TryPeek(out var above)) return "$";
        if (name is not null) return $"{above.Path}.{name}";
        open.Pop();
        open.Push((above.Path, above.Next + 1));
        return string.Create(CultureInfo.InvariantCulture, $"{above.Path}[{above.Next}]");
    }

    private static string Parent(string path)
    {
        var cut = path.LastIndexOfAny(['.', '[']);
        return cut < 0 ? "" : path[..cut];
    }

    private static int LineAt(byte[] bytes, long at) => 1 + bytes.AsSpan(0, (int)Math.Min(at, bytes.Length)).Count((byte)'\n');
}
