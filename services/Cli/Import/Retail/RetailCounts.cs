namespace Ledger.Cli.Import.Retail;

/// <summary>What the file held, in the words of the import report.</summary>
internal sealed record RetailCounts(
    long Lines,
    long Orders,
    long Returns,
    long LinesWithoutCustomer,
    long LinesSkipped,
    long ALines,
    long UnmatchedLines,
    long UnmatchedPieces,
    decimal UnmatchedAmount,
    long Accounts);
