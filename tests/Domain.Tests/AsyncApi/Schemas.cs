using System.Text.Json.Nodes;
using Ledger.Schemas;

namespace Ledger.DomainTests.AsyncApi;

/// <summary>
/// JSON Schemas (draft 7) of messages as they are written: one for each record, with references to each other. Members that are not listed
/// are allowed, because new ones may be added.
/// </summary>
internal sealed class Schemas(XmlDocs docs)
{
    private const string Root = "#/components/schemas/";
    private readonly SortedDictionary<string, JsonNode> byName = new(StringComparer.Ordinal);

    /// <summary>All schemas that were asked for, and those they refer to.</summary>
    public JsonObject All() => new(byName.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value.DeepClone())));

    /// <summary>A reference to the schema of a record; creates the schema if needed.</summary>
    public JsonObject Reference(Type record) => Of(WireForm.Of(record));

    private JsonObject Of(WireForm form) => form switch
    {
        WireForm.Record record => Reference(record),
        WireForm.ExactNumber => new JsonObject
        {
            ["type"] = "string",
            ["pattern"] = WireForm.ExactNumber.Pattern,
            ["title"] = WireForm.ExactNumber.Meaning,
        },
        WireForm.Tuple tuple => Tuple(tuple),
        WireForm.Sequence list => new JsonObject { ["type"] = "array", ["items"] = Of(list.Items) },
        WireForm.Map map => new JsonObject { ["type"] = "object", ["additionalProperties"] = Of(map.Values) },
        WireForm.Scalar { Format: null } scalar => new JsonObject { ["type"] = scalar.Type },
        WireForm.Scalar scalar => new JsonObject { ["type"] = scalar.Type, ["format"] = scalar.Format },
        _ => [],
    };

    private JsonObject Reference(WireForm.Record record)
    {
        if (!byName.ContainsKey(record.Name))
        {
            byName.Add(record.Name, new JsonObject());
            byName[record.Name] = OfRecord(record);
        }

        return new JsonObject { ["$ref"] = Root + record.Name };
    }

    private JsonObject OfRecord(WireForm.Record record)
    {
        var (properties, required) = (new JsonObject(), new JsonArray());
        var members = record.Members.Where(member => member.IsWritten).ToList();
        if (members.Count == 0) throw new InvalidOperationException($"{record.Name} has no members: how is it written?");
        foreach (var member in members)
        {
            var schema = Of(member.Form);
            if (docs.Of(record.Type, member.PropertyName) is { } text) schema = Described(schema, text);
            properties[member.Name] = schema;
            if (member.WasAlwaysWritten) required.Add(member.Name);
        }

        var all = new JsonObject { ["type"] = "object", ["properties"] = properties };
        if (docs.Of(record.Type) is { } summary) all["description"] = summary;
        if (required.Count > 0) all["required"] = required;
        return all;
    }

    // Draft 7 ignores keywords beside a reference.
    private static JsonObject Described(JsonObject schema, string text)
    {
        var described = schema.ContainsKey("$ref") ? new JsonObject { ["allOf"] = new JsonArray(schema) } : schema;
        described["description"] = text;
        return described;
    }

    private JsonObject Tuple(WireForm.Tuple tuple) => new()
    {
        ["type"] = "array",
        ["title"] = $"[{string.Join(", ", tuple.Items.Select(item => item.Name))}]"
            + (tuple.Least < tuple.Items.Count ? ", without the last ones that are absent." : ""),
        ["items"] = new JsonArray([.. tuple.Items.Select(Item)]),
        ["minItems"] = tuple.Least,
        ["additionalItems"] = false,
    };

    private JsonNode Item(WireForm.Item item)
    {
        var schema = Of(item.Form);
        if (item.MayBeNull) schema["type"] = new JsonArray((string)schema["type"]!, "null");
        return schema;
    }
}
