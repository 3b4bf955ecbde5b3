using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Ledger.Contracts.V1;

namespace Ledger.Domain.Spending;

/// <summary>
/// A command's content as one hash, after defaults and with numbers by value (domain.md §2). Key and principal are left out.
/// </summary>
public static class CommandHash
{
    /// <summary>The first 128 bits of SHA-256 over the command's fields, in hexadecimal.</summary>
    public static string Of(ISpendingCommand command)
    {
        ArgumentNullException.ThrowIfNull(command);
        var text = new StringBuilder(command.GetType().Name);
        foreach (var field in JsonSerializer.SerializeToElement(command, command.GetType(), Wire.Options).EnumerateObject())
        {
            if (field.Name is "key" or "principal" || field.Value.ValueKind == JsonValueKind.Null) continue;
            var value = field.Value.ValueKind == JsonValueKind.Number
                ? (field.Value.GetDecimal() / 1.0000000000000000000000000000m).ToString(System.Globalization.CultureInfo.InvariantCulture)
                : field.Value.GetRawText();
            text.Append('\n').Append(field.Name).Append('=').Append(value);
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())).AsSpan(0, 16));
    }
}
