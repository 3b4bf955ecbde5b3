using Ledger.Contracts.V1;
using Ledger.Domain.Accounts;

namespace Ledger.Domain.Spending;

/// <summary>The amount that a redemption took from one lot, and how much of it was given back.</summary>
public readonly record struct Allocation(long Lot, decimal Amount, decimal Restored);

/// <summary>Spent value and the lots it came from, so that it can go back to them (domain.md §4 redemption).</summary>
/// <param name="Id">The key of the command that made it.</param>
/// <param name="Order">"source/orderId" of the order it paid for.</param>
/// <param name="Reward">The id of the reward it bought; null: none.</param>
/// <param name="Number">The number of its entry: a return gives the latest redemption back first.</param>
public sealed record Redemption(string Id, WalletKey Wallet, string? Order, string? Reward, long Number)
{
    /// <summary>The partner with which the value was spent (mechanics.md §7); null: none.</summary>
    public string? PartnerId { get; init; }

    /// <summary>The exact net of the order when it was paid for; null without an order, and in logs of older versions.</summary>
    public Exact? OrderNet { get; init; }

    /// <summary>The lots that it took value from, in order of allocation.</summary>
    public IReadOnlyList<Allocation> Lots { get; init; } = [];

    public decimal Amount => Lots.Sum(part => part.Amount);

    public decimal Restored => Lots.Sum(part => part.Restored);

    /// <summary>The amount that was not given back.</summary>
    public decimal Left => Amount - Restored;
}
