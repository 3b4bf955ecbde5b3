using Microsoft.AspNetCore.Http;

namespace Ledger.Hosting.Access;

/// <summary>Why a key or a token is not enough.</summary>
/// <param name="Code">Stable code: <c>forbidden</c> where no scope would help the caller, <c>scope_missing</c> where another scope
/// would.</param>
internal sealed record Denial(string Code, string Sentence)
{
    private static readonly Denial Undeclared = new("forbidden", "This address is open to nobody.");

    /// <summary>Denies a program's key any other program, also one that does not exist, so that the key's holder learns nothing about other
    /// programs.</summary>
    public static readonly Denial OtherProgram = new("forbidden", "The key is for one program and opens nothing else.");

    /// <summary>Denies a partner's key everything but its own statements, also those of a partner that does not exist.</summary>
    public static readonly Denial OtherPartner = new("forbidden", "The key is for the statements of one partner and opens nothing else.");

    /// <summary>Denies a token that has no role known to this service.</summary>
    public static readonly Denial NoRole = new("forbidden", "The token has no role that opens anything here.");

    /// <summary>The code of a denial that another scope would avoid.</summary>
    public const string ScopeMissing = "scope_missing";

    public static Denial Missing(IReadOnlyList<string> scopes) =>
        new(ScopeMissing, $"The caller has none of the scopes that open this: {string.Join(", ", scopes)}.");

    public static Denial Of(HttpContext context) =>
        context.Items.TryGetValue(typeof(Denial), out var denial) ? (Denial)denial! : Undeclared;

    public void AttachTo(HttpContext context) => context.Items[typeof(Denial)] = this;
}
