namespace Ledger.Cli.Import.Retail;

/// <summary>What a wholesaler's invoice file holds once it is read: invoices in order of first appearance, and their kept lines.</summary>
internal sealed record RetailLines(
    IReadOnlyList<Invoice> Invoices,
    List<KeptLine> Kept,
    IReadOnlyList<string> Skus,
    IReadOnlyList<string> Customers,
    LineCounts Counts);

/// <summary>Lines of the file by what became of them.</summary>
internal readonly record struct LineCounts(long All, long WithoutCustomer, long Skipped, long Adjustments);

/// <summary>One invoice. Its kept lines hang together from <see cref="First"/> over <see cref="KeptLine.NextOfInvoice"/>.</summary>
internal sealed class Invoice(string id)
{
    public const int None = -1;

    public string Id => id;

    /// <summary>A cancellation, whose id begins with C.</summary>
    public bool IsReturn { get; } = id.StartsWith('C');

    /// <summary>Lines of any kind seen so far.</summary>
    public int Lines { get; set; }

    /// <summary>The customer of its kept lines, as a place in the list of customers.</summary>
    public int Customer { get; set; } = None;

    /// <summary>The date of its first kept line, as UTC.</summary>
    public DateTime Date { get; set; }

    public int First { get; set; } = None;

    public int Last { get; set; } = None;
}

/// <summary>A line that counts. Of a cancellation the quantity is what comes back, above 0.</summary>
internal struct KeptLine
{
    /// <summary>The next kept line of the same invoice.</summary>
    public int NextOfInvoice;

    /// <summary>The line below this one on the pile of its account and stock code.</summary>
    public int Below;

    /// <summary>Place in the list of stock codes.</summary>
    public int Sku;

    /// <summary>1-based position among all lines of the invoice.</summary>
    public int Position;

    /// <summary>Place of the invoice in the list of invoices.</summary>
    public int Invoice;

    public long Quantity;

    /// <summary>What has not come back yet.</summary>
    public long Remaining;

    public decimal UnitPrice;
}
