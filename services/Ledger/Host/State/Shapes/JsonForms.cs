using System.Text.Json;
using Ledger.Contracts.V1;
using Ledger.Domain.Versions;

namespace Ledger.Host.State.Shapes;

/// <summary>Forms that more than one kind of row uses.</summary>
internal static class JsonForms
{
    /// <summary>A number that is always written.</summary>
    public static JsonForm<long> Number { get; } = new NumberForm(isRequired: true);

    /// <summary>A number that is absent when it is 0.</summary>
    public static JsonForm<long> Count { get; } = new NumberForm(isRequired: false);

    /// <summary>Points or money; absent when 0.</summary>
    public static JsonForm<decimal> Amount { get; } = new AmountForm();

    /// <summary>An exact number as text, or absent.</summary>
    public static JsonForm<Exact?> ExactOrNull { get; } = new ExactForm();

    /// <summary>A time in UTC that is always written.</summary>
    public static JsonForm<DateTimeOffset> Instant { get; } = new InstantForm();

    /// <summary>A time in UTC, or absent.</summary>
    public static JsonForm<DateTimeOffset?> InstantOrNull { get; } = new InstantOrNullForm();

    /// <summary>A text that is always written.</summary>
    public static JsonForm<string> Text { get; } = new TextForm();

    /// <summary>A text, or absent.</summary>
    public static JsonForm<string?> TextOrNull { get; } = new TextOrNullForm();

    /// <summary>A value that every row has, by its name.</summary>
    /// <param name="nameOf">The name that is stored.</param>
    /// <param name="of">The value that a stored name means.</param>
    public static JsonForm<T> Named<T>(Func<T, string> nameOf, Func<string, T> of) => new NamedForm<T>(nameOf, of);

    /// <summary>Texts in their order; absent when there are none.</summary>
    public static JsonForm<IReadOnlyList<string>> Texts { get; } = new TextsForm();

    /// <summary>Values in their order, always written, in the form they have in messages.</summary>
    public static JsonForm<IReadOnlyList<T>> List<T>() => new ListForm<T>();

    /// <summary>A row within a row; absent when it equals <paramref name="nothing"/>.</summary>
    /// <param name="nothing">The value when the member is absent.</param>
    public static JsonForm<T> Row<T>(JsonShape<T> shape, T nothing) => new RowForm<T>(shape, nothing);

    /// <summary>Rows, in the order of the table; each row knows its key.</summary>
    /// <param name="empty">The row before any member is read.</param>
    /// <param name="isNothing">Whether a row is equivalent to a missing one; null: no row is.</param>
    public static JsonForm<VersionedTable<TKey, TRow>> Table<TKey, TRow>(
        JsonShape<TRow> shape, Func<TRow, TKey> keyOf, TRow empty, bool isRequired, Func<TRow, bool>? isNothing = null)
        where TKey : notnull
        where TRow : class =>
        new TableForm<TKey, TRow>(shape, keyOf, empty, isRequired, isNothing);

    private sealed class NumberForm(bool isRequired) : JsonForm<long>(isRequired)
    {
        public override void Write(Utf8JsonWriter writer, JsonEncodedText name, long value)
        {
            if (IsRequired || value != 0) writer.WriteNumber(name, value);
        }

        public override long Read(ref Utf8JsonReader reader) => reader.GetInt64();
    }

    private sealed class AmountForm : JsonForm<decimal>
    {
        public override void Write(Utf8JsonWriter writer, JsonEncodedText name, decimal value)
        {
            if (value != 0) writer.WriteNumber(name, value);
        }

        public override decimal Read(ref Utf8JsonReader reader) => reader.GetDecimal();
    }

    private sealed class ExactForm : JsonForm<Exact?>
    {
        public override void Write(Utf8JsonWriter writer, JsonEncodedText name, Exact? value)
        {
            if (value is { } exact) writer.WriteString(name, exact.ToString());
        }

        public override Exact? Read(ref Utf8JsonReader reader) => reader.GetString() is { } text ? Exact.Parse(text) : null;
    }

    private sealed class InstantForm() : JsonForm<DateTimeOffset>(isRequired: true)
    {
        public override void Write(Utf8JsonWriter writer, JsonEncodedText name, DateTimeOffset value) =>
            writer.WriteString(name, value.UtcDateTime);

        public override DateTimeOffset Read(ref Utf8JsonReader reader) => InstantOf(ref reader);
    }

    private sealed class InstantOrNullForm : JsonForm<DateTimeOffset?>
    {
        public override void Write(Utf8JsonWriter writer, JsonEncodedText name, DateTimeOffset? value)
        {
            if (value is { } instant) writer.WriteString(name, instant.UtcDateTime);
        }

        public override DateTimeOffset? Read(ref Utf8JsonReader reader) =>
            reader.TokenType == JsonTokenType.Null ? null : InstantOf(ref reader);
    }

    private sealed class TextForm() : JsonForm<string>(isRequired: true)
    {
        public override void Write(Utf8JsonWriter writer, JsonEncodedText name, string value) => writer.WriteString(name, value);

        public override string Read(ref Utf8JsonReader reader) => reader.GetString() ?? throw new JsonException("A text is missing.");
    }

    private sealed class NamedForm<T>(Func<T, string> nameOf, Func<string, T> of) : JsonForm<T>(isRequired: true)
    {
        public override void Write(Utf8JsonWriter writer, JsonEncodedText name, T value) => Text.Write(writer, name, nameOf(value));

        public override T Read(ref Utf8JsonReader reader) => of(Text.Read(ref reader));
    }

    private sealed class TextOrNullForm : JsonForm<string?>
    {
        public override void Write(Utf8JsonWriter writer, JsonEncodedText name, string? value)
        {
            if (value is not null) writer.WriteString(name, value);
        }

        public override string? Read(ref Utf8JsonReader reader) => reader.GetString();
    }

    private sealed class TextsForm : JsonForm<IReadOnlyList<string>>
    {
        public override void Write(Utf8JsonWriter writer, JsonEncodedText name, IReadOnlyList<string> value)
        {
            if (value.Count == 0) return;
            writer.WriteStartArray(name);
            foreach (var text in value) writer.WriteStringValue(text);
            writer.WriteEndArray();
        }

        public override IReadOnlyList<string> Read(ref Utf8JsonReader reader)
        {
            var texts = new List<string>();
            Start(ref reader);
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) texts.Add(Text.Read(ref reader));
            return texts;
        }

        public override bool IsSame(IReadOnlyList<string> a, IReadOnlyList<string> b) => a.SequenceEqual(b, StringComparer.Ordinal);
    }

    private sealed class ListForm<T>() : JsonForm<IReadOnlyList<T>>(isRequired: true)
    {
        public override void Write(Utf8JsonWriter writer, JsonEncodedText name, IReadOnlyList<T> value)
        {
            writer.WritePropertyName(name);
            JsonSerializer.Serialize(writer, value, Wire.Options);
        }

        public override IReadOnlyList<T> Read(ref Utf8JsonReader reader) =>
            JsonSerializer.Deserialize<IReadOnlyList<T>>(ref reader, Wire.Options) ?? throw new JsonException("A list is missing.");

        public override bool IsSame(IReadOnlyList<T> a, IReadOnlyList<T> b) => a.SequenceEqual(b);
    }

    private sealed class RowForm<T>(JsonShape<T> shape, T nothing) : JsonForm<T>
    {
        public override void Write(Utf8JsonWriter writer, JsonEncodedText name, T value)
        {
            if (shape.IsSame(value, nothing)) return;
            writer.WritePropertyName(name);
            shape.Write(writer, value);
        }

        public override T Read(ref Utf8JsonReader reader) => shape.Read(ref reader, nothing);

        public override bool IsSame(T a, T b) => shape.IsSame(a, b);
    }

    private sealed class TableForm<TKey, TRow>(
        JsonShape<TRow> shape, Func<TRow, TKey> keyOf, TRow empty, bool isRequired, Func<TRow, bool>? isNothing)
        : JsonForm<VersionedTable<TKey, TRow>>(isRequired)
        where TKey : notnull
        where TRow : class
    {
        public override void Write(Utf8JsonWriter writer, JsonEncodedText name, VersionedTable<TKey, TRow> value)
        {
            if (!IsRequired && value.Count == 0) return;
            writer.WriteStartArray(name);
            foreach (var row in value.Values) shape.Write(writer, row);
            writer.WriteEndArray();
        }

        public override VersionedTable<TKey, TRow> Read(ref Utf8JsonReader reader)
        {
            var table = VersionedTable.Empty<TKey, TRow>();
            Start(ref reader);
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                var row = shape.Read(ref reader, empty);
                table = table.Set(keyOf(row), row);
            }

            return table;
        }

        public override bool IsSame(VersionedTable<TKey, TRow> a, VersionedTable<TKey, TRow> b) => HasAll(a, b) && HasAll(b, a);

        private bool HasAll(VersionedTable<TKey, TRow> table, VersionedTable<TKey, TRow> rows) => rows.Values.All(row =>
            isNothing?.Invoke(row) == true || (table.Find(keyOf(row)) is { } other && shape.IsSame(row, other)));
    }

    private static DateTimeOffset InstantOf(ref Utf8JsonReader reader) =>
        InstantJsonConverter.TryRead(ref reader, out var instant) ? instant : throw new JsonException("A time is ISO 8601 in UTC.");

    private static void Start(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartArray) throw new JsonException("A list is an array.");
    }
}
