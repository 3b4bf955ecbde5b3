namespace Ledger.Cli.Import;

/// <summary>A way into the ledger: HTTP or the bus.</summary>
internal interface IDoor
{
    /// <summary>What one request or message takes.</summary>
    public ChunkLimits Limits { get; }

    /// <summary>Hands over a chunk; returns once it cannot be lost any more. Repeating it is harmless.</summary>
    public Task SendAsync(Chunk chunk, CancellationToken cancellation);

    /// <summary>
    /// Waits until everything that was sent has been decided. False when the ledger was started anew in between and
    /// nobody can say what of it was decided: then all has to be sent again.
    /// </summary>
    public Task<bool> SettleAsync(CancellationToken cancellation);
}
