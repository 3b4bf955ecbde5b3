namespace Ledger.Bench.Load;

/// <summary>Who redeems, the same for us and for the plain way: 64 clients with one redemption on the way each, on accounts of their own or
/// all on one.</summary>
internal static class Redeemers
{
    public const int Clients = 64;
    public const int PointsPerLot = 500;
    private const int AccountsPerClient = 16;

    /// <summary>Redemptions that are not counted, before the others: until what is hot is compiled.</summary>
    public const int Warm = 12_800;

    /// <summary>All accounts of all clients.</summary>
    public static IReadOnlyList<string> Many { get; } = [.. Enumerable.Range(0, Clients * AccountsPerClient).Select(i => $"R{i}")];

    /// <summary>The one account.</summary>
    public static IReadOnlyList<string> One { get; } = ["HOT"];

    /// <summary>How many lots each of some accounts needs, so that nothing is refused; one more than that, for the rounding.</summary>
    public static int LotsEach(IReadOnlyList<string> accounts, int redemptions) =>
        (((redemptions + Warm) / accounts.Count) * BenchProgram.RewardCost / PointsPerLot) + 2;

    /// <summary>The accounts of each client's redemptions: by turns, and no other client's where there are enough.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> ByClient(IReadOnlyList<string> accounts, int redemptions) =>
        [.. Enumerable
                .Range(0, redemptions)
                .Select(i => accounts[i % accounts.Count])
                .Select((account, i) => (account, i))
                .GroupBy(one => one.i % Clients, one => one.account)
                .Select(client => client.ToList())];
}
