using Ledger.Contracts.V1;
using Ledger.Domain.Accounts;
using Ledger.Rules.Domain.Postings;
using Ledger.Rules.Domain.States;

namespace Ledger.Domain.Spending;

/// <summary>Value set aside for a purchase (domain.md §1 hold → capture / release).</summary>
/// <param name="Id">The key of the command that made it.</param>
/// <param name="Order">"source/orderId" of the order it is for.</param>
/// <param name="Number">Its entry's number: of holds that end at one time the earlier goes first.</param>
public sealed record Hold(string Id, WalletKey Wallet, string? Order, DateTimeOffset ExpiresAt, long Number)
{
    /// <summary>When a hold ends that waits for a decision without limit: that of a claim in a fund without claimDays.</summary>
    public static DateTimeOffset Never { get; } = new(9999, 12, 31, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The partner that it is spent with once it is captured (mechanics.md §7).</summary>
    public string? PartnerId { get; init; }

    /// <summary>Whether it is the money of a claim, whose id it has.</summary>
    public bool IsClaim => Wallet.Unit == Units.Fund;

    /// <summary>What became of it.</summary>
    public HoldState State { get; init; } = HoldState.Held;

    /// <summary>What is still held, by lot, in the order in which it was taken.</summary>
    public IReadOnlyList<LotShare> Lots { get; init; } = [];

    public bool IsOpen => Lots.Count > 0;

    public decimal Amount => Lots.Sum(share => share.Amount);

    /// <summary>The hold without what moved out of it.</summary>
    public Hold Without(IReadOnlyList<LotMove> moves)
    {
        ArgumentNullException.ThrowIfNull(moves);
        var left = Lots.ToDictionary(share => share.Lot, share => share.Amount);
        foreach (var move in moves) left[move.Lot] -= move.Amount;
        return this with { Lots = [.. Lots.Where(share => left[share.Lot] > 0).Select(share => share with { Amount = left[share.Lot] })] };
    }
}
