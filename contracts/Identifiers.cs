namespace Ledger.Contracts.V1;

/// <summary>The rule for ids of programs, sources, orders, accounts, contacts, partners, returns, lines and commands (domain.md
/// §1).</summary>
public static class Identifiers
{
    public const int LengthMax = 128;

    /// <summary>The rule in words, as the end of a sentence like "an id is …".</summary>
    public const string Rule = "1 to 128 characters from U+0021 to U+007E, and not . or .. alone";

    /// <summary>Whether text is an id. <c>.</c> and <c>..</c> are not, because a URL's path cannot hold them as segments.</summary>
    public static bool IsId(string? text) =>
        text is { Length: > 0 and <= LengthMax } and not ("." or "..") && text.AsSpan().IndexOfAnyExceptInRange('!', '~') < 0;
}
