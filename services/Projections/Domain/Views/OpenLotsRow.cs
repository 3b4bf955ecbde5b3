using System.Numerics;
using Ledger.Rules.Domain.Postings;

namespace Ledger.Projections.Domain.Views;

/// <summary>What is left of the lots of one unit, tier and month, in points or money.</summary>
/// <param name="Unheld">The book available.</param>
public readonly record struct OpenLotsRow(decimal Pending, decimal Unheld, decimal Held)
    : IAdditionOperators<OpenLotsRow, OpenLotsRow, OpenLotsRow>
{
    /// <summary>What it changes that a lot has other pockets than before.</summary>
    public static OpenLotsRow Change(Pockets before, Pockets after) =>
        new(after.Pending - before.Pending, after.Unheld - before.Unheld, after.Held - before.Held);

    public static OpenLotsRow operator +(OpenLotsRow a, OpenLotsRow b) => new(a.Pending + b.Pending, a.Unheld + b.Unheld, a.Held + b.Held);
}
