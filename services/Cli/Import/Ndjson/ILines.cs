namespace Ledger.Cli.Import.Ndjson;

/// <summary>A cursor over JSON objects, one for each line of a file.</summary>
internal interface ILines : IDisposable
{
    /// <summary>1-based number of the current line.</summary>
    public long Number { get; }

    /// <summary>The current object; valid until the next one is read.</summary>
    public ReadOnlyMemory<byte> Line { get; }

    /// <summary>Moves to the next one; false at the end.</summary>
    public bool MoveNext();
}
