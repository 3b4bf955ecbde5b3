namespace Ledger.Contracts.V1;

/// <summary>Media types of the HTTP interface that no standard names.</summary>
public static class LedgerMediaTypes
{
    /// <summary>A report as a table: JSON of the columns, each with what it holds, and of the cells as CSV has them.</summary>
    public const string Table = "application/vnd.ledger.table+json";
}
