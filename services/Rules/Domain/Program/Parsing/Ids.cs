using Ledger.Contracts.V1;

namespace Ledger.Rules.Domain;

/// <summary>Ids and stock texts (domain.md §1).</summary>
internal static class Ids
{
    /// <summary>1–128 characters U+0021–U+007E.</summary>
    public static bool Check(string id, string path, ErrorList errors)
    {
        if (Identifiers.IsId(id)) return true;
        errors.Add(path, ProgramErrorCodes.MalformedId, $"An id is {Identifiers.Rule}.");
        return false;
    }

    /// <summary>Stock codes and categories: 1–256 characters, kept as they stand.</summary>
    public static bool CheckStock(string text, string path, ErrorList errors)
    {
        if (text.Length is >= 1 and <= 256) return true;
        errors.Add(path, ProgramErrorCodes.OutOfRange, "A stock code or category has 1 to 256 characters.");
        return false;
    }
}
