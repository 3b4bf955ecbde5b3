using System.Text.Json;

namespace Ledger.Host.State.Shapes;

/// <summary>How a value of a type is stored in a JSON row.</summary>
/// <param name="isRequired">Whether the member is always written, also with its default value, and a row without it cannot be read.</param>
internal abstract class JsonForm<T>(bool isRequired = false)
{
    /// <summary>Whether the member is always written, also with its default value, and a row without it cannot be read.</summary>
    public bool IsRequired { get; } = isRequired;

    /// <summary>Writes the member; leaves it out when the value is the default, unless it is required.</summary>
    public abstract void Write(Utf8JsonWriter writer, JsonEncodedText name, T value);

    /// <summary>Reads the value that the reader stands on, and leaves the reader on the value's last token.</summary>
    public abstract T Read(ref Utf8JsonReader reader);

    /// <summary>Whether two values are equal; the order of rows and the notation of numbers do not count.</summary>
    public virtual bool IsSame(T a, T b) => EqualityComparer<T>.Default.Equals(a, b);
}
