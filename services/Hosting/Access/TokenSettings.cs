namespace Ledger.Hosting.Access;

/// <summary>Whose tokens are taken beside keys.</summary>
/// <param name="Issuer">
/// The identity provider, exactly as its tokens name it (<c>iss</c>); its keys are found below that address (OpenID Connect Discovery).
/// </param>
/// <param name="Audience">What tokens for this service name in <c>aud</c>.</param>
/// <param name="Roles">What its roles allow.</param>
/// <param name="RolesClaim">Where a token says its roles: the name of a claim, or of one within another, like realm_access.roles.</param>
public sealed record TokenSettings(string Issuer, string Audience, RoleGrants Roles, string RolesClaim)
{
    /// <summary>Where roles are unless it is said.</summary>
    public const string UsualRolesClaim = "roles";

    /// <summary>Whether an address can be an issuer's: https, or http on this machine.</summary>
    public static bool IsIssuer(string? text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Query.Length == 0 && address.Fragment.Length == 0
        && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback));
}
