using System.Collections.Frozen;
using System.Text;
using System.Text.Json;
using Ledger.Contracts.V1;
using Ledger.Domain.Orders;

namespace Ledger.Domain.Reading;

/// <summary>A fact that was read, or why it could not be read.</summary>
/// <param name="Fact">The fact; null when it could not be read.</param>
/// <param name="Refusal">Set when there is no fact.</param>
/// <param name="Head">For a fact that could not be read: what is known of it all the same.</param>
public sealed record ReadFact(IFact? Fact, Outcome? Refusal, FactHead Head)
{
    public static ReadFact Refused(string code, string message, FactHead? head = null) =>
        new(null, Outcome.Reject(code, message), head ?? FactHead.Unknown);
}

/// <summary>What is known of a fact that cannot be read: from its transport, and from those of its members that are texts.</summary>
/// <param name="Type">The fact's type; null when it names none that exists.</param>
/// <param name="Program">Empty when it names none.</param>
public sealed record FactHead(string? Type, string Program, string? Source, string? OrderId)
{
    public static FactHead Unknown { get; } = new(null, "", null, null);
}

/// <summary>
/// Reads facts from JSON, in the same way for every transport. Every departure from the contract is a refusal with a code and the JSON path
/// (domain.md §2).
/// </summary>
public static class FactReader
{
    private static readonly FrozenDictionary<string, Type> Types = new[]
    {
        typeof(OrderPlaced), typeof(OrderAmended), typeof(OrderPaid), typeof(OrderShipped), typeof(OrderDelivered), typeof(OrderReturned),
        typeof(OrderCancelled), typeof(ActivityCompleted), typeof(ActivityRevoked), typeof(MembershipPurchased), typeof(MembershipRefunded),
        typeof(RateSet),
    }.ToFrozenDictionary(type => type.Name, StringComparer.Ordinal);

    /// <summary>The names of the facts, as messages and lines use them.</summary>
    public static IEnumerable<string> Names => Types.Keys;

    /// <summary>Reads a stored fact, which was read without fault before it was stored.</summary>
    public static IFact ReadKept(JsonElement payload, string factType) =>
        (IFact)payload.Deserialize(Types[factType], Wire.Options)!;

    /// <summary>Reads one fact. Its type comes from the caller or from the object's <c>type</c>.</summary>
    /// <param name="json">One JSON object.</param>
    /// <param name="factType">The type when the transport says it; null: the object's <c>type</c>, or OrderPlaced without one.</param>
    /// <param name="known">The members that the transport knows, for example program, source and orderId.</param>
    public static ReadFact Read(ReadOnlySpan<byte> json, string? factType, KnownMembers known)
    {
        ArgumentNullException.ThrowIfNull(known);
        return AsLikely(json, factType ?? nameof(OrderPlaced), known) is { } fact
            ? new ReadFact(fact, null, FactHead.Unknown)
            : ReadAny(json, factType, known);
    }

    // One walk over the JSON suffices for orders, and for every fact whose type the transport says. Null when the fact is of another type
    // or cannot be read.
    private static IFact? AsLikely(ReadOnlySpan<byte> json, string factType, KnownMembers known)
    {
        try
        {
            return Types.TryGetValue(factType, out var type)
                ? (IFact?)RecordReader.TryRead(json, type, known, DiscriminatorOf(factType))
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // Reads a fact of any type, in two walks, or finds out why it cannot be read.
    private static ReadFact ReadAny(ReadOnlySpan<byte> json, string? factType, KnownMembers known)
    {
        var members = HeadMembers.Of(json);
        if (!members.IsJson && JsonSyntax.FaultOf(json) is { } fault) return Refuse(Outcome.Reject(Refusals.MalformedJson, fault));
        if (!members.IsObject) return Refuse(Outcome.Reject(Refusals.InvalidValue, "A fact is a JSON object."));
        if (members.TypeFault is { } typeFault) return Refuse(typeFault);
        if (factType is not null && members.Type is not null && members.Type != factType)
        {
            return Refuse(Outcome.Reject(Refusals.InvalidValue, $"$.type{DiscriminatorOf(factType).Rule}"));
        }

        var name = factType ?? members.Type ?? nameof(OrderPlaced);
        if (!Types.TryGetValue(name, out var type))
        {
            var types = string.Join(", ", Types.Keys.Order(StringComparer.Ordinal));
            return Refuse(Outcome.Reject(Refusals.UnknownFactType, $"$.type is one of {types}."));
        }

        return RecordReader.Read(json, type, known, DiscriminatorOf(name), out var refusal) is IFact fact
            ? new ReadFact(fact, null, FactHead.Unknown)
            : Refuse(refusal!);

        ReadFact Refuse(Outcome why) => new(null, why, members.Head(factType, known));
    }

    private static TypeDiscriminator DiscriminatorOf(string factType) => new("type", factType);

    /// <summary>The members that identify a fact even when it cannot be read: those that are texts, up to the first fault in the
    /// JSON.</summary>
    /// <param name="IsJson">Whether all of it is JSON.</param>
    /// <param name="IsObject">Whether it begins as an object.</param>
    /// <param name="TypeFault">Why the type cannot be read; null when it can, or there is none.</param>
    private readonly record struct HeadMembers(
        bool IsJson, bool IsObject, string? Type, Outcome? TypeFault, string? Program, string? Source, string? OrderId)
    {
        private static readonly string[] Wanted = ["type", "program", "source", "orderId"];
        private static readonly byte[][] WantedUtf8 = [.. Wanted.Select(Encoding.UTF8.GetBytes)];

        public static HeadMembers Of(ReadOnlySpan<byte> json)
        {
            var read = default(HeadMembers);
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = JsonSyntax.DepthMax });
            try
            {
                read = read with { IsObject = reader.Read() && reader.TokenType == JsonTokenType.StartObject };
                while (read.IsObject && reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                {
                    var name = RecordReader.IndexOf(ref reader, WantedUtf8);
                    reader.Read();
                    if (name >= 0) read = read.With(Wanted[name], ref reader);
                    reader.Skip();
                }

                while (reader.Read())
                {
                    // The reader throws when anything stands behind the object.
                }

                return read with { IsJson = true };
            }
            catch (JsonException)
            {
                return read;
            }
        }

        /// <summary>What is known of the fact when it cannot be read.</summary>
        public FactHead Head(string? factType, KnownMembers known)
        {
            var type = factType ?? Type ?? nameof(OrderPlaced);
            return new FactHead(
                Types.ContainsKey(type) ? type : null, Best("program", Program) ?? "", Best("source", Source), Best("orderId", OrderId));

            string? Best(string name, string? read) => known.Address.GetValueOrDefault(name) ?? read ?? known.Of(name);
        }

        // Of several members of one name, the first that is a text counts.
        private HeadMembers With(string name, ref Utf8JsonReader reader)
        {
            string? fault = null;
            var text = reader.TokenType == JsonTokenType.String && RecordReader.TryText(ref reader, out var held, out fault) ? held : null;
            return name switch
            {
                "type" when text is null => this with { TypeFault = TypeFault ?? TypeFaultOf(reader.TokenType, fault) },
                "type" => this with { Type = Type ?? text },
                "program" => this with { Program = Program ?? text },
                "source" => this with { Source = Source ?? text },
                _ => this with { OrderId = OrderId ?? text },
            };
        }

        private static Outcome TypeFaultOf(JsonTokenType token, string? fault) => fault is null
            ? Outcome.Reject(Refusals.InvalidValue, $"$.type is text, not {RecordReader.NameOf(token)}.")
            : Outcome.Reject(Refusals.MalformedText, $"$.type {fault}.");
    }
}
