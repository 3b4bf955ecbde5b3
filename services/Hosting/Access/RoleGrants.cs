using Ledger.Contracts.V1;
using Ledger.Keys;

namespace Ledger.Hosting.Access;

/// <summary>
/// The grants of an identity provider's roles, as a setting gives them: <c>finance=finance:read,accounts:read@acme;operators=all</c>. A
/// role without a program holds in all programs; a role that occurs twice gets both grants. Separators within a role's or program's name
/// are percent-escaped: <c>%3B</c> for a semicolon.
/// </summary>
public sealed class RoleGrants
{
    private readonly ILookup<string, AccessGrant> grants;

    private RoleGrants(IEnumerable<(string Role, AccessGrant Grant)> all) =>
        grants = all.ToLookup(one => one.Role, one => one.Grant, StringComparer.Ordinal);

    /// <summary>Reads the setting.</summary>
    /// <exception cref="FormatException">The text is not in this form; the message says why.</exception>
    public static RoleGrants Parse(string? text)
    {
        var parts = (text ?? "").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length == 0) throw new FormatException("It says what roles allow, like operators=all;finance=finance:read@acme.");
        return new RoleGrants([.. parts.Select(Read)]);
    }

    /// <summary>The grants of somebody with these roles; unknown roles grant nothing.</summary>
    public IReadOnlyList<AccessGrant> Of(IEnumerable<string> roles) =>
        [.. roles.Distinct(StringComparer.Ordinal).SelectMany(role => grants[role])];

    private static (string Role, AccessGrant Grant) Read(string part)
    {
        var equals = part.IndexOf('=', StringComparison.Ordinal);
        if (equals < 1) throw new FormatException($"{part} is no role with what it allows, like finance=finance:read@acme.");
        var at = part.IndexOf('@', equals);
        var program = at < 0 ? null : Uri.UnescapeDataString(part[(at + 1)..].Trim());
        if (program is not null && !Identifiers.IsId(program)) throw new FormatException($"{part}: a program's id is {Identifiers.Rule}.");
        try
        {
            var scopes = Scopes.Parse(part[(equals + 1)..(at < 0 ? part.Length : at)].Trim());
            if (scopes.Contains(Scopes.PartnerRead)) throw new FormatException($"{part}: {Scopes.PartnerRead} is for keys of partners.");
            return (Uri.UnescapeDataString(part[..equals].Trim()), new AccessGrant(program, null, scopes));
        }
        catch (KeyRefusedException unknown)
        {
            throw new FormatException($"{part}: {unknown.Message}", unknown);
        }
    }
}
