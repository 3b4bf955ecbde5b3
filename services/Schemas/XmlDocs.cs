using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Ledger.Hosting;

/// <summary>
/// The doc comments of types, from the XML file that the compiler writes beside their assembly: what the code says of a member is what the
/// OpenAPI document says of it.
/// </summary>
internal sealed partial class XmlDocs
{
    private readonly Dictionary<Assembly, Dictionary<string, XElement>> files = [];

    /// <summary>The summary of a type; null where there is none.</summary>
    public string? Of(Type type) => Text(Find(type)?.Element("summary"));

    /// <summary>What a property means: its own summary, or what its record says of the parameter of that name.</summary>
    public string? Of(PropertyInfo property)
    {
        ArgumentNullException.ThrowIfNull(property);
        var type = property.DeclaringType!;
        var own = Find(type.Assembly, $"P:{NameOf(type)}.{property.Name}");
        return Text(own?.Element("summary"))
            ?? Text(Find(type)?.Elements("param").FirstOrDefault(parameter => (string?)parameter.Attribute("name") == property.Name));
    }

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
        var text = string.Concat(element.Nodes().Select(Text));
        // The design's pages are not the reader's.
        text = Reference().Replace(Blank().Replace(text, " "), "").Trim();
        return text.Length == 0 ? null : text;
    }

    private static string Text(XNode node) => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "see" or "seealso" } see => ((string?)see.Attribute("cref") ?? "").Split('.', ':')[^1],
        XElement { Name.LocalName: "paramref" or "typeparamref" } parameter =>
            System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName((string?)parameter.Attribute("name") ?? ""),
        XElement other => other.Value,
        _ => "",
    };

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blank();

    [GeneratedRegex(@" \((domain|mechanics)\.md[^)]*\)")]
    private static partial Regex Reference();
}
