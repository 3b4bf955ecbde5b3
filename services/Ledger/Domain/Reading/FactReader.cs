using System.Collections.Frozen;
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
        var head = HeadOf(json, factType, known, out var named, out var isObject, out var typeFault);
        if (JsonSyntax.FaultOf(json) is { } fault) return ReadFact.Refused(Refusals.MalformedJson, fault, head);
        if (!isObject) return ReadFact.Refused(Refusals.InvalidValue, "A fact is a JSON object.", head);
        if (typeFault is not null) return new ReadFact(null, typeFault, head);
        if (factType is not null && named is not null && named != factType)
        {
            return ReadFact.Refused(Refusals.InvalidValue, $"$.type is {factType} here.", head);
        }

        if (!Types.TryGetValue(factType ?? named ?? nameof(OrderPlaced), out var type))
        {
            var types = string.Join(", ", Types.Keys.Order(StringComparer.Ordinal));
            return ReadFact.Refused(Refusals.UnknownFactType, $"$.type is one of {types}.", head);
        }

        return RecordReader.Read(json, type, known, "type", out var refusal) is IFact fact
            ? new ReadFact(fact, null, FactHead.Unknown)
            : new ReadFact(null, refusal, head);
    }

    /// <summary>What is known of a fact up to the first fault in the JSON.</summary>
    private static FactHead HeadOf(
        ReadOnlySpan<byte> json, string? factType, KnownMembers known, out string? named, out bool isObject, out Outcome? typeFault)
    {
        (named, isObject, typeFault) = (null, false, null);
        string? program = null, source = null, orderId = null;
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = JsonSyntax.DepthMax });
        try
        {
            isObject = reader.Read() && reader.TokenType == JsonTokenType.StartObject;
            while (isObject && reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (!RecordReader.TryText(ref reader, out var name, out _)) name = "";
                reader.Read();
                var text = reader.TokenType == JsonTokenType.String && RecordReader.TryText(ref reader, out var read, out _) ? read : null;
                switch (name)
                {
                    case "type":
                        typeFault ??= text is null ? TypeFaultOf(ref reader) : null;
                        named ??= text;
                        break;
                    case "program": program ??= text; break;
                    case "source": source ??= text; break;
                    case "orderId": orderId ??= text; break;
                }

                reader.Skip();
            }
        }
        catch (JsonException)
        {
            // Another check reports the fault; the members read before it are still valid.
        }

        var type = factType ?? named ?? nameof(OrderPlaced);
        var knownType = Types.ContainsKey(type) ? type : null;
        return new FactHead(knownType, Best("program", program) ?? "", Best("source", source), Best("orderId", orderId));

        string? Best(string name, string? read) => known.Address.GetValueOrDefault(name) ?? read ?? known.Of(name);
    }

    private static Outcome TypeFaultOf(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            return Outcome.Reject(Refusals.InvalidValue, $"$.type is text, not {RecordReader.NameOf(reader.TokenType)}.");
        }

        RecordReader.TryText(ref reader, out _, out var fault);
        return Outcome.Reject(Refusals.MalformedText, $"$.type {fault}.");
    }
}
