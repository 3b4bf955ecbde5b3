using System.Globalization;

namespace Ledger.Rules.Domain;

/// <summary>Paths as errors name them: $.discounts[1].steps[0].from, $.scopes['odd name'].</summary>
internal static class JsonPath
{
    public static string Member(string name) => IsPlain(name) ? "." + name : "['" + name.Replace("'", "\\'", StringComparison.Ordinal) + "']";

    public static string Item(string list, int index) => string.Create(CultureInfo.InvariantCulture, $"{list}[{index}]");

    private static bool IsPlain(string name) => name.Length > 0 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-');
}
