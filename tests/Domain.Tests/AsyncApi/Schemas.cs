using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Ledger.Contracts.V1;

namespace Ledger.Domain.Tests.AsyncApi;

/// <summary>
/// JSON Schemas (draft 7) of messages as they are written: one for each record, which refer to each other. A member that is not listed is
/// allowed, because new ones may come.
/// </summary>
internal sealed class Schemas
{
    private const string Root = "#/components/schemas/";
    private readonly SortedDictionary<string, JsonNode> byName = new(StringComparer.Ordinal);

    /// <summary>All that were asked for, and what they refer to.</summary>
    public JsonObject All() => new(byName.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value.DeepClone())));

    /// <summary>A reference to the schema of a record, which is made if it is not there yet.</summary>
    public JsonObject Reference(Type record)
    {
        if (!byName.ContainsKey(record.Name))
        {
            byName.Add(record.Name, new JsonObject());
            byName[record.Name] = OfRecord(record);
        }

        return new JsonObject { ["$ref"] = Root + record.Name };
    }

    private JsonObject OfRecord(Type record)
    {
        var (properties, required) = (new JsonObject(), new JsonArray());
        var members = Wire.Options.GetTypeInfo(record).Properties.Where(member => member.Get is not null).ToList();
        if (members.Count == 0) throw new InvalidOperationException($"{record.Name} has no members: how is it written?");
        foreach (var member in members)
        {
            var property = (PropertyInfo)member.AttributeProvider!;
            var schema = Of(member.PropertyType, property.GetCustomAttribute<JsonConverterAttribute>()?.ConverterType);
            if (Documentation.Of(record, property.Name) is { } text) schema = Described(schema, text);
            properties[member.Name] = schema;
            if (IsAlwaysThere(member)) required.Add(member.Name);
        }

        var all = new JsonObject { ["type"] = "object", ["properties"] = properties };
        if (Documentation.Of(record) is { } summary) all["description"] = summary;
        if (required.Count > 0) all["required"] = required;
        return all;
    }

    // A parameter with a default may be absent in events of earlier builds; a member without a parameter has no default but null.
    private static bool IsAlwaysThere(JsonPropertyInfo member) =>
        member.AssociatedParameter is not null ? member.IsRequired
            : Nullable.GetUnderlyingType(member.PropertyType) is null && (member.PropertyType.IsValueType || !member.IsGetNullable);

    private JsonObject Of(Type type, Type? converter)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (converter == typeof(OrderLinesJsonConverter)) return List(Line());
        if (type == typeof(LineShare)) return Share();
        if (type == typeof(Exact)) return Exactly();
        if (type == typeof(JsonElement)) return [];
        if (type == typeof(string)) return new JsonObject { ["type"] = "string" };
        if (type == typeof(bool)) return new JsonObject { ["type"] = "boolean" };
        if (type == typeof(Guid)) return new JsonObject { ["type"] = "string", ["format"] = "uuid" };
        if (type == typeof(DateTimeOffset)) return new JsonObject { ["type"] = "string", ["format"] = "date-time" };
        if (type == typeof(int)) return new JsonObject { ["type"] = "integer", ["format"] = "int32" };
        if (type == typeof(long)) return new JsonObject { ["type"] = "integer", ["format"] = "int64" };
        if (type == typeof(decimal)) return new JsonObject { ["type"] = "number" };
        if (Arguments(type, typeof(IReadOnlyDictionary<,>)) is [_, var value])
        {
            return new JsonObject { ["type"] = "object", ["additionalProperties"] = Of(value, null) };
        }

        if (Arguments(type, typeof(IReadOnlyList<>)) is [var item]) return List(Of(item, null));
        return type.Namespace == typeof(Wire).Namespace && type.IsClass ? Reference(type)
            : throw new InvalidOperationException($"How is {type} written?");
    }

    private static Type[] Arguments(Type type, Type generic) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == generic ? type.GetGenericArguments() : [];

    private static JsonObject List(JsonObject item) => new() { ["type"] = "array", ["items"] = item };

    // Beside a reference draft 7 reads nothing else.
    private static JsonObject Described(JsonObject schema, string text)
    {
        var described = schema.ContainsKey("$ref") ? new JsonObject { ["allOf"] = new JsonArray(schema) } : schema;
        described["description"] = text;
        return described;
    }

    private static JsonObject Exactly() => new()
    {
        ["type"] = "string",
        ["pattern"] = @"^-?[0-9]+(\.[0-9]+|/[0-9]+)?$",
        ["title"] = "An exact number: a plain decimal, or a fraction in lowest terms.",
    };

    private static JsonObject Line()
    {
        var optional = new JsonObject { ["type"] = new JsonArray("string", "null") };
        return Tuple("[lineId, sku, quantity, unitPrice, category, discount, kind], without the last ones that are absent.", 4,
            Of("string"), Of("string"), Of("number"), Of("number"), optional,
                new JsonObject { ["type"] = new JsonArray("number", "null") }, Of("string"));
    }

    private static JsonObject Share() => Tuple("[lineId, percent, entitled, points]", 4, Of("string"), Exactly(), Of("number"),
        Of("integer"));

    private static JsonObject Of(string type) => new() { ["type"] = type };

    private static JsonObject Tuple(string title, int least, params JsonNode[] items) => new()
    {
        ["type"] = "array",
        ["title"] = title,
        ["items"] = new JsonArray(items),
        ["minItems"] = least,
        ["additionalItems"] = false,
    };
}
