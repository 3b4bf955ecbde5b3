using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Ledger.Contracts.V1;
using Ledger.Schemas;
using Microsoft.OpenApi;

namespace Ledger.Hosting.Api;

/// <summary>
/// The schemas of the OpenAPI document, in its dialect. Nothing is nullable, because null members are left out on the wire; members that
/// are never null are required in answers. Only request bodies forbid unknown members.
/// </summary>
internal sealed class ApiSchemas(OpenApiDocument document, XmlDocs docs)
{
    /// <summary>The schema of a type: a reference to a component for a record, the schema itself for anything else.</summary>
    public IOpenApiSchema Of(Type type) => Of(WireForm.Of(type));

    /// <summary>The schema of a body that may leave out some of its type's members.</summary>
    public IOpenApiSchema Body(DescribedBody body, string? operation)
    {
        if (WireForm.Of(body.Type) is not WireForm.Record record || operation is null) return Of(body.Type);
        var needed = record.Members.Where(member => IsNeeded(record, member)).Select(member => member.Name);
        var optional = body.Optional.Intersect(needed).ToList();
        return optional.Count == 0 && body.Absent.Count == 0
            ? Of(record)
            : Component($"{char.ToUpperInvariant(operation[0])}{operation[1..]}Request", () => Object(record, optional, body.Absent));
    }

    private IOpenApiSchema Of(WireForm form) => form switch
    {
        WireForm.Record record => Component(record.Name, () => Object(record, [], [])),
        WireForm.ExactNumber => Component(nameof(Exact), Exactly),
        WireForm.Tuple tuple => Component(tuple.Type.Name, () => Array(tuple)),
        WireForm.Sequence list => new OpenApiSchema { Type = JsonSchemaType.Array, Items = Of(list.Items) },
        WireForm.Map map => new OpenApiSchema { Type = JsonSchemaType.Object, AdditionalProperties = Of(map.Values) },
        WireForm.Scalar scalar => new OpenApiSchema { Type = TypeOf(scalar), Format = scalar.Format },
        _ => new OpenApiSchema(),
    };

    /// <summary>Whether a member is required: in a request, one without a default; in an answer, one that is never null.</summary>
    private static bool IsNeeded(WireForm.Record record, WireMember member) => IsTakenIn(record) ? member.IsAsked : member.IsAlwaysWritten;

    private static bool IsTakenIn(WireForm.Record record) => record.Type.IsDefined(typeof(JsonUnmappedMemberHandlingAttribute), false);

    private OpenApiSchemaReference Component(string name, Func<OpenApiSchema> make)
    {
        var components = document.Components ??= new OpenApiComponents();
        var schemas = components.Schemas ??= new Dictionary<string, IOpenApiSchema>();
        if (!schemas.ContainsKey(name))
        {
            // Registered before it is filled, because a type may contain itself.
            schemas[name] = new OpenApiSchema();
            schemas[name] = make();
        }

        return new OpenApiSchemaReference(name, document);
    }

    private OpenApiSchema Object(WireForm.Record record, IReadOnlyList<string> optional, IReadOnlyList<string> absent)
    {
        var schema = new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Description = docs.Of(record.Type),
            Properties = new Dictionary<string, IOpenApiSchema>(),
            Required = new HashSet<string>(),
            AdditionalPropertiesAllowed = !IsTakenIn(record),
        };
        foreach (var member in record.Members)
        {
            if (member.IsForUnknown || absent.Contains(member.Name)) continue;
            schema.Properties[member.Name] = Member(record, member);
            if (IsNeeded(record, member) && !optional.Contains(member.Name)) schema.Required.Add(member.Name);
        }

        return schema;
    }

    private IOpenApiSchema Member(WireForm.Record record, WireMember member)
    {
        var schema = Of(member.Form);
        var meaning = docs.Of(record.Type, member.PropertyName);
        switch (schema)
        {
            case OpenApiSchema own:
                own.Description ??= meaning;
                if (IsTakenIn(record)) own.Default = member.Default;
                break;
            case OpenApiSchemaReference reference when meaning is not null:
                reference.Description = meaning;
                break;
        }

        return schema;
    }

    private static OpenApiSchema Exactly() => new()
    {
        Type = JsonSchemaType.String,
        Description = WireForm.ExactNumber.Meaning,
        Pattern = WireForm.ExactNumber.Pattern,
        Examples = [JsonValue.Create("542.5001"), JsonValue.Create("1/7")],
    };

    // The order of the values is described in words, because tools that read OpenAPI do not support tuples. Numbers may be integers.
    private OpenApiSchema Array(WireForm.Tuple tuple)
    {
        var items = tuple.Items.Select(item => item.Note is null ? item.Name : $"{item.Name} ({item.Note})");
        var forms = tuple.Items.Select(item => item.Form).Where(form => form is not WireForm.Scalar { Type: "integer" }).Distinct();
        return new OpenApiSchema
        {
            Type = JsonSchemaType.Array,
            Description = $"{docs.Of(tuple.Type)} As an array: {string.Join(", ", items)}.",
            Items = new OpenApiSchema { AnyOf = [.. forms.OrderBy(form => form is WireForm.Scalar).Select(Of)] },
            MinItems = tuple.Least,
            MaxItems = tuple.Items.Count,
        };
    }

    private static JsonSchemaType TypeOf(WireForm.Scalar scalar) => scalar.Type switch
    {
        "string" => JsonSchemaType.String,
        "boolean" => JsonSchemaType.Boolean,
        "integer" => JsonSchemaType.Integer,
        _ => JsonSchemaType.Number,
    };
}
