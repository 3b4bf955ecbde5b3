namespace Ledger.Console;

/// <summary>How the console runs.</summary>
/// <param name="Api">Where the API is; null: at this process's own address.</param>
/// <param name="CookieKeys">
/// Folder of the keys that protect its cookies; null: where ASP.NET Core keeps them. Several processes behind one address share it.
/// </param>
/// <param name="Provider">Where people may sign in beside the form for keys; null: nowhere.</param>
public sealed record ConsoleOptions(Uri? Api = null, string? CookieKeys = null, OidcClient? Provider = null);

/// <summary>The console as a client of an identity provider.</summary>
/// <param name="Issuer">The provider's address.</param>
/// <param name="Id">The client's id there.</param>
/// <param name="Secret">Its secret; null: it is a public client.</param>
/// <param name="Scopes">What it asks for: openid, and what the provider wants for a token for the API and for a refresh token.</param>
public sealed record OidcClient(string Issuer, string Id, string? Secret, IReadOnlyList<string> Scopes);
