using Ledger.Contracts.V1;

namespace Ledger.Rules.Domain.Program.Parsing;

/// <summary>Checks ids, stock codes, categories and channels (domain.md §1).</summary>
internal static class Ids
{
    /// <summary>Whether a text is an id (domain.md §1); if not, an error is recorded.</summary>
    public static bool Check(string id, string path, ErrorList errors)
    {
        if (Identifiers.IsId(id)) return true;
        errors.Add(path, ProgramErrorCodes.MalformedId, $"An id is {Identifiers.Rule}.");
        return false;
    }

    /// <summary>Whether a text can be a stock code, category or channel, by the same rule as in facts: 1–256 characters without control
    /// characters; if not, an error is recorded.</summary>
    public static bool CheckStock(string text, string path, ErrorList errors)
    {
        if (Texts.FaultOf(text) is not { } fault) return true;
        var code = text.Length is >= 1 and <= Texts.LengthMax ? ProgramErrorCodes.MalformedText : ProgramErrorCodes.OutOfRange;
        errors.Add(
            path, code,
            $"A stock code, category or channel is 1 to {Texts.LengthMax} characters without control characters; this one {fault}.");
        return false;
    }
}
