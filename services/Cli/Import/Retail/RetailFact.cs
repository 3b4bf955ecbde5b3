namespace Ledger.Cli.Import.Retail;

/// <summary>An order, or the part of a cancellation that concerns one order.</summary>
/// <param name="Order">The invoice that is the order.</param>
/// <param name="Return">The C invoice, for a return.</param>
/// <param name="Returned">The returned quantities of the order, by kept line, each line once.</param>
internal sealed record RetailFact(Invoice Order, Invoice? Return = null, IReadOnlyList<(int Line, long Quantity)>? Returned = null);
