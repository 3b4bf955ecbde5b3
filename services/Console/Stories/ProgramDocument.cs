using System.Text.Json;

namespace Ledger.Console.Stories;

/// <summary>What the console needs to know of a program's document beside what answers say.</summary>
public static class ProgramDocument
{
    /// <summary>The amount above which an adjustment needs a second person; null: none does.</summary>
    /// <param name="unit">points, cashback or fund.</param>
    public static decimal? ApprovalAbove(JsonElement document, string unit) =>
        Member(document, "adjustments") is { } adjustments
            && Member(adjustments, "approvalAbove") is { } above
            && Member(above, unit == "points" ? "points" : "money") is { ValueKind: JsonValueKind.Number } limit
            ? limit.GetDecimal()
            : null;

    /// <summary>The objects of one of the document's lists; none where it is not there.</summary>
    public static IEnumerable<JsonElement> List(JsonElement document, string name) =>
        Member(document, name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : [];

    /// <summary>A member of an object; null where it is not there.</summary>
    public static JsonElement? Member(JsonElement of, string name) =>
        of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out var member) ? member : null;
}
