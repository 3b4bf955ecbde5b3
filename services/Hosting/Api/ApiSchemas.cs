using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Ledger.Contracts.V1;
using Microsoft.OpenApi;

namespace Ledger.Hosting;

/// <summary>
/// JSON Schemas of what crosses the border, made of the contracts as <see cref="Wire"/> writes them. What may be null is left out on the
/// wire, so nothing is nullable; what is never null is always there in an answer. Only what comes in is closed to unknown members.
/// </summary>
internal sealed class ApiSchemas(OpenApiDocument document, XmlDocs docs)
{
    /// <summary>The schema of a type: a reference to a component for a record, the schema itself for anything else.</summary>
    public IOpenApiSchema Of(Type type)
    {
        var bare = Nullable.GetUnderlyingType(type) ?? type;
        if (Plain(bare) is { } plain) return plain;
        var info = Wire.Options.GetTypeInfo(bare);
        return info.Kind switch
        {
            JsonTypeInfoKind.Object => Component(NameOf(bare), () => Record(info, [], [])),
            JsonTypeInfoKind.Enumerable => new OpenApiSchema { Type = JsonSchemaType.Array, Items = Of(info.ElementType!) },
            JsonTypeInfoKind.Dictionary => new OpenApiSchema { Type = JsonSchemaType.Object, AdditionalProperties = Of(info.ElementType!) },
            _ when bare == typeof(Exact) => Component("Exact", Exact),
            _ when bare == typeof(LineShare) => Component("LineShare", Share),
            _ => throw new InvalidOperationException($"{bare} has a form on the wire that the OpenAPI document does not know."),
        };
    }

    /// <summary>The schema of a body that may leave out some of its type's members.</summary>
    public IOpenApiSchema Body(DescribedBody body, string? operation)
    {
        var info = Wire.Options.GetTypeInfo(body.Type);
        var optional = body.Optional.Intersect(info.Properties.Where(IsNeeded).Select(property => property.Name)).ToList();
        return operation is null || (optional.Count == 0 && body.Absent.Count == 0)
            ? Of(body.Type)
            : Component($"{char.ToUpperInvariant(operation[0])}{operation[1..]}Request", () => Record(info, optional, body.Absent));
    }

    /// <summary>Needed by whoever reads it: a member of what comes in without a default; of an answer one that is never null.</summary>
    private static bool IsNeeded(JsonPropertyInfo property) =>
        IsTakenIn(property.DeclaringType) ? property.IsRequired : !MayBeNull(property) && property.ShouldSerialize is null;

    private static bool IsTakenIn(Type type) => type.IsDefined(typeof(JsonUnmappedMemberHandlingAttribute), false);

    private static bool MayBeNull(JsonPropertyInfo property) =>
        Nullable.GetUnderlyingType(property.PropertyType) is not null
        || (!property.PropertyType.IsValueType && property.AttributeProvider is PropertyInfo read
            && new NullabilityInfoContext().Create(read).ReadState == NullabilityState.Nullable);

    private OpenApiSchemaReference Component(string name, Func<OpenApiSchema> make)
    {
        var components = document.Components ??= new OpenApiComponents();
        var schemas = components.Schemas ??= new Dictionary<string, IOpenApiSchema>();
        if (!schemas.ContainsKey(name))
        {
            // In its place before it is made: a type may hold itself.
            schemas[name] = new OpenApiSchema();
            schemas[name] = make();
        }

        return new OpenApiSchemaReference(name, document);
    }

    private OpenApiSchema Record(JsonTypeInfo info, IReadOnlyList<string> optional, IReadOnlyList<string> absent)
    {
        var schema = new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Description = docs.Of(info.Type),
            Properties = new Dictionary<string, IOpenApiSchema>(),
            Required = new HashSet<string>(),
            AdditionalPropertiesAllowed = !IsTakenIn(info.Type),
        };
        foreach (var property in info.Properties)
        {
            if (property.IsExtensionData || absent.Contains(property.Name)) continue;
            schema.Properties[property.Name] = Member(property);
            if (IsNeeded(property) && !optional.Contains(property.Name)) schema.Required.Add(property.Name);
        }

        return schema;
    }

    private IOpenApiSchema Member(JsonPropertyInfo property)
    {
        var schema = Of(property.PropertyType);
        var meaning = property.AttributeProvider is PropertyInfo read ? docs.Of(read) : null;
        switch (schema)
        {
            case OpenApiSchema own:
                own.Description ??= meaning;
                if (property.AssociatedParameter is { HasDefaultValue: true, DefaultValue: { } value } && IsTakenIn(property.DeclaringType))
                {
                    own.Default = JsonSerializer.SerializeToNode(value, Wire.Options);
                }

                break;
            case OpenApiSchemaReference reference when meaning is not null:
                reference.Description = meaning;
                break;
        }

        return schema;
    }

    private static string NameOf(Type type)
    {
        var mark = type.Name.IndexOf('`', StringComparison.Ordinal);
        return mark < 0 ? type.Name : type.Name[..mark];
    }

    private static OpenApiSchema? Plain(Type type) =>
        type == typeof(string) ? Of(JsonSchemaType.String)
        : type == typeof(bool) ? Of(JsonSchemaType.Boolean)
        : type == typeof(int) ? Of(JsonSchemaType.Integer, "int32")
        : type == typeof(long) ? Of(JsonSchemaType.Integer, "int64")
        : type == typeof(decimal) || type == typeof(double) ? Of(JsonSchemaType.Number)
        : type == typeof(Guid) ? Of(JsonSchemaType.String, "uuid")
        : type == typeof(DateTimeOffset) ? Of(JsonSchemaType.String, "date-time")
        : type == typeof(JsonElement) ? new OpenApiSchema()
        : null;

    private static OpenApiSchema Of(JsonSchemaType type, string? format = null) => new() { Type = type, Format = format };

    private static OpenApiSchema Exact() => new()
    {
        Type = JsonSchemaType.String,
        Description = "An exact number: a plain decimal, or a fraction in lowest terms.",
        Pattern = @"^-?\d+(\.\d+|/\d+)?$",
        Examples = [JsonValue.Create("542.5001"), JsonValue.Create("1/7")],
    };

    private OpenApiSchema Share()
    {
        var schema = Of(JsonSchemaType.Array);
        schema.Description = $"{docs.Of(typeof(LineShare))} As an array: lineId, percent (exact), entitled (money), points.";
        schema.Items = new OpenApiSchema { AnyOf = [Of(typeof(Exact)), Of(JsonSchemaType.String), Of(JsonSchemaType.Number)] };
        (schema.MinItems, schema.MaxItems) = (4, 4);
        return schema;
    }
}
