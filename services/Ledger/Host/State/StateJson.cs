using System.Text.Json;
using System.Text.Json.Serialization;
using Ledger.Contracts.V1;
using Ledger.Rules.Domain.States;

namespace Ledger.Host.State;

/// <summary>How the records of an account are written that are rows as they are: as messages are, and states by their names.</summary>
internal static class StateJson
{
    public static JsonSerializerOptions Options { get; } = Create();

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions(Wire.Options);
        options.Converters.Add(new ByName<AdjustmentState>(AdjustmentStateNames.NameOf, AdjustmentStateNames.Of));
        options.Converters.Add(new ByName<VoucherState>(VoucherStateNames.NameOf, VoucherStateNames.Of));
        options.Converters.Add(new ByName<GrantState>(GrantStateNames.NameOf, GrantStateNames.Of));
        options.Converters.Add(new ByName<ClaimState>(ClaimStateNames.NameOf, ClaimStateNames.Of));
        options.MakeReadOnly();
        return options;
    }

    private sealed class ByName<T>(Func<T, string> nameOf, Func<string, T> of) : JsonConverter<T>
    {
        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            of(reader.GetString() ?? throw new JsonException("A state is missing."));

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(nameOf(value));
    }
}
