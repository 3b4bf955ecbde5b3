using Microsoft.AspNetCore.Http;

namespace Ledger.Hosting.Access;

/// <summary>Why a key or a token is not enough.</summary>
/// <param name="Code">Stable: <c>forbidden</c> for what is not the key's at all, <c>scope_missing</c> for what another scope would
/// open.</param>
internal sealed record Denial(string Code, string Sentence)
{
    private static readonly Denial Undeclared = new("forbidden", "This address is open to nobody.");

    /// <summary>Also what a program's key gets for a program that does not exist: it learns nothing of others.</summary>
    public static readonly Denial OtherProgram = new("forbidden", "The key is for one program and opens nothing else.");

    /// <summary>What a partner's key gets for everything but its own statements, of a partner that there is or is not.</summary>
    public static readonly Denial OtherPartner = new("forbidden", "The key is for the statements of one partner and opens nothing else.");

    /// <summary>What a token gets of whose roles none is known here.</summary>
    public static readonly Denial NoRole = new("forbidden", "The token has no role that opens anything here.");

    /// <summary>The code of what another scope would open.</summary>
    public const string ScopeMissing = "scope_missing";

    public static Denial Missing(IReadOnlyList<string> scopes) =>
        new(ScopeMissing, $"The caller has none of the scopes that open this: {string.Join(", ", scopes)}.");

    public static Denial Of(HttpContext context) =>
        context.Items.TryGetValue(typeof(Denial), out var denial) ? (Denial)denial! : Undeclared;

    public void Keep(HttpContext context) => context.Items[typeof(Denial)] = this;
}
