using Ledger.Hosting;
using Ledger.Projections.Host.Tables;
using Microsoft.Extensions.Caching.Memory;

namespace Ledger.Projections.Host.Queries;

/// <summary>The questions about one account whose answers are kept in memory.</summary>
internal enum AccountQuestion
{
    /// <summary><c>GET accounts/{a}/balance</c> without a filter and without a time.</summary>
    Balance,

    /// <summary><c>GET accounts/{a}/standing</c>.</summary>
    Standing,
}

/// <summary>What an answer is about.</summary>
internal sealed record AnswerKey(AccountQuestion Question, string Program, string AccountId);

/// <summary>An answer's body and the position of the log that it is known to hold at.</summary>
/// <param name="Tag">Its entity tag, of the position that it was read at: it stays while the answer is kept.</param>
internal sealed record KeptAnswer(byte[] Body, long Position, string Tag);

/// <summary>
/// A cache of answers about accounts (LRU, bounded by bytes), in the process whose tailer is active. The tailer knows which accounts a step
/// changes: it drops their answers before it writes the step, and moves <see cref="Position"/> when the step is committed. So what is in
/// the cache is what the views say at <see cref="Position"/>. Other processes do not know what changes, and keep nothing.
/// </summary>
internal sealed class AccountAnswers : IDisposable
{
    private const long BytesMax = 32 * 1024 * 1024;

    /// <summary>What an entry costs beside its body: the key, the entry and its place in the table.</summary>
    private const int OverheadBytes = 400;

    private static readonly AccountQuestion[] Questions = Enum.GetValues<AccountQuestion>();

    private readonly MemoryCache answers = new(new MemoryCacheOptions { SizeLimit = BytesMax });
    private readonly Lock gate = new();
    private bool isWriting = true;
    private long position = -1;
    private long hits;

    /// <summary>The position of the views up to which the cache is right; -1 while this process does not follow the log.</summary>
    public long Position => Volatile.Read(ref position);

    /// <summary>Questions that were answered from memory since the process began.</summary>
    public long Hits => Volatile.Read(ref hits);

    /// <summary>The answer, if there is one that holds at or after a position.</summary>
    public KeptAnswer? Find(AnswerKey key, long minPosition)
    {
        // Read before the look-up: an answer that is still there holds at this position, or was made at a later one.
        var at = Position;
        if (!answers.TryGetValue(key, out KeptAnswer? kept)) return null;
        var holdsAt = Math.Max(at, kept!.Position);
        if (holdsAt < minPosition) return null;
        Interlocked.Increment(ref hits);
        return kept with { Position = holdsAt };
    }

    /// <summary>Keeps an answer that was read from the views at a position; passes it over when the views have moved on since, or are about
    /// to.</summary>
    public KeptAnswer Keep(AnswerKey key, byte[] body, long readAt)
    {
        var answer = new KeptAnswer(body, readAt, EntityTags.Of(readAt));
        lock (gate)
        {
            if (isWriting || readAt != position) return answer;
            answers.Set(key, answer, new MemoryCacheEntryOptions { Size = body.Length + OverheadBytes });
        }

        return answer;
    }

    /// <summary>Drops the answers that the next write of the views changes. Until <see cref="Written"/> none is kept.</summary>
    /// <param name="changed">The accounts whose rows the write has.</param>
    /// <param name="isProgramChanged">A program's versions or clock change: every answer is dropped, because answers depend on
    /// them.</param>
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

    /// <summary>The views stand at a position now, and all of their changes were announced.</summary>
    public void Written(long at)
    {
        lock (gate)
        {
            Volatile.Write(ref position, at);
            isWriting = false;
        }
    }

    /// <summary>Drops everything: this process follows the log no more, or other tables take over.</summary>
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
