namespace Ledger.Cli.Import.Retail;

/// <summary>The contents of a wholesaler's invoice file: invoices in order of first appearance, and their kept lines.</summary>
internal sealed record RetailLines(
    IReadOnlyList<Invoice> Invoices,
    List<KeptLine> Kept,
    IReadOnlyList<string> Skus,
    IReadOnlyList<string> Customers,
    LineCounts Counts);

/// <summary>Lines of the file by what became of them.</summary>
internal readonly record struct LineCounts(long All, long WithoutCustomer, long Skipped, long Adjustments);

/// <summary>One invoice. Its kept lines are a linked list from <see cref="First"/> over <see cref="KeptLine.NextOfInvoice"/>.</summary>
internal sealed class Invoice(string id)
{
    public const int None = -1;

    public string Id => id;

    /// <summary>A cancellation, whose id begins with C.</summary>
    public bool IsReturn { get; } = id.StartsWith('C');

    /// <summary>Lines of any kind seen so far.</summary>
    public int Lines { get; set; }

    /// <summary>The customer of its kept lines, as an index into the list of customers.</summary>
    public int Customer { get; set; } = None;

    /// <summary>The date of its first kept line, as UTC.</summary>
    public DateTime Date { get; set; }

    public int First { get; set; } = None;

    public int Last { get; set; } = None;
}

/// <summary>A line that counts. For a cancellation the quantity is the returned quantity, above 0.</summary>
internal struct KeptLine
{
    /// <summary>The next kept line of the same invoice.</summary>
    public int NextOfInvoice;

    /// <summary>The next lower line on the stack of its account and stock code.</summary>
    public int Below;

    /// <summary>Index into the list of stock codes.</summary>
    public int Sku;

    /// <summary>1-based position among all lines of the invoice.</summary>
    public int Position;

    /// <summary>Index of the invoice in the list of invoices.</summary>
    public int Invoice;

    public long Quantity;

    /// <summary>The quantity that was not returned yet.</summary>
    public long Remaining;

    public decimal UnitPrice;
}
