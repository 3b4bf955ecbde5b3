using System.Collections.Immutable;
using Ledger.Contracts.V1;
using Ledger.Projections.Domain.Reading;
using Ledger.Rules.Domain.Postings;

namespace Ledger.Projections.Domain.Views;

/// <summary>What is left of a lot, and its dates.</summary>
/// <param name="Left">The lot's value by state.</param>
/// <param name="Order">"source/orderId" of the order that earned it.</param>
/// <param name="Rebate">The key of the rebate period that paid it; null: another cause.</param>
/// <param name="Activity">The id of the activity that earned it.</param>
/// <param name="Fund">The fund whose money it is.</param>
public sealed record LotRow(
    string Owner, string Unit, Pockets Left, DateTimeOffset OpenedAt, DateTimeOffset? ActivatesAt, DateTimeOffset? ExpiresAt,
    string? Order, string? Rebate, string? Activity = null, string? Fund = null)
{
    /// <summary>The lot's life, ascending by month.</summary>
    public ImmutableArray<LotMonth> Life { get; init; } = [];
}

/// <summary>Makes lots from the events that open them, and changes them by the moves that name them.</summary>
public static class LotView
{
    public static LotRow Open(EntryData entry, LotOpened opened) =>
        new(
            entry.Owner, entry.Unit, default, entry.EffectiveAt, opened.ActivatesAt, opened.ExpiresAt, opened.Order, opened.Rebate,
            opened.Activity,
            opened.Fund);

    public static LotRow Open(HoldingsData seen, LotMoved moved) =>
        new(
            moved.Owner, moved.Unit, default, seen.EffectiveAt, moved.ActivatesAt, moved.ExtendedTo ?? moved.ExpiresAt, moved.Order,
            moved.Rebate,
            moved.Activity, moved.Fund);

    /// <param name="month">Local month of the move: year × 12 + month − 1.</param>
    public static LotRow Apply(LotRow row, LotMove move, int month) =>
        row with { Left = row.Left.After(move), Life = LotLife.Apply(row.Life, move, month) };

    public static LotRow Apply(LotRow row, ScheduleData schedule) => row with { ActivatesAt = schedule.ActivatesAt };
}
