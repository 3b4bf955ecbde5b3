namespace Ledger.Contracts.V1;

/// <summary>What can be an id: of a program, source, order, account, contact, partner, return, line, command (domain.md §1).</summary>
public static class Identifiers
{
    public const int LengthMax = 128;

    /// <summary>The rule, for a sentence that says what an id is.</summary>
    public const string Rule = "1 to 128 characters from U+0021 to U+007E, and not . or .. alone";

    /// <summary>Whether text is an id. <c>.</c> and <c>..</c> are none, because a URL cannot hold them as a part of its path.</summary>
    public static bool IsId(string? text) =>
        text is { Length: > 0 and <= LengthMax } and not ("." or "..") && text.AsSpan().IndexOfAnyExceptInRange('!', '~') < 0;
}
