using Ledger.Contracts.V1;

namespace Ledger.Projections.Domain;

/// <summary>What is left of a lot, and its dates.</summary>
/// <param name="Order">"source/orderId" of the order that earned it.</param>
/// <param name="Rebate">"rebate/period" that paid it.</param>
public sealed record LotRow(
    string Owner, string Unit, decimal Pending, decimal Available, decimal Held,
    DateTimeOffset OpenedAt, DateTimeOffset? ActivatesAt, DateTimeOffset? ExpiresAt, string? Order, string? Rebate);

/// <summary>Lots from what opened them and the moves that name them.</summary>
public static class LotView
{
    public static LotRow Open(SeenEntry entry, LotOpened opened) =>
        new(entry.Owner, entry.Unit, 0, 0, 0, entry.EffectiveAt, opened.ActivatesAt, opened.ExpiresAt, opened.Order, opened.Rebate);

    public static LotRow Open(SeenHoldings seen, LotMoved moved) =>
        new(moved.Owner, moved.Unit, 0, 0, 0, seen.EffectiveAt, moved.ActivatesAt, moved.ExtendedTo ?? moved.ExpiresAt, moved.Order, moved.Rebate);

    public static LotRow Apply(LotRow row, LotMove move) => row with
    {
        Pending = row.Pending + Change(move, Books.Pending),
        Available = row.Available + Change(move, Books.Available),
        Held = row.Held + Change(move, Books.Held),
    };

    public static LotRow Apply(LotRow row, SeenSchedule schedule) => row with { ActivatesAt = schedule.ActivatesAt };

    private static decimal Change(LotMove move, string book) => (move.To == book ? move.Amount : 0) - (move.From == book ? move.Amount : 0);
}
