using System.Text.Json;

namespace Ledger.Console.Stories;

/// <summary>Reads values of a program's document that answers of the API do not have.</summary>
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

    /// <summary>The objects of one of the document's lists; empty if the list is absent.</summary>
    public static IEnumerable<JsonElement> List(JsonElement document, string name) =>
        Member(document, name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : [];

    /// <summary>A member of an object; null if it is absent.</summary>
    public static JsonElement? Member(JsonElement of, string name) =>
        of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out var member) ? member : null;
}
