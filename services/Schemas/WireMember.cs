using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Ledger.Contracts.V1;

namespace Ledger.Schemas;

/// <summary>A member of a record in its JSON form.</summary>
public sealed class WireMember
{
    private readonly JsonPropertyInfo written;
    private readonly PropertyInfo? property;

    private WireMember(JsonPropertyInfo written) => (this.written, property) = (written, written.AttributeProvider as PropertyInfo);

    /// <summary>The member's name in JSON.</summary>
    public string Name => written.Name;

    /// <summary>The member's name in code.</summary>
    public string PropertyName => property?.Name ?? Name;

    /// <summary>The form of the member's values.</summary>
    public WireForm Form => WireForm.Of(written.PropertyType, property?.GetCustomAttribute<JsonConverterAttribute>()?.ConverterType);

    /// <summary>Whether the member collects the members that the record does not declare.</summary>
    public bool IsForUnknown => written.IsExtensionData;

    /// <summary>Whether the member is written at all.</summary>
    public bool IsWritten => written.Get is not null && !IsForUnknown;

    /// <summary>Whether a sender must give the member: it has no default and cannot be null.</summary>
    public bool IsAsked => written.IsRequired;

    /// <summary>Whether the member is never null and always written.</summary>
    public bool IsAlwaysWritten => written.ShouldSerialize is null && Nullable.GetUnderlyingType(written.PropertyType) is null
        && (written.PropertyType.IsValueType || property is null
            || new NullabilityInfoContext().Create(property).ReadState != NullabilityState.Nullable);

    /// <summary>
    /// Whether the member is present in everything ever written. A parameter with a default may be absent in what earlier builds wrote; a
    /// member without a parameter is absent when null.
    /// </summary>
    public bool WasAlwaysWritten => written.AssociatedParameter is not null ? written.IsRequired
        : Nullable.GetUnderlyingType(written.PropertyType) is null && (written.PropertyType.IsValueType || !written.IsGetNullable);

    /// <summary>The value of the member where it is absent; null: no value, or the member may not be absent.</summary>
    public JsonNode? Default =>
        written.AssociatedParameter is { HasDefaultValue: true, DefaultValue: { } value }
            ? JsonSerializer.SerializeToNode(value, Wire.Options)
            : null;

    internal static WireMember Of(JsonPropertyInfo written) => new(written);
}
