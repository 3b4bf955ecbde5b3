using System.Text.Json;

namespace Ledger.Domain.Reading;

/// <summary>Finds text members in a message that cannot be read as a fact or command.</summary>
public static class MessageHead
{
    /// <summary>The program that a message, or the first fact of a batch, names; empty when there is none.</summary>
    public static string ProgramOf(ReadOnlySpan<byte> body) => Find(body, "program"u8);

    /// <summary>The key of a command; empty when there is none.</summary>
    public static string KeyOf(ReadOnlySpan<byte> body) => Find(body, "key"u8);

    // Finds a member of the message, of the first fact in its list that has it, or of the body when there is no envelope.
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
            // Nothing behind a fault in the syntax can be read.
        }

        return "";
    }
}
