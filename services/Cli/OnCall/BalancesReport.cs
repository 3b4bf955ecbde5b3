using Ledger.Cli.Terminal;
using Ledger.Client;
using Spectre.Console.Rendering;

namespace Ledger.Cli.OnCall;

/// <summary>All wallets of a program, summed by unit.</summary>
internal sealed record BalancesReport(string Program, IReadOnlyList<UnitTotal> Units)
{
    public static async Task<BalancesReport> ReadAsync(LedgerProgram program, int top, CancellationToken cancellation)
    {
        var sums = await program.SumAsync(
            LedgerPaths.Export("balances"),
            () => new SortedDictionary<string, Sum>(StringComparer.Ordinal),
            (units, row) =>
            {
                var unit = row.GetString("unit");
                if (!units.TryGetValue(unit, out var sum)) units.Add(unit, sum = new Sum(top));
                sum.Add(
                    row.GetString("accountId"), row.GetString("owner"), row.Parse<decimal>("available"),
                    row.Parse<decimal>("pending"), row.Parse<decimal>("held"), row.Parse<decimal>("arrears"));
            },
            cancellation);
        return new BalancesReport(program.Id, [.. sums.Select(unit => unit.Value.Total(unit.Key))]);
    }

    public IEnumerable<IRenderable> View()
    {
        yield return PageParts.Table(
            $"Balances of {Program}",
            ["unit", "#wallets", "#available", "#pending", "#held", "#arrears"],
            Units.Select(unit => new[]
            {
                unit.Unit, PageParts.Number(unit.Wallets), PageParts.Number(unit.Available), PageParts.Number(unit.Pending),
                PageParts.Number(unit.Held), PageParts.Number(unit.Arrears),
            }));
        foreach (var unit in Units.Where(unit => unit.Largest.Count > 0))
        {
            yield return PageParts.Bars(
                $"Largest wallets, {unit.Unit} available",
                unit.Largest.Select(wallet => (
                    wallet.Owner == "account" ? wallet.AccountId : $"{wallet.AccountId} ({wallet.Owner})", wallet.Available)));
        }
    }

    private sealed class Sum(int top)
    {
        private readonly PriorityQueue<LargeWallet, decimal> largest = new();
        private (long Wallets, decimal Available, decimal Pending, decimal Held, decimal Arrears) sum;

        public void Add(string account, string owner, decimal available, decimal pending, decimal held, decimal arrears)
        {
            sum = (sum.Wallets + 1, sum.Available + available, sum.Pending + pending, sum.Held + held, sum.Arrears + arrears);
            if (available <= 0) return;
            largest.Enqueue(new LargeWallet(account, owner, available), available);
            if (largest.Count > top) largest.Dequeue();
        }

        public UnitTotal Total(string unit) => new(
            unit, sum.Wallets, sum.Available, sum.Pending, sum.Held, sum.Arrears,
            [
                .. largest.UnorderedItems.Select(item => item.Element).OrderByDescending(wallet => wallet.Available)
                    .ThenBy(wallet => wallet.AccountId, StringComparer.Ordinal).ThenBy(wallet => wallet.Owner, StringComparer.Ordinal),
            ]);
    }
}

/// <summary>The wallets of one unit.</summary>
/// <param name="Unit">points, cashback or fund.</param>
/// <param name="Wallets">Number of wallets to which an amount above 0 was ever credited.</param>
/// <param name="Available">Available value, arrears subtracted.</param>
internal sealed record UnitTotal(
    string Unit, long Wallets, decimal Available, decimal Pending, decimal Held, decimal Arrears, IReadOnlyList<LargeWallet> Largest);

/// <summary>One of the wallets with the most available.</summary>
/// <param name="Owner">account, or a contact's id.</param>
internal sealed record LargeWallet(string AccountId, string Owner, decimal Available);
