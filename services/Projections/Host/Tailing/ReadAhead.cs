namespace Ledger.Projections.Host.Tailing;

/// <summary>
/// Reads the log ahead of its user. While pieces are full, the next ones are read and parsed in the background, one after the other, so
/// that a rebuild uses the processor time that the database's writes leave idle. After a fault it must be discarded.
/// </summary>
/// <param name="position">The position after which it begins.</param>
internal sealed class ReadAhead(LogTail log, long position) : IAsyncDisposable
{
    /// <summary>The most events in a piece.</summary>
    private const int PieceMax = 5_000;

    /// <summary>The most pieces that are read ahead: enough for the time of one write.</summary>
    private const int PiecesMax = 8;

    // Each piece waits for the one before it.
    private readonly Queue<Task<LogPiece>> pieces = new();
    private Task<LogPiece>? last;

    /// <summary>The position of the last event of the piece returned last.</summary>
    public long Position { get; private set; } = position;

    /// <summary>The next piece; empty when the log has no more.</summary>
    public async Task<LogPiece> NextAsync(CancellationToken ct)
    {
        var piece = await (pieces.TryDequeue(out var begun) ? begun : last = ReadAsync(Position, ct));
        Position = piece.Last;
        // After a piece that is not full, those begun already are not read: the log may have grown since.
        if (!piece.IsFull) pieces.Clear();
        while (piece.IsFull && pieces.Count < PiecesMax) pieces.Enqueue(last = FollowAsync(last!, ct));
        return piece;
    }

    public async ValueTask DisposeAsync()
    {
        if (last is not null) await ((Task)last).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task<LogPiece> FollowAsync(Task<LogPiece> before, CancellationToken ct)
    {
        var piece = await before;
        return piece.IsFull ? await ReadAsync(piece.Last, ct) : piece;
    }

    private async Task<LogPiece> ReadAsync(long after, CancellationToken ct)
    {
        await Task.Yield();
        return await log.ReadAfterAsync(after, PieceMax, ct);
    }
}
