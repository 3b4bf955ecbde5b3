using System.Text.Json;
using Ledger.Contracts.V1;

namespace Ledger.Rules.Domain.Program.Parsing;

/// <summary>Numbers of a program document: at most 15 digits before the point and 10 after it, between two bounds.</summary>
internal static class Numbers
{
    public static Exact? Read(JsonElement value, string path, ErrorList errors, Exact min, Exact? max)
    {
        if (value.ValueKind != JsonValueKind.Number)
        {
            errors.Add(path, ProgramErrorCodes.WrongType, "A number was expected.");
            return null;
        }

        if (!AmountJsonConverter.TryParse(value.GetRawText(), out var number))
        {
            errors.Add(path, ProgramErrorCodes.NumberOutOfRange, AmountJsonConverter.OutOfRange + ".");
            return null;
        }

        if (number >= min && (max is null || number <= max)) return number;
        errors.Add(
            path, ProgramErrorCodes.OutOfRange,
            max is null ? $"A number of {min} or more was expected." : $"A number from {min} to {max} was expected.");
        return null;
    }
}
