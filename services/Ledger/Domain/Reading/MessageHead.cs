using System.Text.Json;

namespace Ledger.Domain.Reading;

/// <summary>Finds members of a message that cannot be read as what it should be, as far as they are texts.</summary>
public static class MessageHead
{
    /// <summary>The program that a message names, or the first fact of a batch; empty when it names none.</summary>
    public static string ProgramOf(ReadOnlySpan<byte> body) => Find(body, "program"u8);

    /// <summary>The key of a command.</summary>
    public static string KeyOf(ReadOnlySpan<byte> body) => Find(body, "key"u8);

    // A member of the message, or of a fact in its list; or of the body, when there is no envelope.
    private static string Find(ReadOnlySpan<byte> body, ReadOnlySpan<byte> wanted)
    {
        var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = 64 });
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType != JsonTokenType.PropertyName || reader.ValueIsEscaped || reader.CurrentDepth is not (1 or 2 or 4))
                {
                    continue;
                }
                var isWanted = reader.ValueSpan.SequenceEqual(wanted);
                var isInside = reader.ValueSpan.SequenceEqual("message"u8) || reader.ValueSpan.SequenceEqual("facts"u8);
                reader.Read();
                if (isWanted && reader.TokenType == JsonTokenType.String && RecordReader.TryText(ref reader, out var text, out _))
                {
                    return text;
                }
                if (!isInside) reader.Skip();
            }
        }
        catch (JsonException)
        {
            // Beyond a fault in its syntax a message says nothing.
        }

        return "";
    }
}
