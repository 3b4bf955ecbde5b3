using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Ledger.Contracts.V1;

/// <summary>The JSON form of messages: camelCase, members in ordinal order, absent rather than null, text unescaped where JSON
/// allows.</summary>
public static class Wire
{
    /// <summary>The options for every message and every stored event. Unknown and duplicate members are errors.</summary>
    public static JsonSerializerOptions Options { get; } = Create();

    /// <summary>
    /// The options for reading answers: unknown members are ignored, because the ledger may be newer than its client.
    /// </summary>
    public static JsonSerializerOptions Lenient { get; } = CreateLenient();

    /// <summary>Applies the rules of <see cref="Options"/> to options that a library owns.</summary>
    public static void Configure(JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.PropertyNameCaseInsensitive = false;
        options.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.Converters.Add(new InstantJsonConverter());
    }

    private static JsonSerializerOptions Create()
    {
        var resolver = new DefaultJsonTypeInfoResolver();
        resolver.Modifiers.Add(ShapeProperties);
        var options = new JsonSerializerOptions
        {
            TypeInfoResolver = resolver,
            UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
            AllowDuplicateProperties = false,
            RespectNullableAnnotations = true,
            RespectRequiredConstructorParameters = true,
        };
        Configure(options);
        options.MakeReadOnly();
        return options;
    }

    private static JsonSerializerOptions CreateLenient()
    {
        var options = new JsonSerializerOptions(Options)
        {
            TypeInfoResolver = Options.TypeInfoResolver!.WithAddedModifier(type =>
            {
                if (type.Kind == JsonTypeInfoKind.Object) type.UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip;
            }),
            UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip,
            AllowDuplicateProperties = true,
        };
        options.MakeReadOnly();
        return options;
    }

    // Members are sorted in ordinal order, the canonical order of the log's chain, so written events need no second pass. Nearly all lines
    // are merchandise without a discount of their own, so kind and discount are left out then, as senders may do.
    private static void ShapeProperties(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object) return;
        var sorted = type.Properties.OrderBy(property => property.Name, StringComparer.Ordinal).ToList();
        type.Properties.Clear();
        foreach (var property in sorted)
        {
            type.Properties.Add(property);
            // Null is written as absent, so a nullable member may be absent. Set after Add, because Add resets IsRequired.
            if (property.AssociatedParameter is { IsNullable: true }) property.IsRequired = false;
        }

        if (type.Type == typeof(OrderLine))
        {
            type.Properties.Single(property => property.Name == "kind").ShouldSerialize = (_, kind) => kind is not OrderLine.Merchandise;
        }
    }
}
