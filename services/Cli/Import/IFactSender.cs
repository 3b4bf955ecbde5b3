namespace Ledger.Cli.Import;

/// <summary>Sends the facts of an import to the ledger.</summary>
internal interface IFactSender
{
    /// <summary>The limits of one request or message.</summary>
    public ChunkLimits Limits { get; }

    /// <summary>Sends a chunk and returns once it can no longer be lost. Sending it again is harmless.</summary>
    public Task SendAsync(Chunk chunk, CancellationToken cancellation);

    /// <summary>
    /// Waits until everything sent has been decided. False when the service was restarted meanwhile, so that it is unknown what was
    /// decided: then everything must be sent again.
    /// </summary>
    public Task<bool> SettleAsync(CancellationToken cancellation);
}
