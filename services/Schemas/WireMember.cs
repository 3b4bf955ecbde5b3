using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Ledger.Contracts.V1;

namespace Ledger.Schemas;

/// <summary>A member of a record as it is written.</summary>
public sealed class WireMember
{
    private readonly JsonPropertyInfo written;
    private readonly PropertyInfo? property;

    private WireMember(JsonPropertyInfo written) => (this.written, property) = (written, written.AttributeProvider as PropertyInfo);

    /// <summary>Its name in JSON.</summary>
    public string Name => written.Name;

    /// <summary>Its name in code.</summary>
    public string PropertyName => property?.Name ?? Name;

    /// <summary>The form of its values.</summary>
    public WireForm Form => WireForm.Of(written.PropertyType, property?.GetCustomAttribute<JsonConverterAttribute>()?.ConverterType);

    /// <summary>Whether it holds members that the record does not know.</summary>
    public bool IsForUnknown => written.IsExtensionData;

    /// <summary>Whether it is written at all.</summary>
    public bool IsWritten => written.Get is not null && !IsForUnknown;

    /// <summary>Whether whoever sends the record must give it: it has no default, nor is it null where it is absent.</summary>
    public bool IsAsked => written.IsRequired;

    /// <summary>Whether its values are never null and always written.</summary>
    public bool IsAlwaysWritten => written.ShouldSerialize is null && Nullable.GetUnderlyingType(written.PropertyType) is null
        && (written.PropertyType.IsValueType || property is null
            || new NullabilityInfoContext().Create(property).ReadState != NullabilityState.Nullable);

    /// <summary>
    /// Whether it is there in all that was ever written: a parameter with a default may be absent in what earlier builds wrote; a member
    /// without a parameter has no default but null.
    /// </summary>
    public bool WasAlwaysWritten => written.AssociatedParameter is not null ? written.IsRequired
        : Nullable.GetUnderlyingType(written.PropertyType) is null && (written.PropertyType.IsValueType || !written.IsGetNullable);

    /// <summary>What it is where it is absent; null: nothing, or it may not be.</summary>
    public JsonNode? Default =>
        written.AssociatedParameter is { HasDefaultValue: true, DefaultValue: { } value }
            ? JsonSerializer.SerializeToNode(value, Wire.Options)
            : null;

    internal static WireMember Of(JsonPropertyInfo written) => new(written);
}
