using System.Globalization;
using System.Text;

namespace Ledger.Rules.Domain.Program.Parsing;

/// <summary>JSON paths in errors: $.discounts[1].steps[0].from, $.scopes['odd name'].</summary>
public static class JsonPath
{
    // Longer names are cut.
    private const int NameMax = 64;

    /// <summary>The step to a member; control characters of its name are written as escapes.</summary>
    public static string Member(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return IsPlain(name) ? "." + name : Quoted(name);
    }

    /// <summary>The path of a list's element.</summary>
    public static string Item(string list, int index) => string.Create(CultureInfo.InvariantCulture, $"{list}[{index}]");

    private static bool IsPlain(string name) =>
        name.Length is > 0 and <= NameMax && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-');

    private static string Quoted(string name)
    {
        var text = new StringBuilder("['");
        foreach (var rune in name.EnumerateRunes().Take(NameMax))
        {
            if (Rune.IsControl(rune)) text.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}");
            else if (rune.Value is '\'' or '\\') text.Append('\\').Append(rune.ToString());
            else text.Append(rune.ToString());
        }

        if (name.Length > NameMax) text.Append('…');
        return text.Append("']").ToString();
    }
}
