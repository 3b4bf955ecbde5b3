using System.Text.Json;

namespace Ledger.Host.State.Shapes;

/// <summary>A member of a row that is kept as JSON: what it is called, and how it is written, read and compared.</summary>
internal abstract class JsonMember<TRow>(string name, bool isRequired)
{
    /// <summary>The name, which is stored.</summary>
    public string Name { get; } = name;

    /// <summary>Whether a row without it cannot be read.</summary>
    public bool IsRequired { get; } = isRequired;

    /// <summary>The name as the writer takes it and as the reader finds it.</summary>
    public JsonEncodedText Encoded { get; } = JsonEncodedText.Encode(name);

    /// <summary>Writes what a row has of it.</summary>
    public abstract void Write(Utf8JsonWriter writer, TRow row);

    /// <summary>The row with the value that the reader stands on.</summary>
    public abstract TRow Read(ref Utf8JsonReader reader, TRow row);

    /// <summary>Whether two rows have the same of it.</summary>
    public abstract bool IsSame(TRow a, TRow b);
}

/// <inheritdoc/>
/// <param name="get">What a row has of it.</param>
/// <param name="with">The row with another value of it.</param>
internal sealed class JsonMember<TRow, T>(string name, JsonForm<T> form, Func<TRow, T> get, Func<TRow, T, TRow> with)
    : JsonMember<TRow>(name, form.IsRequired)
{
    public override void Write(Utf8JsonWriter writer, TRow row) => form.Write(writer, Encoded, get(row));

    public override TRow Read(ref Utf8JsonReader reader, TRow row) => with(row, form.Read(ref reader));

    public override bool IsSame(TRow a, TRow b) => form.IsSame(get(a), get(b));
}
