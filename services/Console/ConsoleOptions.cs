namespace Ledger.Console;

/// <summary>How the console runs.</summary>
/// <param name="Api">Where the API is; null: at this process's own address.</param>
/// <param name="CookieKeys">
/// Folder of the keys that protect its cookies; null: where ASP.NET Core keeps them. Several processes behind one address share it.
/// </param>
public sealed record ConsoleOptions(Uri? Api = null, string? CookieKeys = null);
