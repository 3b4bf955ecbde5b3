namespace Ledger.Console.Texts;

/// <summary>Describes in words why a rule did not apply; a code without a text is shown as it is.</summary>
public static class ReasonTexts
{
    /// <summary>The text of a reason.</summary>
    /// <param name="texts">The language.</param>
    /// <param name="reason">A stable code like <c>below-first-step</c>, <c>when.tierIn</c> or <c>beaten-by:volume</c>.</param>
    public static string Of(Catalogue texts, string reason)
    {
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentNullException.ThrowIfNull(reason);
        if (reason.StartsWith("when.", StringComparison.Ordinal)) return texts.Of("reason.when", reason["when.".Length..]);
        if (reason.StartsWith("beaten-by:", StringComparison.Ordinal)) return texts.Of("reason.beaten", reason["beaten-by:".Length..]);
        return texts.Word("reason", reason);
    }
}
