using System.Text.Json;

namespace Ledger.Host.State.Shapes;

/// <summary>A member of a JSON row: its name, and how it is written, read and compared.</summary>
internal abstract class JsonMember<TRow>(string name, bool isRequired)
{
    /// <summary>The member's name in the stored JSON.</summary>
    public string Name { get; } = name;

    /// <summary>Whether a row without the member cannot be read.</summary>
    public bool IsRequired { get; } = isRequired;

    /// <summary>The name, encoded for the writer and for comparison by the reader.</summary>
    public JsonEncodedText Encoded { get; } = JsonEncodedText.Encode(name);

    /// <summary>Writes the member's value of a row.</summary>
    public abstract void Write(Utf8JsonWriter writer, TRow row);

    /// <summary>Returns the row with the value that the reader stands on.</summary>
    public abstract TRow Read(ref Utf8JsonReader reader, TRow row);

    /// <summary>Whether two rows have equal values of the member.</summary>
    public abstract bool IsSame(TRow a, TRow b);
}

/// <inheritdoc/>
/// <param name="get">Gets the value from a row.</param>
/// <param name="with">Returns a row with another value.</param>
internal sealed class JsonMember<TRow, T>(string name, JsonForm<T> form, Func<TRow, T> get, Func<TRow, T, TRow> with)
    : JsonMember<TRow>(name, form.IsRequired)
{
    public override void Write(Utf8JsonWriter writer, TRow row) => form.Write(writer, Encoded, get(row));

    public override TRow Read(ref Utf8JsonReader reader, TRow row) => with(row, form.Read(ref reader));

    public override bool IsSame(TRow a, TRow b) => form.IsSame(get(a), get(b));
}
