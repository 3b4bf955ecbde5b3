using System.Text.Json;

namespace Ledger.Cli.Import.Ndjson;

/// <summary>The few fields of a fact that decide how it is sent. The service judges the rest.</summary>
internal readonly record struct FactHead(string? Source, string? OrderId, string? AccountId)
{
    /// <summary>Source and id of the order, as people write them; null when either is missing.</summary>
    public string? Order => Source is null || OrderId is null ? null : $"{Source}/{OrderId}";

    /// <summary>Reads one line.</summary>
    /// <exception cref="JsonException">The line is not one JSON object.</exception>
    public static FactHead Of(ReadOnlySpan<byte> line)
    {
        var reader = new Utf8JsonReader(line);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) throw new JsonException("A fact is a JSON object.");
        var head = new FactHead();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var field = reader.ValueTextEquals("source"u8) ? 1 : reader.ValueTextEquals("orderId"u8) ? 2 : reader.ValueTextEquals("accountId"u8) ? 3 : 0;
            reader.Read();
            var text = field > 0 && reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
            reader.Skip();
            head = field switch
            {
                1 => head with { Source = text },
                2 => head with { OrderId = text },
                3 => head with { AccountId = text },
                _ => head,
            };
        }

        if (reader.Read()) throw new JsonException("There is more on the line than one JSON object.");
        return head;
    }
}
