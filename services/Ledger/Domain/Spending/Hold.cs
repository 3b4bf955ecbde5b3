using Ledger.Contracts.V1;
using Ledger.Domain.Accounts;
using Ledger.Rules.Domain.Postings;
using Ledger.Rules.Domain.States;

namespace Ledger.Domain.Spending;

/// <summary>Value set aside for a purchase (domain.md §1 hold → capture / release).</summary>
/// <param name="Id">The key of the command that made it.</param>
/// <param name="Order">"source/orderId" of the order it is for; null when it is for none.</param>
/// <param name="Number">The number of the entry that made it: of holds that expire at one time, the lower number goes first.</param>
public sealed record Hold(string Id, WalletKey Wallet, string? Order, DateTimeOffset ExpiresAt, long Number)
{
    /// <summary>The expiry of a hold without a time limit: that of a claim in a fund without claimDays.</summary>
    public static DateTimeOffset Never { get; } = new(9999, 12, 31, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The partner with which the value is spent once captured (mechanics.md §7); null: none.</summary>
    public string? PartnerId { get; init; }

    /// <summary>Whether it holds the money of a claim; it then has the claim's id.</summary>
    public bool IsClaim => Wallet.Unit == Units.Fund;

    /// <summary>What became of it.</summary>
    public HoldState State { get; init; } = HoldState.Held;

    /// <summary>What is still held of each lot, in the order in which it was allocated.</summary>
    public IReadOnlyList<LotShare> Lots { get; init; } = [];

    public bool IsOpen => Lots.Count > 0;

    public decimal Amount => Lots.Sum(share => share.Amount);

    /// <summary>The hold after moves out of it.</summary>
    public Hold Without(IReadOnlyList<LotMove> moves)
    {
        ArgumentNullException.ThrowIfNull(moves);
        var left = Lots.ToDictionary(share => share.Lot, share => share.Amount);
        foreach (var move in moves) left[move.Lot] -= move.Amount;
        return this with { Lots = [.. Lots.Where(share => left[share.Lot] > 0).Select(share => share with { Amount = left[share.Lot] })] };
    }
}
