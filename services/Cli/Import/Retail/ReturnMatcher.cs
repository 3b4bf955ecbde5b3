using System.Runtime.InteropServices;

namespace Ledger.Cli.Import.Retail;

/// <summary>
/// Finds the order lines that a cancellation returns (domain.md §7). A cancellation names no order, so each of its lines takes from the
/// account's order lines of that stock code, latest first. For each account and stock code there is a stack with the latest line on top; a
/// fully returned line is removed, so the work per line does not grow with the history.
/// </summary>
internal sealed class ReturnMatcher(RetailLines file)
{
    private readonly Dictionary<(int Account, int Sku), int> tops = [];

    public long UnmatchedLines { get; private set; }

    public long UnmatchedPieces { get; private set; }

    public decimal UnmatchedAmount { get; private set; }

    /// <summary>Puts an order's lines on their stacks.</summary>
    public void Placed(Invoice order)
    {
        var lines = CollectionsMarshal.AsSpan(file.Kept);
        for (var line = order.First; line != Invoice.None; line = lines[line].NextOfInvoice)
        {
            ref var top = ref CollectionsMarshal.GetValueRefOrAddDefault(tops, (order.Customer, lines[line].Sku), out var known);
            lines[line].Below = known ? top : Invoice.None;
            top = line;
        }
    }

    /// <summary>One return per order touched, in order of first touch; none when nothing matches.</summary>
    public IEnumerable<RetailFact> Returned(Invoice cancellation)
    {
        var byOrder = new OrderedDictionary<int, OrderedDictionary<int, long>>();
        for (var line = cancellation.First; line != Invoice.None; line = file.Kept[line].NextOfInvoice)
        {
            var unmatched = Take(cancellation.Customer, file.Kept[line], byOrder);
            if (unmatched == 0) continue;
            UnmatchedLines++;
            UnmatchedPieces += unmatched;
            UnmatchedAmount += unmatched * file.Kept[line].UnitPrice;
        }

        return byOrder.Select(order => new RetailFact(
            file.Invoices[order.Key], cancellation, [.. order.Value.Select(line => (line.Key, line.Value))]));
    }

    // Takes a line's quantity from its stack; returns the quantity that matched no order line.
    private long Take(int account, KeptLine wanted, OrderedDictionary<int, OrderedDictionary<int, long>> byOrder)
    {
        var open = wanted.Quantity;
        ref var top = ref CollectionsMarshal.GetValueRefOrNullRef(tops, (account, wanted.Sku));
        if (System.Runtime.CompilerServices.Unsafe.IsNullRef(ref top)) return open;
        var lines = CollectionsMarshal.AsSpan(file.Kept);
        while (open > 0 && top != Invoice.None)
        {
            var line = top;
            var part = Math.Min(open, lines[line].Remaining);
            lines[line].Remaining -= part;
            open -= part;
            if (lines[line].Remaining == 0) top = lines[line].Below;

            if (!byOrder.TryGetValue(lines[line].Invoice, out var returned)) byOrder.Add(lines[line].Invoice, returned = []);
            returned[line] = returned.GetValueOrDefault(line) + part;
        }

        return open;
    }
}
