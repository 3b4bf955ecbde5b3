using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Ledger.Contracts.V1;

namespace Ledger.Schemas;

/// <summary>
/// The form in which a value crosses the border, made of the contracts as <see cref="Wire"/> writes them. A document's own dialect of JSON
/// Schema is made of it.
/// </summary>
public abstract record WireForm
{
    private WireForm()
    {
    }

    /// <summary>A value of one of JSON's own types.</summary>
    /// <param name="Type">string, boolean, integer or number.</param>
    /// <param name="Format">What it is more closely, such as date-time; null: nothing more.</param>
    public sealed record Scalar(string Type, string? Format = null) : WireForm;

    /// <summary>Any JSON.</summary>
    public sealed record Any : WireForm;

    /// <summary>An exact number as text: a plain decimal, or a fraction in lowest terms.</summary>
    public sealed record ExactNumber : WireForm
    {
        /// <summary>What matches it and nothing else.</summary>
        public const string Pattern = @"^-?[0-9]+(\.[0-9]+|/[0-9]+)?$";

        /// <summary>In words.</summary>
        public const string Meaning = "An exact number: a plain decimal, or a fraction in lowest terms.";
    }

    /// <summary>A list.</summary>
    public sealed record Sequence(WireForm Items) : WireForm;

    /// <summary>An object whose members have names of their own choice.</summary>
    public sealed record Map(WireForm Values) : WireForm;

    /// <summary>A record that is written as an array, each value in its place.</summary>
    /// <param name="Type">The record.</param>
    /// <param name="Places">The places in their order.</param>
    /// <param name="Least">How many of them are always there; the last ones may be absent.</param>
    public sealed record Row(Type Type, IReadOnlyList<Place> Places, int Least) : WireForm;

    /// <summary>An object with the members of a record.</summary>
    public sealed record Record(Type Type) : WireForm
    {
        /// <summary>Its name in a document.</summary>
        public string Name => Type.Name.Split('`')[0];

        /// <summary>Its members, as they are written.</summary>
        public IReadOnlyList<WireMember> Members => [.. Wire.Options.GetTypeInfo(Type).Properties.Select(WireMember.Of)];
    }

    /// <summary>A place of a row.</summary>
    /// <param name="Name">What stands there.</param>
    /// <param name="Form">Its form.</param>
    /// <param name="Note">What to know of it beside its form; null: nothing.</param>
    /// <param name="MayBeNull">Null stands for an absent value before one that is there.</param>
    public sealed record Place(string Name, WireForm Form, string? Note = null, bool MayBeNull = false);

    private static readonly Scalar Text = new("string");
    private static readonly Scalar Decimal = new("number");

    private static readonly Row Line = new(
        typeof(OrderLine),
        [
            new Place("lineId", Text), new Place("sku", Text), new Place("quantity", Decimal), new Place("unitPrice", Decimal),
            new Place("category", Text, MayBeNull: true), new Place("discount", Decimal, MayBeNull: true), new Place("kind", Text),
        ],
        Least: 4);

    private static readonly Row Share = new(
        typeof(LineShare),
        [
            new Place("lineId", Text), new Place("percent", new ExactNumber(), "exact"), new Place("entitled", Decimal, "money"),
            new Place("points", new Scalar("integer")),
        ],
        Least: 4);

    /// <summary>The form of a type's values. Null is never written: what may be null is left out.</summary>
    /// <exception cref="InvalidOperationException">It has a form of its own that is not known here.</exception>
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

    /// <summary>The form of a member's values: its own converter may write its type otherwise.</summary>
    internal static WireForm Of(Type type, Type? converter) =>
        converter == typeof(OrderLinesJsonConverter) ? new Sequence(Line) : Of(type);
}
