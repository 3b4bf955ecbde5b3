using System.Text.Json;
using Ledger.Cli.Terminal;

namespace Ledger.Cli.OnCall;

/// <summary>An event on one line for people: position, time, type, subject, and its main content in a few words.</summary>
internal static class EventLine
{
    // Width of the column: the longest name of a common event; longer names push the rest to the right.
    private const int TypeWidth = 20;
    private const int PositionWidth = 10;

    /// <summary>The line of a CloudEvent of the feed.</summary>
    public static string Of(JsonElement one)
    {
        var data = one.TryGetProperty("data", out var found) ? found : default;
        string?[] parts =
        [
            (Text(one, "position") ?? "?").PadLeft(PositionWidth),
            Text(one, "time"),
            (Text(one, "type") ?? "?").PadRight(TypeWidth),
            .. About(data) is { Length: > 0 } about ? about : [Text(one, "subject") ?? ""],
            AmountOf(data),
            TierOf(data),
            Text(data, "code"),
        ];
        return string.Join("  ", parts.Where(part => !string.IsNullOrEmpty(part))).TrimEnd();
    }

    private static string[] About(JsonElement data)
    {
        string?[] about = [Text(data, "accountId"), OrderOf(data) ?? OrderOf(Member(data, "cause")) ?? Text(data, "order")];
        return [.. about.OfType<string>()];
    }

    private static string? OrderOf(JsonElement of) =>
        Text(of, "source") is { } source && Text(of, "orderId") is { } order ? $"{source}/{order}" : null;

    private static string? AmountOf(JsonElement data)
    {
        if (Member(data, "amount") is not { ValueKind: JsonValueKind.Number } amount) return null;
        var number = amount.TryGetDecimal(out var value) ? PageParts.Number(value) : amount.GetRawText();
        var owner = Text(data, "owner") is { } of and not "account" ? $" of {of}" : "";
        return $"{number} {Text(data, "unit")}{owner}".TrimEnd();
    }

    private static string? TierOf(JsonElement data) =>
        Text(data, "tier") is not { } tier ? null : Text(data, "fromTier") is { } from ? $"{from} → {tier}" : tier;

    private static JsonElement Member(JsonElement of, string name) =>
        of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out var member) ? member : default;

    private static string? Text(JsonElement of, string name) =>
        Member(of, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;
}
