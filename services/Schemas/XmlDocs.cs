using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Ledger.Schemas;

/// <summary>
/// The doc comments of types, from the XML file that the compiler writes beside their assembly. They are the descriptions in the OpenAPI
/// and the AsyncAPI document.
/// </summary>
public sealed partial class XmlDocs
{
    private readonly Dictionary<Assembly, Dictionary<string, XElement>> files = [];

    /// <summary>The summary of a type; null where there is none.</summary>
    public string? Of(Type type) => Text(Find(type)?.Element("summary"));

    /// <summary>
    /// The description of a member: the doc comment of the record's parameter of that name, or the member's own summary, or what a base
    /// type says. Null where there is none.
    /// </summary>
    public string? Of(Type type, string member)
    {
        ArgumentNullException.ThrowIfNull(type);
        for (var declaring = type; declaring is not null && declaring != typeof(object); declaring = declaring.BaseType)
        {
            var parameter = Find(declaring)?.Elements("param").FirstOrDefault(one => (string?)one.Attribute("name") == member);
            if ((Text(parameter) ?? OfProperty(declaring, member)) is { } text) return text;
        }

        return type.GetInterfaces().Select(contract => OfProperty(contract, member)).FirstOrDefault(text => text is not null);
    }

    private string? OfProperty(Type type, string member) => Text(Find(type.Assembly, $"P:{NameOf(type)}.{member}")?.Element("summary"));

    private XElement? Find(Type type) => Find(type.Assembly, $"T:{NameOf(type)}");

    private XElement? Find(Assembly assembly, string name)
    {
        if (!files.TryGetValue(assembly, out var members)) files[assembly] = members = Read(assembly);
        return members.GetValueOrDefault(name);
    }

    private static Dictionary<string, XElement> Read(Assembly assembly)
    {
        var file = Path.ChangeExtension(assembly.Location, ".xml");
        if (!File.Exists(file)) return [];
        return XDocument.Load(file).Descendants("member").ToDictionary(member => (string)member.Attribute("name")!, StringComparer.Ordinal);
    }

    private static string NameOf(Type type) => (type.IsGenericType ? type.GetGenericTypeDefinition() : type).FullName!.Replace('+', '.');

    private static string? Text(XElement? element)
    {
        if (element is null) return null;
        // References to the design's pages are removed, because readers of the documents do not have these pages.
        var text = Reference().Replace(Blank().Replace(string.Concat(element.Nodes().Select(Text)), " "), "").Trim();
        return text.Length == 0 ? null : text;
    }

    private static string Text(XNode node) => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "see" or "seealso" } see =>
            ((string?)see.Attribute("cref") ?? (string?)see.Attribute("langword") ?? "").Split('.', ':')[^1],
        // A record's parameter becomes a member of the JSON, whose name is in camelCase.
        XElement { Name.LocalName: "paramref" or "typeparamref" } parameter =>
            JsonNamingPolicy.CamelCase.ConvertName((string?)parameter.Attribute("name") ?? ""),
        XElement other => string.Concat(other.Nodes().Select(Text)),
        _ => "",
    };

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blank();

    [GeneratedRegex(@" \((domain|mechanics)\.md[^)]*\)")]
    private static partial Regex Reference();
}
