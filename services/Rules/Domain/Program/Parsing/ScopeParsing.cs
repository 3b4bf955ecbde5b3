namespace Ledger.Rules.Domain.Program.Parsing;

/// <summary>Reads the scopes: name → lists.</summary>
internal static class ScopeParsing
{
    public static IReadOnlyDictionary<string, Scope> Read(JsonObjectReader program)
    {
        var scopes = new Dictionary<string, Scope>(StringComparer.Ordinal);
        if (program.Object("scopes") is not { } section) return scopes;
        foreach (var name in section.Names)
        {
            Ids.Check(name, section.PathOf(name), section.Errors);
            // An invalid scope is defined too, so that a reference to it is not reported as a second error.
            scopes[name] = section.Object(name) is { } scope ? ReadOne(scope) : Scope.AllMerchandise;
        }

        return scopes;
    }

    private static Scope ReadOne(JsonObjectReader reader)
    {
        var scope = new Scope(
            reader.Texts("kinds", CheckKind).Select(LineKindNames.Of), reader.Texts("skus", Ids.CheckStock),
            reader.Texts("excludeSkus", Ids.CheckStock), reader.Texts("categories", Ids.CheckStock),
            reader.Texts("excludeCategories", Ids.CheckStock));
        reader.RefuseTheRest();
        return scope;
    }

    private static bool CheckKind(string kind, string path, ErrorList errors)
    {
        if (LineKindNames.Has(kind)) return true;
        errors.Add(path, ProgramErrorCodes.UnknownValue, "One of merchandise, shipping, fee, reward was expected.");
        return false;
    }
}
