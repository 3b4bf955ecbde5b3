using System.Text.Json;
using Ledger.Cli.Terminal;
using Ledger.Contracts.V1;
using Ledger.Contracts.V1.Answers;
using Spectre.Console.Rendering;

namespace Ledger.Cli.OnCall;

/// <summary>An account for people.</summary>
internal static class AccountOutput
{
    // The most months in the chart; the rest is one bar.
    private const int MonthsShown = 12;

    public static IEnumerable<IRenderable> Of(AccountPage page)
    {
        var (balance, standing) = (page.Balance.Value, page.Standing.Value);
        yield return PageParts.Facts(
            ("Account", balance.AccountId),
            ("Merged into", balance.MergedInto),
            ("Orders", PageParts.Number(standing.Orders)),
            ("Clock", PageParts.Time(standing.Clock)),
            ("Tier", TierOf(standing)),
            ("Next tier", NextOf(standing)),
            ("Grace until", PageParts.Time(standing.GraceUntil)),
            ("Review at", PageParts.Time(standing.ReviewAt)),
            ("Segments", Joined(standing.Segments)),
            ("Perks", Joined(standing.Perks)),
            ("Memberships", Joined(standing.Memberships)),
            ("Loyalty", standing.Loyalty));
        yield return PageParts.Table(
            "Wallets",
            ["owner", "unit", "#available", "#pending", "#held", "#arrears"],
            balance.Wallets.Select(wallet => new[]
            {
                wallet.Owner, wallet.Unit, PageParts.Number(wallet.Available), PageParts.Number(wallet.Pending),
                PageParts.Number(wallet.Held), PageParts.Number(wallet.Arrears),
            }));
        foreach (var unit in page.Expiring.GroupBy(one => one.Unit)) yield return PageParts.Bars($"{unit.Key} that expire", BarsOf(unit));
        if (page.Holds.Count > 0) yield return HoldsOf(page.Holds.Select(hold => hold.Value));
        if (page.HeldElsewhere > 0)
        {
            yield return PageParts.Sentence($"{PageParts.Number(page.HeldElsewhere)} more are held by holds that a merge brought along.");
        }

        if (page.Entries.Count > 0) yield return EntryOutput.TableOf("Last movements", page.Entries);
    }

    private static string? TierOf(StandingAnswer standing) =>
        standing.Tier is null ? null
        : $"{standing.Tier} since {PageParts.Time(standing.Since)}, with {PageParts.Number(standing.Metric ?? 0)}";

    private static string? NextOf(StandingAnswer standing) =>
        standing is { NextTier: { } next, Gap: { } gap } ? $"{next}: {PageParts.Number(gap)} to go" : null;

    private static string? Joined(IReadOnlyList<string>? texts) => texts is { Count: > 0 } ? string.Join(", ", texts) : null;

    private static IEnumerable<(string, decimal)> BarsOf(IEnumerable<ExpiringSum> months)
    {
        var all = months.ToList();
        foreach (var one in all.Take(MonthsShown)) yield return (one.Month, one.Amount);
        if (all.Count > MonthsShown) yield return ("later", all.Skip(MonthsShown).Sum(one => one.Amount));
    }

    private static IRenderable HoldsOf(IEnumerable<HoldAnswer> holds) => PageParts.Table(
        "Open holds",
        ["hold", "owner", "unit", "#held", "expires", "order"],
        holds.Select(hold => new[]
        {
            hold.Id, hold.Owner, hold.Unit, PageParts.Number(hold.Lots.Sum(lot => lot.Amount)), PageParts.Time(hold.ExpiresAt),
            hold.Order ?? "",
        }));
}

/// <summary>Movements of value for people.</summary>
internal static class EntryOutput
{
    /// <summary>A table with a row for each movement.</summary>
    public static IRenderable TableOf(string title, IEnumerable<JsonElement> entries) => PageParts.Table(
        title,
        ["#no.", "effective at", "type", "owner", "#amount", "unit", "#available", "cause"],
        entries.Select(json => json.Deserialize<Entry>(Wire.Lenient)!).Select(entry => new[]
        {
            PageParts.Number(entry.Sequence), PageParts.Time(entry.EffectiveAt), entry.Type, entry.Owner, PageParts.Number(entry.Amount),
            entry.Unit, PageParts.Number(entry.Balance.Available), CauseOf(entry.Cause),
        }));

    private static string CauseOf(Cause cause)
    {
        var order = cause.OrderId is null ? null : $"{cause.Source}/{cause.OrderId}";
        string?[] words =
        [
            cause.Kind, order, cause.ReturnId, cause.Rule, cause.Period, cause.Activity, cause.Command, cause.Principal, cause.Reason,
        ];
        return string.Join(' ', words.Where(word => !string.IsNullOrEmpty(word)));
    }
}
