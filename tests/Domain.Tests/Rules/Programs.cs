using System.Text.Json;
using System.Text.Json.Nodes;
using Ledger.Rules.Domain.Program;
using NUnit.Framework;

namespace Ledger.DomainTests.Rules;

/// <summary>Small program documents for tests: a minimal one, and changes to it.</summary>
internal static class Programs
{
    public const string Minimal = """
        { "program": "acme", "version": 1, "effectiveFrom": "2009-01-01T00:00:00Z", "currency": "GBP", "timeZone": "Europe/London" }
        """;

    /// <summary>The minimal program with these members set; the text holds the members of an object.</summary>
    public static string With(string members) => Merge(Minimal, members);

    public static string Merge(string document, string members)
    {
        var root = JsonNode.Parse(document)!.AsObject();
        foreach (var (name, value) in JsonNode.Parse("{" + members + "}")!.AsObject()) root[name] = value?.DeepClone();
        return root.ToJsonString();
    }

    public static ParsedProgram Parse(string document) => ProgramParser.Parse(JsonDocument.Parse(document).RootElement);

    public static ProgramVersion Version(string members)
    {
        var parsed = Parse(With(members));
        Assert.That(parsed.Errors, Is.Empty);
        return parsed.Version!;
    }

    public static ProgramCatalog Catalog(params string[] versions) =>
        versions.Select(Version).Aggregate(ProgramCatalog.Empty("acme"), (catalog, version) => catalog.With(version));
}
