using System.Text.Json;

namespace Ledger.Console.Stories;

/// <summary>A rule of a program with dates or a condition.</summary>
/// <param name="Kind">discount or earning.</param>
/// <param name="When">The condition as in the document; empty: none.</param>
public sealed record PromotionRule(string Id, string Kind, DateTimeOffset? From, DateTimeOffset? Until, string When);

/// <summary>The promotions of a program: its discounts and earning rules with dates or conditions.</summary>
public static class PromotionRules
{
    /// <summary>Reads them from the document, in its order.</summary>
    public static IReadOnlyList<PromotionRule> Of(JsonElement document) =>
    [
        .. ProgramDocument.List(document, "discounts").Select(rule => Rule(rule, "discount"))
            .Concat(ProgramDocument.List(document, "earning").Select(rule => Rule(rule, "earning")))
            .Where(rule => rule.From is not null || rule.Until is not null || rule.When.Length > 0),
    ];

    private static PromotionRule Rule(JsonElement rule, string kind) => new(
        rule.GetProperty("id").GetString()!, kind, Instant(rule, "validFrom"), Instant(rule, "validUntil"),
        ProgramDocument.Member(rule, "when")?.GetRawText() ?? "");

    private static DateTimeOffset? Instant(JsonElement rule, string name) =>
        ProgramDocument.Member(rule, name) is { ValueKind: JsonValueKind.String } at && at.TryGetDateTimeOffset(out var read) ? read : null;
}
