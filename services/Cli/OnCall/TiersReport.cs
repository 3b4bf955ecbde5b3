using Ledger.Cli.Service;
using Ledger.Cli.Terminal;
using Ledger.Client;
using Spectre.Console.Rendering;

namespace Ledger.Cli.OnCall;

/// <summary>The accounts with an order, by tier.</summary>
/// <param name="Tiers">In the order of the program's latest version, followed by tiers that it no longer has.</param>
internal sealed record TiersReport(string Program, long Accounts, IReadOnlyList<TierAccounts> Tiers)
{
    public static async Task<TiersReport> ReadAsync(LedgerProgram program, CancellationToken cancellation)
    {
        var catalog = await program.CatalogAsync(cancellation);
        var ladder = catalog.Versions.Count == 0 ? [] : catalog.Versions[^1].Tiers.Select(tier => tier.Id).ToList();
        var counts = await program.SumAsync(
            LedgerPaths.Export("standings"),
            () => new Dictionary<string, (long Accounts, long InGrace)>(StringComparer.Ordinal),
            (tiers, row) =>
            {
                var tier = row.GetString("tier");
                var (accounts, inGrace) = tiers.GetValueOrDefault(tier);
                tiers[tier] = (accounts + 1, inGrace + (row.GetString("graceUntil") is { Length: > 0 } ? 1 : 0));
            },
            cancellation);
        var tiers = ladder.Concat(counts.Keys.Except(ladder, StringComparer.Ordinal).Order(StringComparer.Ordinal))
            .Select(tier => new TierAccounts(tier, counts.GetValueOrDefault(tier).Accounts, counts.GetValueOrDefault(tier).InGrace))
            .ToList();
        return new TiersReport(program.Id, tiers.Sum(tier => tier.Accounts), tiers);
    }

    public IEnumerable<IRenderable> View()
    {
        yield return PageParts.Table(
            $"Tiers of {Program}",
            ["tier", "#accounts", "#in grace", "#percent"],
            Tiers.Select(tier => new[]
            {
                tier.Tier, PageParts.Number(tier.Accounts), PageParts.Number(tier.InGrace),
                PageParts.Number(Accounts == 0 ? 0 : Math.Round(100m * tier.Accounts / Accounts, 1)),
            }));
        if (Accounts > 0) yield return PageParts.Bars("Accounts", Tiers.Select(tier => (tier.Tier, (decimal)tier.Accounts)));
    }
}

/// <summary>The accounts of one tier.</summary>
/// <param name="InGrace">Number of accounts that keep the tier only until their grace ends.</param>
internal sealed record TierAccounts(string Tier, long Accounts, long InGrace);
