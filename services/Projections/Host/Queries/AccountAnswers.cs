using Ledger.Hosting;
using Ledger.Projections.Host.Tables;
using Microsoft.Extensions.Caching.Memory;

namespace Ledger.Projections.Host.Queries;

/// <summary>The queries about one account whose answers are cached.</summary>
internal enum AccountQuestion
{
    /// <summary><c>GET accounts/{a}/balance</c> without a filter and without a time.</summary>
    Balance,

    /// <summary><c>GET accounts/{a}/standing</c>.</summary>
    Standing,
}

/// <summary>The key of a cached answer.</summary>
internal sealed record AnswerKey(AccountQuestion Question, string Program, string AccountId);

/// <summary>A cached answer: its body and the log position at which it is known to be correct.</summary>
/// <param name="Tag">Its entity tag, made from the position at which it was read; it stays the same while the answer is cached.</param>
internal sealed record KeptAnswer(byte[] Body, long Position, string Tag);

/// <summary>
/// A cache of answers about accounts (LRU, bounded by bytes), used only in the process whose tailer is active. The tailer knows which
/// accounts a write changes: it drops their answers before the write, and advances <see cref="Position"/> when the write is committed. So
/// every cached answer is correct at <see cref="Position"/>. Other processes do not learn of changes, so they cache nothing.
/// </summary>
internal sealed class AccountAnswers : IDisposable
{
    private const long BytesMax = 32 * 1024 * 1024;

    /// <summary>The memory of a cached answer besides its body, in bytes: key, cache entry and table slot.</summary>
    private const int OverheadBytes = 400;

    private static readonly AccountQuestion[] Questions = Enum.GetValues<AccountQuestion>();

    private readonly MemoryCache answers = new(new MemoryCacheOptions { SizeLimit = BytesMax });
    private readonly Lock gate = new();
    private bool isWriting = true;
    private long position = -1;
    private long hits;

    /// <summary>The position of the views at which all cached answers are correct; -1 while this process does not follow the log.</summary>
    public long Position => Volatile.Read(ref position);

    /// <summary>How many queries were answered from the cache since the process started.</summary>
    public long Hits => Volatile.Read(ref hits);

    /// <summary>A cached answer that is correct at or after a position; null when there is none.</summary>
    public KeptAnswer? Find(AnswerKey key, long minPosition)
    {
        // The position is read before the look-up: an answer that is found afterwards is correct at this position, or was read at a later
        // one.
        var at = Position;
        if (!answers.TryGetValue(key, out KeptAnswer? kept)) return null;
        var holdsAt = Math.Max(at, kept!.Position);
        if (holdsAt < minPosition) return null;
        Interlocked.Increment(ref hits);
        return kept with { Position = holdsAt };
    }

    /// <summary>
    /// Caches an answer that was read from the views at a position, unless the views have been written since or are being written.
    /// </summary>
    public KeptAnswer Cache(AnswerKey key, byte[] body, long readAt)
    {
        var answer = new KeptAnswer(body, readAt, EntityTags.Of(readAt));
        lock (gate)
        {
            if (isWriting || readAt != position) return answer;
            answers.Set(key, answer, new MemoryCacheEntryOptions { Size = body.Length + OverheadBytes });
        }

        return answer;
    }

    /// <summary>Drops the answers that the next write of the views changes. Until <see cref="Written"/> no answer is cached.</summary>
    /// <param name="changed">The accounts whose rows are written.</param>
    /// <param name="isProgramChanged">
    /// Whether a program's versions or clock change: then all answers are dropped, because they depend on them.
    /// </param>
    public void Writing(IReadOnlyCollection<AccountRowKey> changed, bool isProgramChanged)
    {
        lock (gate)
        {
            isWriting = true;
            if (isProgramChanged)
            {
                answers.Clear();
                return;
            }

            if (answers.Count == 0) return;
            foreach (var account in changed)
            {
                foreach (var question in Questions) answers.Remove(new AnswerKey(question, account.Program, account.AccountId));
            }
        }
    }

    /// <summary>Notes that the write is committed and the views are at a position.</summary>
    public void Written(long at)
    {
        lock (gate)
        {
            Volatile.Write(ref position, at);
            isWriting = false;
        }
    }

    /// <summary>Drops everything, because this process no longer follows the log, or another generation becomes live.</summary>
    public void Stop()
    {
        lock (gate)
        {
            isWriting = true;
            Volatile.Write(ref position, -1);
            answers.Clear();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => answers.Dispose();
}
