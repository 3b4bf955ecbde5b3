using System.Text.RegularExpressions;
using System.Xml.Linq;
using Ledger.Contracts.V1;

namespace Ledger.Domain.Tests.AsyncApi;

/// <summary>What the docstrings of the contracts say, without their markup.</summary>
internal static partial class Documentation
{
    private static readonly Dictionary<string, XElement> Members =
        XDocument.Load(Path.ChangeExtension(typeof(EventNames).Assembly.Location, ".xml")).Descendants("member")
            .ToDictionary(member => (string)member.Attribute("name")!, StringComparer.Ordinal);

    /// <summary>The summary of a type; null without one.</summary>
    public static string? Of(Type type) => Text(Members.GetValueOrDefault($"T:{type.FullName}")?.Element("summary"));

    /// <summary>What is said of a member: as a parameter of a record, or as a property.</summary>
    public static string? Of(Type type, string member)
    {
        for (var declaring = type; declaring is not null && declaring != typeof(object); declaring = declaring.BaseType)
        {
            var parameter = Members.GetValueOrDefault($"T:{declaring.FullName}")?.Elements("param")
                .FirstOrDefault(one => (string?)one.Attribute("name") == member);
            var property = Members.GetValueOrDefault($"P:{declaring.FullName}.{member}")?.Element("summary");
            if ((Text(parameter) ?? Text(property)) is { } text) return text;
        }

        foreach (var contract in type.GetInterfaces())
        {
            if (Text(Members.GetValueOrDefault($"P:{contract.FullName}.{member}")?.Element("summary")) is { } text) return text;
        }

        return null;
    }

    private static string? Text(XElement? element)
    {
        if (element is null) return null;
        var words = string.Concat(element.Nodes().Select(Text));
        return Blanks().Replace(words, " ").Trim();
    }

    private static string Text(XNode node) => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "see" or "seealso" or "paramref" } named => Last(named),
        XElement other => string.Concat(other.Nodes().Select(Text)),
        _ => "",
    };

    private static string Last(XElement named) =>
        ((string?)named.Attribute("cref") ?? (string?)named.Attribute("name") ?? (string?)named.Attribute("langword") ?? "")
            .Split('.', ':')[^1];

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
