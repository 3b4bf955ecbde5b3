using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Ledger.Contracts.V1;

namespace Ledger.Schemas;

/// <summary>
/// The JSON form of a value in messages and answers, derived from the contracts as <see cref="Wire"/> writes them. The OpenAPI and the
/// AsyncAPI document translate it to their dialects of JSON Schema.
/// </summary>
public abstract record WireForm
{
    private WireForm()
    {
    }

    /// <summary>A value of one of JSON's own types.</summary>
    /// <param name="Type">string, boolean, integer or number.</param>
    /// <param name="Format">The format of the type, such as date-time; null: none.</param>
    public sealed record Scalar(string Type, string? Format = null) : WireForm;

    /// <summary>Any JSON.</summary>
    public sealed record Any : WireForm;

    /// <summary>An exact number as text: a plain decimal, or a fraction in lowest terms.</summary>
    public sealed record ExactNumber : WireForm
    {
        /// <summary>The regular expression of the text.</summary>
        public const string Pattern = @"^-?[0-9]+(\.[0-9]+|/[0-9]+)?$";

        /// <summary>The description in words.</summary>
        public const string Meaning = "An exact number: a plain decimal, or a fraction in lowest terms.";
    }

    /// <summary>A list.</summary>
    public sealed record Sequence(WireForm Items) : WireForm;

    /// <summary>An object with any member names.</summary>
    public sealed record Map(WireForm Values) : WireForm;

    /// <summary>A record that is written as an array with a fixed order of values.</summary>
    /// <param name="Type">The record.</param>
    /// <param name="Items">The values of the array, in order.</param>
    /// <param name="Least">The least number of values; the last ones may be absent.</param>
    public sealed record Tuple(Type Type, IReadOnlyList<Item> Items, int Least) : WireForm;

    /// <summary>An object with the members of a record.</summary>
    public sealed record Record(Type Type) : WireForm
    {
        /// <summary>The record's name in a document.</summary>
        public string Name => Type.Name.Split('`')[0];

        /// <summary>The record's members, in the order of writing.</summary>
        public IReadOnlyList<WireMember> Members => [.. Wire.Options.GetTypeInfo(Type).Properties.Select(WireMember.Of)];
    }

    /// <summary>A value of a tuple.</summary>
    /// <param name="Name">The value's name.</param>
    /// <param name="Form">The value's form.</param>
    /// <param name="Note">A remark beside the form; null: none.</param>
    /// <param name="MayBeNull">Whether the value may be null, which stands for an absent value before a present one.</param>
    public sealed record Item(string Name, WireForm Form, string? Note = null, bool MayBeNull = false);

    private static readonly Scalar Text = new("string");
    private static readonly Scalar Decimal = new("number");

    private static readonly Tuple Line = new(
        typeof(OrderLine),
        [
            new Item("lineId", Text), new Item("sku", Text), new Item("quantity", Decimal), new Item("unitPrice", Decimal),
            new Item("category", Text, MayBeNull: true), new Item("discount", Decimal, MayBeNull: true), new Item("kind", Text),
        ],
        Least: 4);

    private static readonly Tuple Share = new(
        typeof(LineShare),
        [
            new Item("lineId", Text), new Item("percent", new ExactNumber(), "exact"), new Item("entitled", Decimal, "money"),
            new Item("points", new Scalar("integer")),
        ],
        Least: 4);

    /// <summary>The form of a type's values. Null is never written; a null member is left out.</summary>
    /// <exception cref="InvalidOperationException">The type has a converter of its own that this class does not know.</exception>
    public static WireForm Of(Type type)
    {
        ArgumentNullException.ThrowIfNull(type);
        var bare = Nullable.GetUnderlyingType(type) ?? type;
        if (bare == typeof(string)) return Text;
        if (bare == typeof(bool)) return new Scalar("boolean");
        if (bare == typeof(int)) return new Scalar("integer", "int32");
        if (bare == typeof(long)) return new Scalar("integer", "int64");
        if (bare == typeof(decimal) || bare == typeof(double)) return Decimal;
        if (bare == typeof(Guid)) return new Scalar("string", "uuid");
        if (bare == typeof(DateTimeOffset)) return new Scalar("string", "date-time");
        if (bare == typeof(JsonElement)) return new Any();
        if (bare == typeof(Exact)) return new ExactNumber();
        if (bare == typeof(LineShare)) return Share;
        var info = Wire.Options.GetTypeInfo(bare);
        return info.Kind switch
        {
            JsonTypeInfoKind.Object => new Record(bare),
            JsonTypeInfoKind.Enumerable => new Sequence(Of(info.ElementType!)),
            JsonTypeInfoKind.Dictionary => new Map(Of(info.ElementType!)),
            _ => throw new InvalidOperationException($"How is {bare} written?"),
        };
    }

    /// <summary>The form of a member's values, which the member's own converter may change.</summary>
    internal static WireForm Of(Type type, Type? converter) =>
        converter == typeof(OrderLinesJsonConverter) ? new Sequence(Line) : Of(type);
}
