using System.Text.Json;
using Ledger.Cli.Terminal;
using Ledger.Contracts.V1;
using Ledger.Contracts.V1.Answers;
using Spectre.Console.Rendering;

namespace Ledger.Cli.OnCall;

/// <summary>An order for people.</summary>
internal static class OrderOutput
{
    public static IEnumerable<IRenderable> Of(OrderAnswer<JsonElement> order)
    {
        yield return PageParts.Facts(
            ("Order", $"{order.Source}/{order.OrderId}"),
            ("State", StateOf(order)),
            ("Account", order.RecordedFor is null ? order.AccountId : $"{order.AccountId}, recorded for {order.RecordedFor}"),
            ("Contact", order.ContactId),
            ("Partner", order.PartnerId),
            ("Placed at", PageParts.Time(order.PlacedAt)),
            ("Revision", order.Revision?.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            ("Currency", order.Rate is null ? order.Currency : $"{order.Currency}, {order.Rate} {order.ProgramCurrency} each"),
            ("Program version", order.ProgramVersion?.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            ("Tier at first evaluation", order.Evaluation?.Frozen.Tier));
        if (order.Lines is { Count: > 0 }) yield return LinesOf(order);
        if (order.Evaluation is { } evaluation)
        {
            yield return PageParts.Facts(
                ("Gross", evaluation.Gross.ToString()), ("Net", evaluation.Net.ToString()),
                ("Discount entitled", PageParts.Number(evaluation.Entitled)), ("Discount stated", evaluation.Stated.ToString()),
                ("Variance", PageParts.Number(evaluation.Variance)), ("Points", PageParts.Number(evaluation.Points)));
            if (evaluation.Discounts.Count > 0) yield return DiscountsOf(evaluation);
            if (evaluation.Earning.Count > 0) yield return EarningOf(evaluation);
        }

        if (order.Progress is { Count: > 0 } progress)
        {
            yield return PageParts.Table(
                "Progress",
                ["fact", "occurred at", "activates points"],
                progress.Select(one => new[] { one.Fact, PageParts.Time(one.OccurredAt), one.Triggers ? "yes" : "no" }));
        }

        if (order.Returns is { Count: > 0 } returns)
        {
            yield return PageParts.Table(
                "Returns",
                ["return", "occurred at", "lines"],
                returns.Select(one => new[]
                {
                    one.ReturnId ?? "cancellation", PageParts.Time(one.OccurredAt),
                    string.Join(", ", one.Lines.Select(line => $"{line.LineId} × {PageParts.Number(line.Quantity)}")),
                }));
        }

        if (order.Entries is { Count: > 0 } entries) yield return EntryOutput.TableOf("Movements", entries);
        if (order.Parked.Count > 0)
        {
            yield return PageParts.Table(
                "Parked",
                ["fact", "effective at", "recorded at"],
                order.Parked.Select(fact => new[] { fact.FactType, PageParts.Time(fact.EffectiveAt), PageParts.Time(fact.RecordedAt) }));
        }
    }

    /// <summary>The order's state in a word or a few.</summary>
    private static string StateOf(OrderAnswer<JsonElement> order)
    {
        if (!order.Recorded) return "not recorded: facts wait for it";
        if (order.Cancelled is true) return "cancelled";
        var lines = order.Lines ?? [];
        return lines.Any(line => line.Returned > 0)
            ? lines.All(line => line.Remaining == 0) ? "recorded, all returned" : "recorded, partly returned"
            : "recorded";
    }

    private static IRenderable LinesOf(OrderAnswer<JsonElement> order)
    {
        var shares = (order.Evaluation?.Lines ?? []).ToDictionary(share => share.LineId, StringComparer.Ordinal);
        return PageParts.Table(
            "Lines",
            ["line", "sku", "kind", "#quantity", "#unit price", "#discount", "#returned", "#entitled %", "#entitled", "#points"],
            order.Lines!.Select(line =>
            {
                var share = shares.GetValueOrDefault(line.LineId);
                return new[]
                {
                    line.LineId, line.Sku, line.Kind, PageParts.Number(line.Quantity), PageParts.Number(line.UnitPrice),
                    PageParts.Number(line.Discount), PageParts.Number(line.Returned), share?.Percent.ToString() ?? "",
                    share is null ? "" : PageParts.Number(share.Entitled), share is null ? "" : PageParts.Number(share.Points),
                };
            }));
    }

    private static IRenderable DiscountsOf(OrderEvaluation evaluation) => PageParts.Table(
        "Discount rules",
        ["rule", "group", "applied", "#percent", "#read from", "reason"],
        evaluation.Discounts.Select(rule => new[]
        {
            rule.Rule, rule.Group, rule.Applied ? "yes" : "no", rule.Percent?.ToString() ?? "", rule.Metric?.ToString() ?? "",
            rule.Reason ?? "",
        }));

    private static IRenderable EarningOf(OrderEvaluation evaluation) => PageParts.Table(
        "Earning rules",
        ["rule", "applied", "owner", "#base", "#rate", "#points", "reason"],
        evaluation.Earning.Select(rule => new[]
        {
            rule.Rule, rule.Applied ? "yes" : "no", rule.Owner ?? "", rule.Base?.ToString() ?? "", rule.Rate?.ToString() ?? "",
            PageParts.Number(rule.Points), rule.Reason ?? "",
        }));
}
