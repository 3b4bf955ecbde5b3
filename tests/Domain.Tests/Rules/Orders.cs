using System.Globalization;
using Ledger.Contracts.V1;
using Ledger.Rules.Domain.Evaluation;

namespace Ledger.DomainTests.Rules;

/// <summary>Orders and standings for tests.</summary>
internal static class Orders
{
    public static EvaluatedLine Line(
        string sku, decimal unitPrice, decimal quantity = 1, decimal discount = 0, decimal? remaining = null, string? category = null,
        string kind = "merchandise", string? id = null) =>
        new(id ?? sku, sku, category, kind, quantity, remaining ?? quantity, unitPrice, discount);

    public static EvaluateOrder At(string placedAt, params EvaluatedLine[] lines) => new("test", "1", 1, Time(placedAt), lines);

    public static EvaluateOrder Of(params EvaluatedLine[] lines) => At("2011-03-10T12:00:00Z", lines);

    public static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    public static int Month(int year, int month) => (year * 12) + month - 1;

    public static Standing Standing(
        string tier = "", long orders = 0, string? firstOrderAt = null, params (string Scope, int Month, decimal Net)[] spend)
    {
        var measures = new Measures();
        foreach (var (scope, month, net) in spend) measures.Add(scope, month, net, 1);
        return new Standing(tier, orders, firstOrderAt is null ? null : Time(firstOrderAt), measures);
    }
}
