namespace Ledger.Cli.Import.Retail;

/// <summary>The profile online-retail: a wholesaler's invoices as order facts, in order of their date (domain.md §7).</summary>
internal sealed class RetailFacts : IFacts
{
    private readonly RetailLines file;
    private readonly RetailNaming naming;
    private readonly List<RetailFact> facts = [];

    private RetailFacts(RetailLines file, RetailNaming naming)
    {
        this.file = file;
        this.naming = naming;
        var matcher = new ReturnMatcher(file);
        var accounts = new HashSet<int>();
        // OrderBy is stable: at the same time, the invoice that appears first in the file is first.
        foreach (var invoice in file.Invoices.Where(invoice => invoice.First != Invoice.None).OrderBy(invoice => invoice.Date))
        {
            if (invoice.IsReturn)
            {
                facts.AddRange(matcher.Returned(invoice));
                continue;
            }

            facts.Add(new RetailFact(invoice));
            matcher.Placed(invoice);
            accounts.Add(invoice.Customer);
        }

        var orders = facts.LongCount(fact => fact.Return is null);
        Counts = new RetailCounts(
            file.Counts.All,
            orders,
            facts.Count - orders,
            file.Counts.WithoutCustomer,
            file.Counts.Skipped,
            file.Counts.Adjustments,
            matcher.UnmatchedLines,
            matcher.UnmatchedPieces,
            matcher.UnmatchedAmount,
            accounts.Count);
    }

    /// <summary>What the file held.</summary>
    public RetailCounts Counts { get; }

    public long Count => facts.Count;

    public IReadOnlyList<FactProblem> Unreadable => [];

    /// <summary>Reads the whole input.</summary>
    public static RetailFacts From(Stream input, RetailNaming naming) => new(RetailFile.Read(input), naming);

    public IFactFeed Read() => new RetailFeed(facts, new RetailJson(file, naming));
}
