namespace Ledger.Ledger.Domain;

/// <summary>What a redemption took from one lot and how much of it was given back.</summary>
public readonly record struct Allocation(long Lot, decimal Amount, decimal Restored);

/// <summary>Spent value and the lots it came from, so that it can go back to them (domain.md §4 redemption).</summary>
/// <param name="id">The key of the command that made it.</param>
/// <param name="number">Its entry's number: a return gives the latest back first.</param>
/// <param name="order">"source/orderId" of the order it paid for.</param>
/// <param name="reward">The reward it bought.</param>
public sealed class Redemption(string id, WalletKey wallet, string? order, string? reward, long number)
{
    public string Id { get; } = id;

    public WalletKey Wallet { get; } = wallet;

    public string? Order { get; } = order;

    public string? Reward { get; } = reward;

    public long Number { get; } = number;

    /// <summary>In the order in which it was taken.</summary>
    public IReadOnlyList<Allocation> Lots { get; set; } = [];

    public decimal Amount => Lots.Sum(part => part.Amount);

    public decimal Restored => Lots.Sum(part => part.Restored);

    /// <summary>What is still spent.</summary>
    public decimal Left => Amount - Restored;

    public Redemption Copy() => (Redemption)MemberwiseClone();
}
