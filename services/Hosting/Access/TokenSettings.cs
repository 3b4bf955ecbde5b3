namespace Ledger.Hosting.Access;

/// <summary>The identity provider whose tokens are accepted beside keys.</summary>
/// <param name="Issuer">
/// The provider's address, exactly as its tokens name it (<c>iss</c>); the provider's keys are found below it (OpenID Connect Discovery).
/// </param>
/// <param name="Audience">The value that tokens for this service have in <c>aud</c>.</param>
/// <param name="Roles">The grants of the provider's roles.</param>
/// <param name="RolesClaim">The claim with a token's roles; a claim nested in another is named with dots, like realm_access.roles.</param>
public sealed record TokenSettings(string Issuer, string Audience, RoleGrants Roles, string RolesClaim)
{
    /// <summary>The default of <see cref="RolesClaim"/>.</summary>
    public const string UsualRolesClaim = "roles";

    /// <summary>Whether text can be an issuer's address: https, or http on this machine.</summary>
    public static bool IsIssuer(string? text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Query.Length == 0 && address.Fragment.Length == 0
        && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback));
}
