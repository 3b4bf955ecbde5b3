namespace Ledger.Cli.Import.Ndjson;

/// <summary>JSON objects one after the other, each from a line of a file.</summary>
internal interface ILines : IDisposable
{
    /// <summary>1-based number of the current line.</summary>
    public long Number { get; }

    /// <summary>The current object; good until the next one is read.</summary>
    public ReadOnlyMemory<byte> Line { get; }

    /// <summary>Goes to the next one; false at the end.</summary>
    public bool MoveNext();
}
