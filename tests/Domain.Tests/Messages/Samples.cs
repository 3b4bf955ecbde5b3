using System.Reflection;
using System.Text;
using System.Text.Json;
using Ledger.Contracts.V1;

namespace Ledger.DomainTests.Messages;

/// <summary>The committed samples: one JSON file for each message.</summary>
internal static class Samples
{
    private static readonly Assembly Contracts = typeof(EventNames).Assembly;

    private static readonly string Folder = Path.Combine(Root(), "contracts", "samples");

    private static readonly Type[] Incoming = [typeof(IOrderFact), typeof(IProgramFact), typeof(ISpendingCommand)];

    /// <summary>Messages that are sent or stored: facts that come in, events that are recorded, questions to the rules and their
    /// answers.</summary>
    public static IEnumerable<Type> Messages =>
        Contracts.GetExportedTypes().Where(type => type is { IsAbstract: false, IsInterface: false }
            && Incoming.Any(kind => kind.IsAssignableFrom(type)))
            .Concat(EventNames.All.Values)
            .Append(typeof(SubmitOrders)).Append(typeof(EvaluateOrders)).Append(typeof(OrdersEvaluated))
            .DistinctBy(type => type.Name).OrderBy(type => type.Name, StringComparer.Ordinal);

    public static IEnumerable<string> Names =>
        Directory.EnumerateFiles(Folder, "*.json").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal);

    public static Type? TypeOf(string name) => Contracts.GetType($"Ledger.Contracts.V1.{name}");

    public static string Read(string name) => File.ReadAllText(Path.Combine(Folder, $"{name}.json"));

    /// <summary>JSON without whitespace, members sorted by name, numbers unchanged: equal messages give the same text.</summary>
    public static string Canonical(string json)
    {
        using var document = JsonDocument.Parse(json);
        var text = new StringBuilder();
        Write(document.RootElement, text);
        return text.ToString();
    }

    private static void Write(JsonElement element, StringBuilder text)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                text.Append('{');
                foreach (var member in element.EnumerateObject().OrderBy(member => member.Name, StringComparer.Ordinal))
                {
                    if (text[^1] != '{') text.Append(',');
                    text.Append('"').Append(member.Name).Append("\":");
                    Write(member.Value, text);
                }

                text.Append('}');
                break;
            case JsonValueKind.Array:
                text.Append('[');
                foreach (var item in element.EnumerateArray())
                {
                    if (text[^1] != '[') text.Append(',');
                    Write(item, text);
                }

                text.Append(']');
                break;
            default:
                text.Append(element.GetRawText());
                break;
        }
    }

    /// <summary>The folder of the checkout.</summary>
    public static string Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Ledger.sln"))) return folder.FullName;
        }

        throw new InvalidOperationException("The samples are read from a checkout: no Ledger.sln above these tests.");
    }
}
