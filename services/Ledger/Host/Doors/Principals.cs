using Microsoft.AspNetCore.Http;

namespace Ledger.Ledger.Host;

/// <summary>Who calls: the authenticated name; where nobody is authenticated, what the caller says, or "anonymous".</summary>
internal static class Principals
{
    public const string Header = "Ledger-Principal";
    private const string Nobody = "anonymous";

    public static string Of(HttpContext context)
    {
        if (context.User.Identity is { IsAuthenticated: true, Name: { Length: > 0 } name }) return name;
        var said = context.Request.Headers[Header].ToString();
        return said.Length > 0 ? said : Nobody;
    }
}
