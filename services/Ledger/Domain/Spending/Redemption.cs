using Ledger.Contracts.V1;
using Ledger.Domain.Accounts;

namespace Ledger.Domain.Spending;

/// <summary>What a redemption took from one lot and how much of it was given back.</summary>
public readonly record struct Allocation(long Lot, decimal Amount, decimal Restored);

/// <summary>Spent value and the lots it came from, so that it can go back to them (domain.md §4 redemption).</summary>
/// <param name="Id">The key of the command that made it.</param>
/// <param name="Order">"source/orderId" of the order it paid for.</param>
/// <param name="Reward">The reward it bought.</param>
/// <param name="Number">Its entry's number: a return gives the latest back first.</param>
public sealed record Redemption(string Id, WalletKey Wallet, string? Order, string? Reward, long Number)
{
    /// <summary>The partner that it was spent with (mechanics.md §7).</summary>
    public string? PartnerId { get; init; }

    /// <summary>Exact net of the order when it was paid for; null without an order, and where an older log does not say it.</summary>
    public Exact? OrderNet { get; init; }

    /// <summary>In the order in which it was taken.</summary>
    public IReadOnlyList<Allocation> Lots { get; init; } = [];

    public decimal Amount => Lots.Sum(part => part.Amount);

    public decimal Restored => Lots.Sum(part => part.Restored);

    /// <summary>What is still spent.</summary>
    public decimal Left => Amount - Restored;
}
