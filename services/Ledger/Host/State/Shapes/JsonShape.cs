using System.Buffers;
using System.Text;
using System.Text.Json;
using Ledger.Contracts.V1;

namespace Ledger.Host.State.Shapes;

/// <summary>
/// The members of a JSON row. Each is declared once; writing, reading and comparing follow from that. A row with an unknown, duplicate or
/// missing required member cannot be read.
/// </summary>
internal sealed class JsonShape<TRow>
{
    private readonly List<JsonMember<TRow>> members = [];

    // One bit for each required member, by its index; so a shape has at most 64 members.
    private ulong required;

    /// <summary>Adds a member, written after those before it.</summary>
    /// <param name="name">The member's name in the stored JSON.</param>
    /// <param name="get">Gets the value from a row.</param>
    /// <param name="with">Returns a row with another value.</param>
    public JsonShape<TRow> Member<T>(string name, JsonForm<T> form, Func<TRow, T> get, Func<TRow, T, TRow> with)
    {
        if (form.IsRequired) required |= 1UL << members.Count;
        members.Add(new JsonMember<TRow, T>(name, form, get, with));
        return this;
    }

    /// <summary>Writes a row as an object.</summary>
    public void Write(Utf8JsonWriter writer, TRow row)
    {
        writer.WriteStartObject();
        foreach (var member in members) member.Write(writer, row);
        writer.WriteEndObject();
    }

    /// <summary>A row as UTF-8 JSON.</summary>
    public byte[] Bytes(TRow row) => Written(row).ToArray();

    /// <summary>A row as JSON.</summary>
    public string Text(TRow row) => Encoding.UTF8.GetString(Written(row));

    /// <summary>Reads the object that the reader stands on.</summary>
    /// <param name="row">The row before any member is read.</param>
    /// <exception cref="JsonException">The JSON is not such an object.</exception>
    public TRow Read(ref Utf8JsonReader reader, TRow row)
    {
        if (reader.TokenType != JsonTokenType.StartObject) throw new JsonException("A row is an object.");
        var (seen, next) = (0UL, 0);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var at = Find(ref reader, next);
            if ((seen & (1UL << at)) != 0) throw new JsonException($"The member {members[at].Name} stands twice.");
            (seen, next) = (seen | (1UL << at), at + 1);
            reader.Read();
            row = members[at].Read(ref reader, row);
        }

        if ((required & ~seen) == 0) return row;
        throw new JsonException($"The member {members.Where((_, i) => (required & ~seen & (1UL << i)) != 0).First().Name} is missing.");
    }

    /// <inheritdoc cref="Read(ref Utf8JsonReader, TRow)"/>
    public TRow Read(ReadOnlySpan<byte> json, TRow row)
    {
        var reader = new Utf8JsonReader(json);
        reader.Read();
        return Read(ref reader, row);
    }

    /// <summary>The names of the members in which two rows differ.</summary>
    public IEnumerable<string> Differences(TRow a, TRow b) => members.Where(member => !member.IsSame(a, b)).Select(member => member.Name);

    /// <summary>Whether two rows are equal in all members.</summary>
    public bool IsSame(TRow a, TRow b)
    {
        foreach (var member in members)
        {
            if (!member.IsSame(a, b)) return false;
        }

        return true;
    }

    // Members are usually read in the order in which they were written, so the next one is tried first.
    private int Find(ref Utf8JsonReader reader, int next)
    {
        for (var i = 0; i < members.Count; i++)
        {
            var at = next + i < members.Count ? next + i : next + i - members.Count;
            if (reader.ValueTextEquals(members[at].Encoded.EncodedUtf8Bytes)) return at;
        }

        throw new JsonException($"There is no member {reader.GetString()}.");
    }

    private ReadOnlySpan<byte> Written(TRow row)
    {
        var writer = JsonBuffer.Start();
        Write(writer, row);
        return JsonBuffer.End();
    }
}

/// <summary>
/// A buffer per thread in which rows are written, one at a time, to spare allocations: every order rewrites its account's whole text.
/// </summary>
internal static class JsonBuffer
{
    [ThreadStatic]
    private static ArrayBufferWriter<byte>? buffer;

    [ThreadStatic]
    private static Utf8JsonWriter? writer;

    /// <summary>A reset writer on the thread's buffer.</summary>
    public static Utf8JsonWriter Start()
    {
        buffer ??= new ArrayBufferWriter<byte>(4096);
        buffer.ResetWrittenCount();
        writer ??= new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = Wire.Options.Encoder, SkipValidation = true });
        writer.Reset();
        return writer;
    }

    /// <summary>The bytes written; valid until the thread writes again.</summary>
    public static ReadOnlySpan<byte> End()
    {
        writer!.Flush();
        return buffer!.WrittenSpan;
    }
}
