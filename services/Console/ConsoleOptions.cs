namespace Ledger.Console;

/// <summary>Settings of the console.</summary>
/// <param name="Api">Address of the API; null: this process's own address.</param>
/// <param name="CookieKeys">
/// Folder of the keys that protect the cookies; null: ASP.NET Core's default. Several processes behind one address must share it.
/// </param>
/// <param name="Provider">Identity provider at which people can sign in beside the form for keys; null: none.</param>
public sealed record ConsoleOptions(Uri? Api = null, string? CookieKeys = null, OidcClient? Provider = null);

/// <summary>The console as a client of an identity provider.</summary>
/// <param name="Issuer">The provider's address.</param>
/// <param name="Id">The client's id at the provider.</param>
/// <param name="Secret">The client's secret; null: a public client.</param>
/// <param name="Scopes">OAuth scopes to request: openid, and those that the provider requires for a token for the API and for a refresh
/// token.</param>
public sealed record OidcClient(string Issuer, string Id, string? Secret, IReadOnlyList<string> Scopes);
