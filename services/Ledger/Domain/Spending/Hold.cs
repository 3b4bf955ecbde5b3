using Ledger.Contracts.V1;

namespace Ledger.Ledger.Domain;

/// <summary>Value set aside for a purchase (domain.md §1 hold → capture / release).</summary>
/// <param name="id">The key of the command that made it.</param>
/// <param name="number">Its entry's number: of holds that end at one time the earlier goes first.</param>
/// <param name="order">"source/orderId" of the order it is for.</param>
public sealed class Hold(string id, WalletKey wallet, string? order, DateTimeOffset expiresAt, long number)
{
    public string Id { get; } = id;

    public WalletKey Wallet { get; } = wallet;

    public string? Order { get; } = order;

    public DateTimeOffset ExpiresAt { get; } = expiresAt;

    public long Number { get; } = number;

    /// <summary>held, captured, released or expired.</summary>
    public string State { get; set; } = Held;

    /// <summary>What is still held, by lot, in the order in which it was taken.</summary>
    public IReadOnlyList<LotShare> Lots { get; set; } = [];

    public bool IsOpen => Lots.Count > 0;

    public decimal Amount => Lots.Sum(share => share.Amount);

    public const string Held = "held";
    public const string Captured = "captured";
    public const string Released = "released";
    public const string Expired = "expired";

    /// <summary>Takes what moved out of the hold.</summary>
    public void Take(IReadOnlyList<LotMove> moves)
    {
        var left = Lots.ToDictionary(share => share.Lot, share => share.Amount);
        foreach (var move in moves) left[move.Lot] -= move.Amount;
        Lots = [.. Lots.Where(share => left[share.Lot] > 0).Select(share => share with { Amount = left[share.Lot] })];
    }

    public Hold Copy() => (Hold)MemberwiseClone();
}
