namespace Ledger.Rules.Domain;

/// <summary>The names that other parts of a document may refer to.</summary>
internal sealed record References(IReadOnlySet<string> Scopes, IReadOnlySet<string> Tiers)
{
    /// <summary>A reference to a scope; null when there is none or it is unknown.</summary>
    public string? Scope(JsonObjectReader reader)
    {
        if (reader.Text("scope") is not { } name) return null;
        if (Scopes.Contains(name)) return name;
        reader.Fail("scope", ProgramErrorCodes.UnknownScope, $"No scope is called '{name}'.");
        return null;
    }

    public bool CheckTier(string id, string path, ErrorList errors)
    {
        if (Tiers.Contains(id)) return true;
        errors.Add(path, ProgramErrorCodes.UnknownTier, $"No tier is called '{id}'.");
        return false;
    }
}
