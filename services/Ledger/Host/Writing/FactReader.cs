using System.Collections.Frozen;
using System.Runtime.InteropServices;
using System.Text.Json;
using Ledger.Contracts.V1;
using Ledger.Ledger.Domain;

namespace Ledger.Ledger.Host;

/// <summary>Reads facts from JSON; what is not as the contract says is a refusal with a code and the path.</summary>
public static class FactReader
{
    private static readonly FrozenDictionary<string, Type> Types = new[]
    {
        typeof(OrderPlaced), typeof(OrderAmended), typeof(OrderPaid), typeof(OrderShipped), typeof(OrderDelivered), typeof(OrderReturned), typeof(OrderCancelled),
    }.ToFrozenDictionary(type => type.Name, StringComparer.Ordinal);

    /// <summary>The names of the facts, as messages and lines say them.</summary>
    public static IEnumerable<string> Names => Types.Keys;

    /// <summary>Reads a fact that was read before and kept.</summary>
    public static IOrderFact ReadKept(JsonElement payload, string factType) => (IOrderFact)payload.Deserialize(Types[factType], Wire.Options)!;

    /// <summary>Reads one fact; its type comes from <c>type</c> in the object or from the caller.</summary>
    /// <param name="json">One JSON object.</param>
    /// <param name="factType">The type when the door says it; null: the object's <c>type</c>, or OrderPlaced without one.</param>
    /// <param name="defaults">Fields that the door knows (program, source, orderId); the object may repeat them but not contradict.</param>
    public static ReadFact Read(ReadOnlyMemory<byte> json, string? factType, IReadOnlyDictionary<string, string>? defaults = null)
    {
        // The way of nearly all facts; whatever is out of the ordinary goes the long way, which finds the reason.
        if (PlainFactReader.TryRead(json.Span, factType, defaults) is { } plain) return new ReadFact(plain, null);
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(json, new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = 16 });
        }
        catch (JsonException broken)
        {
            return ReadFact.Refused(Refusals.MalformedJson, $"The text is not JSON: {Sentence(broken.Message)}");
        }

        using (document)
        {
            return ReadAny(document.RootElement, factType, defaults);
        }
    }

    /// <inheritdoc cref="Read(ReadOnlyMemory{byte}, string?, IReadOnlyDictionary{string, string}?)"/>
    public static ReadFact Read(JsonElement root, string? factType, IReadOnlyDictionary<string, string>? defaults = null) =>
        root.ValueKind == JsonValueKind.Object && PlainFactReader.TryRead(JsonMarshal.GetRawUtf8Value(root), factType, defaults) is { } plain
            ? new ReadFact(plain, null)
            : ReadAny(root, factType, defaults);

    private static ReadFact ReadAny(JsonElement root, string? factType, IReadOnlyDictionary<string, string>? defaults)
    {
        if (root.ValueKind != JsonValueKind.Object) return ReadFact.Refused(Refusals.InvalidValue, "A fact is a JSON object.");
        if (root.TryGetProperty("type", out var named))
        {
            if (named.ValueKind != JsonValueKind.String) return ReadFact.Refused(Refusals.InvalidValue, "$.type is text.");
            if (factType is not null && named.GetString() != factType) return ReadFact.Refused(Refusals.InvalidValue, $"$.type is {factType} here.");
            factType = named.GetString();
        }

        factType ??= nameof(OrderPlaced);
        if (!Types.TryGetValue(factType, out var type)) return ReadFact.Refused(Refusals.UnknownFactType, $"type is one of {string.Join(", ", Types.Keys.Order(StringComparer.Ordinal))}.");
        foreach (var (name, value) in defaults ?? FrozenDictionary<string, string>.Empty)
        {
            if (root.TryGetProperty(name, out var given) && (given.ValueKind != JsonValueKind.String || given.GetString() != value))
            {
                return ReadFact.Refused(Refusals.InvalidValue, $"$.{name} is not what the address says.");
            }
        }

        try
        {
            var plain = Completed(root, defaults);
            var fact = (IOrderFact)plain.Deserialize(type, Wire.Options)!;
            return new ReadFact(fact, null);
        }
        catch (JsonException wrong)
        {
            return Refused(wrong);
        }
        catch (Exception wrong) when (wrong is InvalidOperationException or FormatException)
        {
            // Text that is no valid Unicode surfaces when it is read.
            return ReadFact.Refused(Refusals.MalformedText, "A text holds what is not Unicode.");
        }
    }

    /// <summary>The refusal for JSON that does not fit its type.</summary>
    internal static ReadFact Refused(JsonException wrong)
    {
        var message = Sentence(wrong.Message);
        // The reader's own exception is a subclass that it does not show: the text is no JSON at all.
        if (wrong.GetType() != typeof(JsonException) || wrong.InnerException is JsonException) return ReadFact.Refused(Refusals.MalformedJson, $"The text is not JSON: {message}");
        var path = wrong.Path is { Length: > 0 } at && !message.Contains("Path:", StringComparison.Ordinal) ? $"{at}: " : "";
        if (message.StartsWith(AmountJsonConverter.OutOfRange, StringComparison.Ordinal)) return ReadFact.Refused(Refusals.NumberOutOfRange, path + message);
        var unknown = message.Contains("could not be mapped", StringComparison.Ordinal);
        return ReadFact.Refused(unknown ? Refusals.UnknownField : Refusals.InvalidValue, path + message);
    }

    // The object without its type, and with what the door knows.
    private static JsonElement Completed(JsonElement root, IReadOnlyDictionary<string, string>? defaults)
    {
        var missing = defaults?.Where(pair => !root.TryGetProperty(pair.Key, out _)).ToList() ?? [];
        if (missing.Count == 0 && !root.TryGetProperty("type", out _)) return root;
        var buffer = new System.Buffers.ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true }))
        {
            writer.WriteStartObject();
            foreach (var property in root.EnumerateObject())
            {
                if (!property.NameEquals("type")) property.WriteTo(writer);
            }

            foreach (var (name, value) in missing) writer.WriteString(name, value);
            writer.WriteEndObject();
        }

        using var document = JsonDocument.Parse(buffer.WrittenMemory);
        return document.RootElement.Clone();
    }

    private static string Sentence(string message)
    {
        var end = message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        if (end >= 0) message = message[..end];
        end = message.IndexOf(" Path: ", StringComparison.Ordinal);
        if (end >= 0) message = message[..end].TrimEnd('|', ' ');
        return message.Length > 300 ? message[..300] + "…" : message;
    }
}

/// <summary>A fact as it was read, or why it could not be.</summary>
/// <param name="Fact">The fact.</param>
/// <param name="Refusal">Set when there is no fact.</param>
public sealed record ReadFact(IOrderFact? Fact, Outcome? Refusal)
{
    public static ReadFact Refused(string code, string message) => new(null, Outcome.Reject(code, message));
}
