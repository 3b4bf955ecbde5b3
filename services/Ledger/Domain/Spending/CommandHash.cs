using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Ledger.Contracts.V1;
using Ledger.Domain.Orders;

namespace Ledger.Domain.Spending;

/// <summary>
/// A command's content as one hash, after defaults and with numbers by value (domain.md §2). Key and principal are left out.
/// </summary>
public static class CommandHash
{
    private const int NumberBytesMax = 32;

    /// <summary>The hash of a command's type and fields.</summary>
    public static string Of(ISpendingCommand command)
    {
        ArgumentNullException.ThrowIfNull(command);
        var type = command.GetType();
        var json = JsonSerializer.SerializeToUtf8Bytes(command, type, Wire.Options);
        var text = new ArrayBufferWriter<byte>(json.Length + type.Name.Length + NumberBytesMax);
        Encoding.UTF8.GetBytes(type.Name, text);
        AddFields(json, text);
        return ContentDigest.Of(text.WrittenSpan);
    }

    private static void AddFields(ReadOnlySpan<byte> json, ArrayBufferWriter<byte> text)
    {
        var reader = new Utf8JsonReader(json);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.ValueSpan;
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            if (name.SequenceEqual("key"u8) || name.SequenceEqual("principal"u8) || reader.TokenType == JsonTokenType.Null) continue;
            text.Write("\n"u8);
            text.Write(name);
            text.Write("="u8);
            if (reader.TokenType == JsonTokenType.Number) AddNumber(reader.GetDecimal(), text);
            else text.Write(json[start..(int)reader.BytesConsumed]);
        }
    }

    private static void AddNumber(decimal number, ArrayBufferWriter<byte> text)
    {
        ContentDigest.ByValue(number).TryFormat(text.GetSpan(NumberBytesMax), out var written, provider: CultureInfo.InvariantCulture);
        text.Advance(written);
    }
}
