using System.Text.Json;
using System.Text.Json.Serialization;
using Ledger.Contracts.V1;

namespace Ledger.Hosting;

/// <summary>
/// Writes and reads messages on the bus with the contracts' own JSON options. MassTransit's own converters would treat dictionary keys that
/// differ only in case as equal.
/// </summary>
internal sealed class ContractJson : JsonConverterFactory
{
    /// <inheritdoc/>
    public override bool CanConvert(Type typeToConvert)
    {
        ArgumentNullException.ThrowIfNull(typeToConvert);
        if (typeToConvert == typeof(IReadOnlyDictionary<string, string>)) return true;
        // Types that declare how to treat unknown members are left to MassTransit, whose exceptions keep the reason of a refusal.
        return typeToConvert is { IsClass: true, IsAbstract: false } && typeToConvert.Namespace == typeof(Wire).Namespace
            && !typeToConvert.IsDefined(typeof(JsonUnmappedMemberHandlingAttribute), false);
    }

    /// <inheritdoc/>
    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(ByWire<>).MakeGenericType(typeToConvert))!;

    private sealed class ByWire<T> : JsonConverter<T>
    {
        public override T? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            JsonSerializer.Deserialize<T>(ref reader, Wire.Options);

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
            JsonSerializer.Serialize(writer, value, Wire.Options);
    }
}
