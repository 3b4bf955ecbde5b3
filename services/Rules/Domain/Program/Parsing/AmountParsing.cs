using Ledger.Rules.Domain.Numbers;
using Ledger.Rules.Domain.Postings;

namespace Ledger.Rules.Domain.Program.Parsing;

/// <summary>Reads an amount that is credited or paid as it stands: above 0, with no more digits than its unit has.</summary>
internal static class AmountParsing
{
    /// <summary>The units of amounts in a program. The unit fund is missing, because no prize or reward gives it.</summary>
    public static readonly IReadOnlyDictionary<string, bool> IsPoints = new Dictionary<string, bool>
    {
        [Units.Points] = true,
        [Units.Cashback] = false,
    };

    /// <summary>Reads the amount; 1 if it is missing or invalid, and the error is recorded.</summary>
    public static decimal Read(JsonObjectReader reader, string name, int digits)
    {
        if (reader.Number(name, 0, required: true) is not { } amount) return 1;
        if (amount.IsZero) reader.Fail(name, ProgramErrorCodes.OutOfRange, "The amount must be above 0.");
        var rounded = Rounding.Floor.Round(amount, digits);
        if (rounded != amount) reader.Fail(name, ProgramErrorCodes.OutOfRange,
            $"An amount in this unit has at most {digits} digits after the point.");
        return rounded;
    }
}
