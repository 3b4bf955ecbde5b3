using System.Text.Json;

namespace Ledger.Contracts.V1;

/// <summary>
/// An event as HTTP answers and webhooks show it: a CloudEvent (version 1.0, JSON format) whose data is the event as the log stores it.
/// Source and id together identify it, also when it is delivered twice.
/// </summary>
public static class CloudEventText
{
    /// <summary>The version of CloudEvents.</summary>
    public const string SpecVersion = "1.0";

    /// <summary>The media type of one CloudEvent in JSON.</summary>
    public const string ContentType = "application/cloudevents+json";

    private static readonly JsonWriterOptions Options = new() { Encoder = Wire.Options.Encoder, SkipValidation = true };

    /// <summary>The event's JSON in UTF-8 on one line, its attributes in ordinal order.</summary>
    /// <param name="program">The program, from which the source is made.</param>
    /// <param name="id">The id of the event.</param>
    /// <param name="type">The stored name of the event's type.</param>
    /// <param name="stream">The event's stream, which becomes the subject.</param>
    /// <param name="time">When the event was recorded.</param>
    /// <param name="position">The event's position in the log. The attribute is text, because integers of CloudEvents end at 2^31 −
    /// 1.</param>
    /// <param name="data">The event as JSON in UTF-8.</param>
    public static byte[] Write(string program, Guid id, string type, string stream, DateTimeOffset time, long position,
        ReadOnlyMemory<byte> data)
    {
        using var text = new MemoryStream(data.Length + 512);
        using (var json = new Utf8JsonWriter(text, Options))
        using (var content = JsonDocument.Parse(data))
        {
            json.WriteStartObject();
            json.WritePropertyName("data"u8);
            content.RootElement.WriteTo(json);
            json.WriteString("datacontenttype"u8, "application/json"u8);
            json.WriteString("id"u8, id);
            json.WriteString("position"u8, position.ToString(System.Globalization.CultureInfo.InvariantCulture));
            json.WriteString("source"u8, SourceOf(program));
            json.WriteString("specversion"u8, SpecVersion);
            json.WriteString("subject"u8, stream);
            json.WriteString("time"u8, InstantJsonConverter.Format(time));
            json.WriteString("type"u8, type);
            json.WriteEndObject();
        }

        return text.ToArray();
    }

    /// <summary>The source of a program's events, a URI reference: the path under which the program's endpoints are.</summary>
    public static string SourceOf(string program) => $"/v1/programs/{Uri.EscapeDataString(program)}";
}
