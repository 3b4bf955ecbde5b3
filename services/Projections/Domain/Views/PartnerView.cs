using Ledger.Contracts.V1;

namespace Ledger.Projections.Domain.Views;

/// <summary>What a move of points adds to the settlement with a partner (mechanics.md §7).</summary>
public readonly record struct PartnerChange(
    string Partner, decimal Issued = 0, decimal Reversed = 0, decimal Redeemed = 0, decimal RedemptionReversed = 0);

/// <summary>
/// Settlements with partners, computed from the moves of points alone. Points that leave a partner's issuance book are issued, and points
/// that return to it, from any book including arrears, are reversed. Points that go to a partner's redeemed book are redeemed, and points
/// that come back from it are redemptions reversed.
/// </summary>
public static class PartnerView
{
    private const char Separator = ':';

    /// <summary>Whether a move touches a partner's book. In a program without partners no move does.</summary>
    public static bool Concerns(LotMove move)
    {
        ArgumentNullException.ThrowIfNull(move);
        return move.From.Contains(Separator) || move.To.Contains(Separator);
    }

    public static IEnumerable<PartnerChange> Changes(LotMove move)
    {
        ArgumentNullException.ThrowIfNull(move);
        if (Books.PartnerOf(move.From) is { } from)
        {
            yield return Books.IsIssuance(move.From)
                ? new PartnerChange(from, Issued: move.Amount)
                : new PartnerChange(from, RedemptionReversed: move.Amount);
        }

        if (Books.PartnerOf(move.To) is { } to)
        {
            yield return Books.IsIssuance(move.To)
                ? new PartnerChange(to, Reversed: move.Amount)
                : new PartnerChange(to, Redeemed: move.Amount);
        }
    }

    /// <summary>The partner that an entry's moves are about; null for none.</summary>
    public static string? PartnerOf(IReadOnlyList<LotMove> moves)
    {
        ArgumentNullException.ThrowIfNull(moves);
        foreach (var move in moves)
        {
            if (Concerns(move)) return Books.PartnerOf(move.From) ?? Books.PartnerOf(move.To);
        }

        return null;
    }
}
