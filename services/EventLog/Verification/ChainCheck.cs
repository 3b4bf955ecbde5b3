using Ledger.EventLog.Chain;

namespace Ledger.EventLog.Verification;

/// <summary>Reads the batches and their events side by side and records every difference from what was written.</summary>
internal sealed class ChainCheck(Findings findings)
{
    private byte[] storedChain = HashChain.Genesis;
    private byte[] computedChain = HashChain.Genesis;

    /// <summary>The chain's value recomputed from the events as they are now.</summary>
    public byte[] Chain { get; private set; } = HashChain.Genesis;

    /// <summary>The last position that a batch covers.</summary>
    public long Last { get; private set; }

    /// <summary>The chain value in the row of the last batch.</summary>
    public byte[] StoredChain => storedChain;

    public long Events { get; private set; }

    public long Batches { get; private set; }

    public async Task BatchAsync(BatchRow batch, EventRows rows, CancellationToken ct)
    {
        Batches++;
        if (!batch.IsConsistent)
        {
            findings.Add(Last + 1, "batch.changed", $"The batch row that ends at position {batch.Last} says that it begins at "
                + $"{batch.First}, but it holds {batch.Digests.Length} bytes of digests.");
            batch = batch with { First = Last + 1 };
        }

        if (batch.First > Last + 1)
        {
            findings.Add(Last + 1, "batch.missing", $"No batch row covers the positions {Last + 1} to {batch.First - 1}.");
            await SkipAsync(rows, batch.First, ct);
        }

        if (batch.First <= Last)
        {
            findings.Add(
                batch.First, "batch.inserted",
                $"The batch row {batch.First} to {batch.Last} covers positions that another one covers already.");
            return;
        }

        var actual = await EventsAsync(batch, rows, ct);
        Links(batch, actual);
        Last = batch.First + batch.Count - 1;
    }

    /// <summary>Reports every event that no batch covers, up to a position.</summary>
    public async Task StrayAsync(EventRows rows, long before, CancellationToken ct)
    {
        for (; rows.Any && rows.Position < before; await rows.NextAsync(ct))
        {
            Events++;
            findings.Add(
                rows.Position, "event.inserted", $"The event at position {rows.Position} is in no batch: it was not written by an append.");
        }
    }

    private async Task SkipAsync(EventRows rows, long before, CancellationToken ct)
    {
        await StrayAsync(rows, Last + 1, ct);
        for (; rows.Any && rows.Position < before; await rows.NextAsync(ct)) Events++;
    }

    /// <summary>The digests of the batch's events as they are now.</summary>
    private async Task<byte[]> EventsAsync(BatchRow batch, EventRows rows, CancellationToken ct)
    {
        var actual = batch.Digests.AsSpan(0, batch.Count * HashChain.Size).ToArray();
        for (var index = 0; index < batch.Count; index++)
        {
            var position = batch.First + index;
            await StrayAsync(rows, position, ct);
            if (!rows.Any || rows.Position > position)
            {
                findings.Add(position, "event.missing", $"The event at position {position} was deleted.");
                actual.AsSpan(index * HashChain.Size, HashChain.Size).Clear();
                continue;
            }

            Events++;
            Event(batch, index, rows);
            rows.Digest.CopyTo(actual.AsSpan(index * HashChain.Size));
            await rows.NextAsync(ct);
        }

        return actual;
    }

    private void Event(BatchRow batch, int index, EventRows row)
    {
        if (row.Defect is not null)
        {
            findings.Add(
                row.Position, "event.changed",
                $"The event at position {row.Position} was changed into something that no append writes: {row.Defect}");
            return;
        }

        if (row.Digest.SequenceEqual(batch.DigestAt(index))) return;

        for (var other = 0; other < batch.Count; other++)
        {
            if (!row.Digest.SequenceEqual(batch.DigestAt(other))) continue;
            findings.Add(
                row.Position, "event.moved",
                $"The event at position {row.Position} is the one that was written at position {batch.First + other}.");
            return;
        }

        findings.Add(row.Position, "event.changed", $"The event at position {row.Position} is not the one that was written there.");
    }

    private void Links(BatchRow batch, byte[] actual)
    {
        var digest = HashChain.Batch(batch.First, batch.Digests);
        if (!batch.Digest.AsSpan().SequenceEqual(digest))
        {
            findings.Add(
                batch.First, "batch.changed", $"The digest of the batch {batch.First} to {batch.Last} does not fit its events' digests.");
        }

        // Also continues from the stored value, so that one changed row does not make every later batch a finding.
        var fromStored = HashChain.Next(storedChain, digest);
        var fromComputed = HashChain.Next(computedChain, digest);
        if (!batch.Chain.AsSpan().SequenceEqual(fromStored) && !batch.Chain.AsSpan().SequenceEqual(fromComputed))
        {
            findings.Add(
                batch.First, "chain.broken",
                $"The chain value of the batch {batch.First} to {batch.Last} does not follow from the one before.");
        }

        storedChain = batch.Chain;
        computedChain = fromComputed;
        Chain = HashChain.Next(Chain, HashChain.Batch(batch.First, actual));
    }
}
