using System.Globalization;

namespace Ledger.Contracts.V1;

/// <summary>The rule for texts of facts, commands and programs, like stock codes, categories, tags and reasons (domain.md §1).</summary>
public static class Texts
{
    /// <summary>The most UTF-16 code units that a text may have.</summary>
    public const int LengthMax = 256;

    /// <summary>
    /// What is wrong with a text, as the end of a sentence about it; null when it is 1 to 256 characters without control characters.
    /// </summary>
    public static string? FaultOf(string? text) =>
        string.IsNullOrEmpty(text) ? "is empty"
        : text.Length > LengthMax ? string.Create(CultureInfo.InvariantCulture, $"is longer than {LengthMax} characters")
        : CharacterFaultOf(text);

    /// <summary>The same as <see cref="FaultOf"/> for a text of any length, which may be empty.</summary>
    public static string? CharacterFaultOf(string? text)
    {
        if (text is null) return "is null";
        for (var i = 0; i < text.Length; i++)
        {
            var one = text[i];
            if (char.IsControl(one)) return string.Create(CultureInfo.InvariantCulture, $"holds the control character U+{(int)one:X4}");
            if (!char.IsSurrogate(one)) continue;
            if (i + 1 == text.Length || !char.IsSurrogatePair(one, text[i + 1])) return "holds half of a surrogate pair";
            i++;
        }

        return null;
    }
}
