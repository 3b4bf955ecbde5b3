using System.Text.Json;

namespace Ledger.Host.State.Shapes;

/// <summary>How a value of a type stands in a row that is kept as JSON.</summary>
/// <param name="isRequired">Whether it is written also when it is nothing, so that a row without it cannot be read.</param>
internal abstract class JsonForm<T>(bool isRequired = false)
{
    /// <summary>Whether it is written also when it is nothing, so that a row without it cannot be read.</summary>
    public bool IsRequired { get; } = isRequired;

    /// <summary>Writes the member; not when it is nothing, unless it is required.</summary>
    public abstract void Write(Utf8JsonWriter writer, JsonEncodedText name, T value);

    /// <summary>Reads the value that the reader stands on, and leaves the reader on the value's last token.</summary>
    public abstract T Read(ref Utf8JsonReader reader);

    /// <summary>Whether two values mean the same; the order of rows and the way numbers are written do not count.</summary>
    public virtual bool IsSame(T a, T b) => EqualityComparer<T>.Default.Equals(a, b);
}
