namespace Ledger.Bench.Load;

/// <summary>
/// The clients that redeem, the same for the service and for the conventional way: 64 clients with one redemption in progress each, on
/// accounts of their own or all on one.
/// </summary>
internal static class Redeemers
{
    public const int Clients = 64;
    public const int PointsPerLot = 500;
    private const int AccountsPerClient = 16;

    /// <summary>Warm-up redemptions, which are not counted: enough for hot code to be compiled with optimizations.</summary>
    public const int Warm = 12_800;

    /// <summary>All accounts of all clients.</summary>
    public static IReadOnlyList<string> Many { get; } = [.. Enumerable.Range(0, Clients * AccountsPerClient).Select(i => $"R{i}")];

    /// <summary>The one account.</summary>
    public static IReadOnlyList<string> One { get; } = ["HOT"];

    /// <summary>The number of lots that each account needs so that no redemption is refused, and one more because of rounding.</summary>
    public static int LotsEach(IReadOnlyList<string> accounts, int redemptions) =>
        (((redemptions + Warm) / accounts.Count) * BenchProgram.RewardCost / PointsPerLot) + 2;

    /// <summary>The accounts of each client's redemptions, in turns; no two clients share an account if there are enough.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> ByClient(IReadOnlyList<string> accounts, int redemptions) =>
        [.. Enumerable
                .Range(0, redemptions)
                .Select(i => accounts[i % accounts.Count])
                .Select((account, i) => (account, i))
                .GroupBy(one => one.i % Clients, one => one.account)
                .Select(client => client.ToList())];
}
